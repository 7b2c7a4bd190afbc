"""What can be taught: every claim rests on passages whose words carry it, and says what it does not know."""

from __future__ import annotations

import pytest

from forlobkg.service import Forlobkg
from forlobkg.teach.claims import Claim, Claims, in_words, listing

PREGNANT = "udsatte-gravide-forloeb"
CHILDREN = "boern-og-unge-forloeb"

NOBODYS_TASKS = {"ansvar-opsporing-og-identifikation", "ansvar-udredning"}
OURS = {
    "anden", "begge", "blandt", "delvis", "eksempel", "ene", "felt", "formål", "give", "gælde", "handle", "henvende",
    "hvile", "indsats", "kilde", "krone", "linje", "læs", "nævner", "ordlyd", "prisgrundlag", "samme", "sted", "tale",
    "vise", "helt", "opsamling", "oplæg", "liste", "overskrift", "stavemåde", "webinar", "tekst", "hel", "kort",
    "skrive", "med", "hvem", "fælles", "to", "tre", "fire", "fem", "syv",
}  # fmt: skip
"""What lines may say around the sources' words: what kind of thing it is, and how many there are."""


@pytest.fixture(scope="module")
def claims(service: Forlobkg) -> Claims:
    return Claims(service.graph, service.corpus)


def everything(claims: Claims) -> list[Claim]:
    """The claims of all topics and on all actors."""
    of_topics = [claim for topic in claims.topics.topic for claim in claims.of_topic(topic)]
    return [*of_topics, *(claim for actor in claims.topics.actor for claim in claims.about_actor(actor))]


def test_there_is_something_to_teach_of_both_pathways(claims: Claims) -> None:
    assert [topic.id for topic in claims.of_pathway(PREGNANT)][:2] == ["maalgruppen", "sociale-problemer"]
    assert len(claims.of_pathway(PREGNANT)) == 23
    assert len(claims.of_pathway(CHILDREN)) == 13
    assert claims.of_pathway("findes-ikke") == []


def test_every_topic_group_finds_something(claims: Claims) -> None:
    for topic in claims.topics.topic:
        assert len(claims.groups(topic)) == len(topic.groups), topic.id


def test_every_wording_and_filter_names_a_thing_or_passage(claims: Claims, service: Forlobkg) -> None:
    known = {*service.graph.concepts, *service.corpus.passages, *claims.topics.tasks, *NOBODYS_TASKS}
    for topic in claims.topics.topic:
        for group in topic.groups:
            named = {*group.texts, *group.only, *group.leave_out, group.subject, group.object, group.while_noted}
            assert named - {""} <= known, topic.id
            assert {name for wording in group.texts.values() for name in wording.also} <= set(service.corpus.passages)
    assert set(claims.topics.tasks) | set(claims.topics.actor) | set(claims.topics.event) <= known


def test_every_actor_and_every_task_of_somebody_has_its_words(claims: Claims, service: Forlobkg) -> None:
    actors = {slug for slug, concept in service.graph.concepts.items() if "Actor" in concept.types}
    assert set(claims.topics.actor) == actors
    given = {claims.slug(statement.subject) for statement in claims.rows("teach/claims", property_="fb:actor")}
    assert set(claims.topics.tasks) | set(claims.topics.same_task) == given
    assert set(claims.topics.same_task.values()) <= set(claims.topics.tasks)
    told = claims.things(PREGNANT) | claims.things(CHILDREN)
    assert given - set(claims.topics.same_task) <= told


def test_ids_are_unique_and_found_again(claims: Claims) -> None:
    ids = [claim.id for claim in everything(claims)]
    assert len(ids) == len(set(ids)) > 200
    for claim in everything(claims):
        assert claims.claim(claim.id) == claim
    assert claims.claim("maalgruppen/findes-ikke") is None
    assert claims.claim("findes-ikke/x") is None
    assert claims.claim("om-findes-ikke/x") is None


def test_what_is_claimed_rests_on_passages_and_what_is_not_said_on_none(claims: Claims, service: Forlobkg) -> None:
    for claim in everything(claims):
        assert bool(claim.said_in) is not claim.gap, claim.id
        assert set(claim.passages) <= set(service.corpus.passages)
        assert len(set(claim.passages)) == len(claim.passages)
        for name in claim.said_in:
            assert set(service.corpus.passages[name].context) <= set(claim.passages), claim.id


