"""What is read out of passages, and what is not."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from forlobkg import curate
from forlobkg.curate import Candidate, CandidateKind, Extractor, SourcePassage, candidate_quads
from forlobkg.danish import Analyser
from forlobkg.graph import Concept, Names

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))["case"]
FAMILY_UNIT = Concept(
    "https://example.org/id/familieambulatoriet",
    "familieambulatoriet",
    ("Actor",),
    "Familieambulatoriet",
    ("ambulatoriet",),
    (),
)
IN_WORDS = SourcePassage("p1", "Kommunen skal indkalde til møde.")


@pytest.fixture(scope="module")
def extractor(lemmas: Path) -> Extractor:
    return Extractor(Analyser(lemmas))


def said(candidate: Candidate) -> str:
    """A candidate as the case table writes it."""
    parts: dict[str, str] = {one.name: candidate.part(one.name) for one in candidate.parts}
    values = [f"@{name}={value}" for name, value in candidate.values if value]
    return f"{candidate.kind}: " + "; ".join([*(f"{name}={text}" for name, text in parts.items()), *values])


def in_case(candidate: Candidate) -> str:
    """The same without the values that the table leaves out: a duty's modality, an actor's lemma."""
    kept = candidate.kind in (CandidateKind.RESPONSIBILITY, CandidateKind.ACTOR)
    return said(replace(candidate, values=()) if kept else candidate)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_a_passage_says(extractor: Extractor, case: dict[str, Any]) -> None:
    passage = SourcePassage("p1", case["text"], case.get("kind", "sentence"), (), tuple(case.get("context", ())))
    found = [in_case(one) for one in extractor.candidates([passage]) if one.kind in case["kinds"]]
    assert sorted(found) == sorted(case["expected"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_word_of_a_candidate_stands_where_it_says(extractor: Extractor, case: dict[str, Any]) -> None:
    context = tuple(case.get("context", ()))
    passage = SourcePassage("p1", case["text"], case.get("kind", "sentence"), (), context)
    for one in extractor.candidates([passage]):
        assert one.quote == passage.text[one.start : one.end]
        assert 0 < one.confidence <= 1
        assert one.reason.endswith(".")
        for part in one.parts:
            source = passage.text if part.place is None else context[part.place]
            assert part.text == source[part.start : part.end] != ""


def test_an_id_is_that_of_what_is_said_not_of_its_place(extractor: Extractor) -> None:
    (first,) = [one for one in extractor.candidates([IN_WORDS]) if one.kind is CandidateKind.RESPONSIBILITY]
    moved = replace(IN_WORDS, id="p812", text="Planen er ny.  " + IN_WORDS.text, section=("7 Nyt",))
    (again,) = [one for one in extractor.candidates([moved]) if one.kind is CandidateKind.RESPONSIBILITY]
    assert (again.id, again.start) == (first.id, first.start + 15)
    other = replace(IN_WORDS, text="Kommunen bør indkalde til møde.")
    (changed,) = [one for one in extractor.candidates([other]) if one.kind is CandidateKind.RESPONSIBILITY]
    assert changed.id != first.id


def test_the_graphs_things_are_recognised_in_their_inflections_and_in_compounds(lemmas: Path) -> None:
    plan = replace(
        FAMILY_UNIT, slug="indsatsplan", types=("Element",), label="Indsatsplan", source_labels=("planen",)
    )
    extractor = Extractor(Analyser(lemmas), [FAMILY_UNIT, plan])
    text = "Familieambulatoriets indsatsplaner og planen beskrives."
    found = [one for one in extractor.candidates([SourcePassage("p1", text)]) if one.kind is CandidateKind.MENTION]
    assert [(one.part("thing"), one.value("slug"), one.rule) for one in found] == [
        ("Familieambulatoriets", "familieambulatoriet", "known-label"),
        ("indsatsplaner", "indsatsplan", "known-label"),
        ("planen", "indsatsplan", "known-source"),
    ]
    assert found[2].confidence < found[0].confidence


def test_loven_is_the_act_named_before_and_only_a_certain_one_has_its_eli(lemmas: Path) -> None:
    eli = "http://retsinformation.dk/eli/lta/2024/909"
    extractor = Extractor(Analyser(lemmas), acts={"sundhedsloven": eli})
    texts = ["Sundhedslovens § 83 gælder.", "Efter lovens § 84 tilbydes en plan."]
    passages = [SourcePassage(f"p{n}", text) for n, text in enumerate(texts)]
    first, second = [one for one in extractor.candidates(passages) if one.kind is CandidateKind.LAW]
    assert (first.value("act"), first.value("eli"), first.rule) == ("sundhedsloven", eli, "law-section")
    assert (second.value("act"), second.value("eli"), second.rule) == ("sundhedsloven", "", "law-earlier")
    assert second.confidence < first.confidence


def test_a_word_that_a_document_gives_duties_to_is_an_actor_in_it(extractor: Extractor) -> None:
    stays = SourcePassage("p1", "Opholdet i boligfællesskabshuset er gratis.")
    duty = SourcePassage("p2", "Boligfællesskabshuset skal udpege en kontaktperson.")
    alone = [one.part("actor") for one in extractor.candidates([stays]) if one.kind is CandidateKind.ACTOR]
    both = [one.part("actor") for one in extractor.candidates([stays, duty]) if one.kind is CandidateKind.ACTOR]
    assert (alone, both) == ([], ["boligfællesskabshuset", "Boligfællesskabshuset"])


def test_only_the_first_sentence_of_a_box_is_the_recommendation(extractor: Extractor) -> None:
    texts = ["Kommunen bør tilbyde støtte.", "Støtten skal være gratis."]
    box = [SourcePassage(f"p{n}", text, context=("Anbefaling 1",)) for n, text in enumerate(texts)]
    found = [one for one in extractor.candidates(box) if one.kind is CandidateKind.RECOMMENDATION]
    assert [(one.passage, one.value("number")) for one in found] == [("p0", "1")]


def test_every_rule_pattern_and_word_list_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in Path(curate.__file__).parent.glob("*.py"))
    data = Path(curate.__file__).parent / "data"
    words = tomllib.loads((data / "words.toml").read_text("utf-8"))
    names = [f'"{table}", "{name}"' for table, lists in words.items() for name in lists]
    for file in ("rules.toml", "patterns.toml"):
        names += [f'"{name}"' for name in tomllib.loads((data / file).read_text("utf-8"))]
    assert [name for name in names if name not in code] == []


def test_a_candidate_is_rdf_in_a_graph_of_its_own(extractor: Extractor) -> None:
    (one,) = [one for one in extractor.candidates([IN_WORDS]) if one.kind is CandidateKind.RESPONSIBILITY]
    names = Names()
    store = ox.Store()
    store.extend(candidate_quads(one, names, "https://example.org/doc#p1"))
    graph = ox.NamedNode(names.iri(f"kandidat/{one.id}"))
    assert [found.value for found in store.named_graphs() if isinstance(found, ox.NamedNode)] == [graph.value]
    assert not list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    prov = names.prefixes["prov"]
    asked = f"""SELECT ?passage ?why WHERE {{ GRAPH ?g {{ ?g <{prov}wasDerivedFrom> ?passage ;
      <{prov}wasGeneratedBy>/<{prov}used>/<http://www.w3.org/2000/01/rdf-schema#comment> ?why }} }}"""
    answers = store.query(asked)
    assert isinstance(answers, ox.QuerySolutions)
    ((passage, why),) = [(row["passage"].value, row["why"].value) for row in answers]
    assert (passage, why) == ("https://example.org/doc#p1", one.reason)