def test_the_passages_carry_the_words_of_every_claim(claims: Claims, service: Forlobkg) -> None:
    analyser = service.analyser
    missing = {}
    for claim in everything(claims):
        if claim.gap:
            continue
        texts = [service.corpus.passages[name].text for name in claim.passages]
        texts += [service.graph.concepts[slug].label for slug in claim.things if slug in service.graph.concepts]
        texts += [claims.forms(slug).about for slug in claim.things if slug in claims.topics.actor]
        carried = {word for text in texts for token in analyser.tokens(text) for word in (token.form, token.lemma)}
        words = [token for token in analyser.tokens(claim.text) if not analyser.is_function_word(token)]
        lacking = [token.text for token in words if not {token.form, token.lemma} & (carried | OURS)]
        if lacking:
            missing[claim.id] = lacking
    assert missing == {}


def test_a_gap_goes_away_when_the_graph_has_something(claims: Claims, service: Forlobkg) -> None:
    topic = claims.topic("ingen-anbefalinger")
    assert topic is not None
    gap = next(claim for claim in claims.of_topic(topic) if claim.id == "ingen-anbefalinger/anbefalinger")
    assert gap.gap
    group = topic.groups[0].model_copy(update={"subject": PREGNANT})
    changed = topic.model_copy(update={"groups": (group,)})
    told = claims.topics.model_copy(update={"topic": (changed,)})
    assert Claims(service.graph, service.corpus, told).groups(changed) == ()


def test_topics_belong_to_what_their_claims_tell_of(claims: Claims) -> None:
    for topic in claims.topics.topic:
        told = {slug for claim in claims.of_topic(topic) for slug in claim.things}
        assert set(topic.phases) | set(topic.targets) <= told | {"boern-af-gravide", "familien"}, topic.id


@pytest.mark.parametrize(
    ("actor", "pathway", "said", "left_open"),
    [
        (
            "sundhedsplejerske",
            PREGNANT,
            "figur 3",
            "Det står ikke i kilderne, hvilke opgaver sundhedsplejersken har.",
        ),
        (
            "familieambulatoriet",
            PREGNANT,
            "en af de centrale aktører",
            "Anbefalingerne nævner ikke familieambulatoriet",
        ),
        ("omsorgspersoner", CHILDREN, "tage de rette hensyn", "hvornår i forløbet"),
        (
            "kommunale-ledere",
            CHILDREN,
            "er målrettet kommunale ledere med ansvar for planlægning, tilrettelæggelse og implementering",
            "hvornår i forløbet",
        ),
    ],
)
def test_what_is_said_of_an_actor_and_what_is_not(
    claims: Claims, actor: str, pathway: str, said: str, left_open: str
) -> None:
    about = claims.about_actor(actor, pathway)
    assert any(said in claim.text for claim in about if not claim.gap)
    assert any(left_open in claim.text for claim in about if claim.gap)


def test_an_actor_of_the_other_pathway_has_no_course(claims: Claims) -> None:
    assert not claims.can_have_course("sundhedsplejerske", CHILDREN)
    assert not claims.can_have_course("omsorgspersoner", PREGNANT)
    # Having helped to write the descriptions is not enough.
    assert not claims.can_have_course("kl", PREGNANT)
    assert claims.about_actor("findes-ikke") == []


def test_the_line_on_the_law_names_drug_users_only(claims: Claims) -> None:
    topic = claims.topic("tilbageholdelse")
    assert topic is not None
    texts = [claim.text for claim in claims.of_topic(topic)]
    assert "Linjen nævner kun stofmisbrugere." in texts
    assert "Det står ikke i kilderne, hvilke regler der gælder for gravide med et forbrug af alkohol." in texts


def test_no_amount_is_told(claims: Claims) -> None:
    topic = claims.topic("udgifterne")
    assert topic is not None
    assert not any("00" in claim.text for claim in claims.of_topic(topic))


def test_lists_and_numbers_in_words() -> None:
    assert listing([]) == ""
    assert listing(["a"]) == "a"
    assert listing(["a", "b", "c"]) == "a, b og c"
    assert listing(["a og b", "c", "d"]) == "a og b; c; d"
    assert (in_words(3), in_words(40)) == ("tre", "40")
