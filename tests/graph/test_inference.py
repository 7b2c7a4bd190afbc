"""What follows from the real claims by the real rules, on which passages, and which rules are refused."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import cast

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef

from forlobkg.corpus import Document
from forlobkg.errors import OntologyError
from forlobkg.graph.authoring import public_graphs
from forlobkg.graph.authoring.curated import Curated
from forlobkg.graph.authoring.inference import infer
from forlobkg.graph.authoring.inference_rules import load_rules
from forlobkg.graph.names import EDITORIAL, FACTS_FROM, INFERENCES, INFERRED, SCHEMA, Names
from forlobkg.resources import ontology_dir
from forlobkg.settings import DEFAULT_BASE_IRI

FB = Namespace("https://w3id.org/forlobkg/ontology#")
ID = Namespace(DEFAULT_BASE_IRI)
RULES = ontology_dir() / "rules"
NAMES = Names(DEFAULT_BASE_IRI)
DESCRIPTION = NAMES.iri(INFERENCES)

Triple = tuple[URIRef, URIRef, URIRef]
Inference = dict[str, Graph]
Sets = set[frozenset[str]]

CONCLUSIONS: dict[str, tuple[Triple, tuple[str, ...]]] = {
    "aktoer-med-ansvar": (
        (ID["anbefaling-1"], FB.involvesActor, ID["fagpersoner-med-maalgruppekontakt"]),
        ("oplaeg-2023-l230",),
    ),
    "aktoer-som-part": (
        (ID["anbefaling-5"], FB.involvesActor, ID.region),
        ("oplaeg-2023-l245", "oplaeg-2023-l284"),
    ),
    "anbefaling-om-slags-aftaler": (
        (ID["anbefaling-5"], FB.concerns, ID.samarbejdsaftale),
        ("oplaeg-2023-l245", "oplaeg-2023-l284"),
    ),
    "del-af-helhed": ((ID.psykologhjaelp, DCTERMS.isPartOf, ID.doegnbehandling), ("oplaeg-2023-l210",)),
    "element-under-anbefaling": (
        (ID.psykologhjaelp, FB.underRecommendation, ID["anbefaling-3b"]),
        ("oplaeg-2023-l210", "oplaeg-2023-l240"),
    ),
    "maalgruppe-for-anbefaling": (
        (ID["anbefaling-4"], FB.forTarget, ID["udsatte-gravide"]),
        ("oplaeg-2023-l4", "oplaeg-2023-l242"),
    ),
    "maalgruppe-for-ansvar": (
        (ID["ansvar-forebyggelse-og-opsporing"], FB.forTarget, ID["udsatte-gravide"]),
        ("oplaeg-2023-l4", "oplaeg-2023-l230"),
    ),
    "overbegreb": ((ID.angst, SKOS.broaderTransitive, ID["psykiatriske-lidelser"]), ("oplaeg-2023-l150",)),
    "overbegreb-videre": (
        (ID.angst, SKOS.broaderTransitive, ID["komplekse-sociale-problemer"]),
        ("oplaeg-2023-l148", "oplaeg-2023-l150"),
    ),
    "samarbejde-begge-veje": (
        (ID.familieambulatoriet, FB.needsCooperationWith, ID.familieafdelingen),
        ("nyhed-2022-l17-2",),
    ),
    "sektor-for-ansvar": ((ID["ansvar-planlaegning"], FB.sector, ID["sektor-kommune"]), ("nyhed-2022-l35",)),
    "supplerer-hinanden": (
        (ID["boern-og-unge-forloeb"], FB.supplements, ID["udsatte-gravide-forloeb"]),
        ("nyhed-2022-l29",),
    ),
}
"""For each rule a conclusion that a reader of the sources would draw, and the passages it takes."""


def iris(*slugs: str) -> frozenset[str]:
    return frozenset(NAMES.iri(slug) for slug in slugs)


def passages_of(inference: Inference, graph: str) -> frozenset[str]:
    return frozenset(str(node) for node in inference[DESCRIPTION].objects(URIRef(graph), PROV.wasDerivedFrom))


def supports(inference: Inference, triple: Triple, rule: str = "") -> Sets:
    """The sets of passages on which the inference rests a triple, by one rule or any."""
    return {
        passages_of(inference, name)
        for name, graph in inference.items()
        if triple in graph and name.startswith(NAMES.iri(INFERRED + rule))
    }


def claim(*triples: tuple[URIRef, URIRef, URIRef | Literal | BNode]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


@pytest.fixture(scope="module")
def graphs(curated: Curated, documents: Sequence[Document]) -> dict[str, Graph]:
    return public_graphs(curated, documents)


@pytest.fixture(scope="module")
def passages(documents: Sequence[Document]) -> frozenset[str]:
    return iris(*(passage.id for document in documents for passage in document.passages))


@pytest.fixture(scope="module")
def inference(graphs: dict[str, Graph], passages: frozenset[str]) -> Inference:
    return infer(graphs, passages, RULES)


def test_every_rule_has_a_conclusion_here() -> None:
    assert {rule.name for rule in load_rules(RULES)} == set(CONCLUSIONS)


@pytest.mark.parametrize("rule", sorted(CONCLUSIONS))
def test_a_rule_gives_its_conclusion_on_the_right_passages(rule: str, inference: Inference) -> None:
    triple, expected = CONCLUSIONS[rule]
    assert iris(*expected) in supports(inference, triple, f"{rule}-")


@pytest.mark.parametrize("rule", sorted(CONCLUSIONS))
def test_without_a_passage_the_conclusion_no_longer_rests_on_it(
    rule: str, graphs: dict[str, Graph], passages: frozenset[str]
) -> None:
    triple, expected = CONCLUSIONS[rule]
    for passage in iris(*expected):
        rest = {name: graph for name, graph in graphs.items() if name != passage}
        assert iris(*expected) not in supports(infer(rest, passages, RULES), triple)


def named(rule: str, premises: frozenset[str]) -> str:
    return NAMES.iri(f"graf/slutning-{rule}-{sha256(chr(10).join(sorted(premises)).encode()).hexdigest()[:10]}")


def test_a_graph_of_conclusions_is_named_after_its_rule_and_premises(inference: Inference) -> None:
    passages = iris("oplaeg-2023-l245", "oplaeg-2023-l284")
    of_kind = named("anbefaling-om-slags-aftaler", passages)
    assert set(inference[of_kind]) == {(ID["anbefaling-5"], FB.concerns, ID.samarbejdsaftale)}
    # A graph of conclusions is itself a premise of what follows from it.
    graph = inference[named("aktoer-som-part", passages | {of_kind})]
    assert set(graph) == {(ID["anbefaling-5"], FB.involvesActor, actor) for actor in (ID.region, ID.kommune)}


def test_what_is_said_of_two_pathways_between_them_holds_both_ways(inference: Inference) -> None:
    for property_, passage in ((FB.supplements, "nyhed-2022-l29"), (FB.developedAlongside, "nyhed-2022-l29")):
        triple = (ID["boern-og-unge-forloeb"], property_, ID["udsatte-gravide-forloeb"])
        assert supports(inference, triple, "supplerer-hinanden-") == {iris(passage)}


def test_the_description_tells_rule_passages_and_premises(inference: Inference) -> None:
    described = inference[DESCRIPTION]
    (name,) = (
        URIRef(graph)
        for graph, content in inference.items()
        if CONCLUSIONS["overbegreb-videre"][0] in content and graph != DESCRIPTION
    )
    (activity,) = described.objects(name, PROV.wasGeneratedBy)
    (rule,) = described.objects(activity, PROV.used)
    assert (rule, RDF.type, PROV.Plan) in described
    assert (activity, RDF.type, PROV.Activity) in described
    assert (rule, DCTERMS.source, Literal("rules/overbegreb-videre.rq")) in described
    labels = {
        label.language: str(label) for label in described.objects(rule, RDFS.label) if isinstance(label, Literal)
    }
    assert labels["da"] == "Et overbegrebs overbegreb er også et overbegreb"
    assert set(labels) == {"da", "en"}
    # The step before is another conclusion; the passages are those under it.
    between, stated = sorted(described.objects(name, PROV.wasInfluencedBy), key=str)
    assert str(between).startswith(NAMES.iri("graf/slutning-overbegreb-"))
    assert str(stated) == NAMES.iri("oplaeg-2023-l150")
    assert set(described.objects(name, PROV.wasDerivedFrom)) == {ID["oplaeg-2023-l148"], ID["oplaeg-2023-l150"]}


def test_every_conclusion_rests_on_passages_that_there_are(inference: Inference, passages: frozenset[str]) -> None:
    names = set(inference) - {DESCRIPTION}
    assert len(names) > 50
    for name in names:
        assert len(inference[name])
        assert passages_of(inference, name)
        assert passages_of(inference, name) <= passages


def test_what_a_passage_states_is_not_inferred(inference: Inference, curated: Curated) -> None:
    stated = {triple for graph in curated.claims().values() for triple in graph}
    inferred = {triple for name, graph in inference.items() if name != DESCRIPTION for triple in graph}
    assert inferred
    assert not stated & inferred


def test_no_conclusion_follows_twice_from_the_same_passages_or_more(inference: Inference) -> None:
    drawn = {triple for name, graph in inference.items() if name != DESCRIPTION for triple in graph}
    for triple in drawn:
        found = [
            passages_of(inference, name)
            for name, graph in inference.items()
            if name != DESCRIPTION and triple in graph
        ]
        assert not any(one <= other for one in found for other in found if one is not other), triple


def test_the_same_input_gives_the_same_graphs(
    graphs: dict[str, Graph], passages: frozenset[str], inference: Inference
) -> None:
    again = infer(dict(reversed(graphs.items())), passages, RULES)
    assert list(again) == list(inference)
    assert all(set(again[name]) == set(graph) for name, graph in inference.items())


def test_no_finding_has_elements_or_actors(inference: Inference, curated: Curated) -> None:
    """Findings concern agreements and interventions as recommendations do, and recommend nothing."""
    findings = set(curated.editorial().subjects(RDF.type, FB.Finding))
    claims = curated.claims().values()
    assert any(finding in findings for graph in claims for finding in graph.subjects(FB.concerns))
    for name, graph in inference.items():
        assert name == DESCRIPTION or not findings & {*graph.subjects(), *graph.objects()}


ONE, TWO, THREE = (NAMES.iri(f"oplaeg-2023-l{line}") for line in (1, 2, 3))
COOPERATION = (ID.a, FB.needsCooperationWith, ID.b)
MIRRORED = (ID.b, FB.needsCooperationWith, ID.a)


def inferred_from(graphs: Mapping[str, Graph], rules: Path = RULES) -> Inference:
    return infer(graphs, frozenset({ONE, TWO, THREE}), rules)


def test_two_passages_that_say_the_same_give_two_graphs() -> None:
    found = inferred_from({ONE: claim(COOPERATION), TWO: claim(COOPERATION)})
    assert supports(found, MIRRORED) == {frozenset({ONE}), frozenset({TWO})}
    assert not supports(found, COOPERATION)


def test_what_is_stated_both_ways_gives_nothing() -> None:
    assert set(inferred_from({ONE: claim(COOPERATION), TWO: claim(MIRRORED)})) == {DESCRIPTION}


def test_a_way_round_is_no_second_reason() -> None:
    """From a to c there is a short way on one passage, and a long one on more that includes it."""
    step = SKOS.broader
    found = inferred_from({ONE: claim((ID.a, step, ID.c), (ID.a, step, ID.b)), TWO: claim((ID.b, step, ID.c))})
    assert supports(found, (ID.a, SKOS.broaderTransitive, ID.c)) == {frozenset({ONE})}


def test_concepts_in_a_circle_are_not_above_themselves() -> None:
    step = SKOS.broader
    circle = {
        ONE: claim((ID.a, step, ID.b)),
        TWO: claim((ID.b, step, ID.c)),
        THREE: claim((ID.c, step, ID.a)),
    }
    found = inferred_from(circle)
    assert supports(found, (ID.a, SKOS.broaderTransitive, ID.c)) == {frozenset({ONE, TWO})}
    assert not supports(found, (ID.a, SKOS.broaderTransitive, ID.a))


@pytest.mark.parametrize("slug", [EDITORIAL, SCHEMA, f"{FACTS_FROM}kilde", "oplaeg-2023-l999"])
def test_a_graph_that_is_no_passage_proves_nothing(slug: str) -> None:
    assert set(inferred_from({NAMES.iri(slug): claim(COOPERATION)})) == {DESCRIPTION}


def many(count: int, *triples: tuple[URIRef, URIRef, URIRef]) -> dict[str, Graph]:
    """For each triple so many passages that state it, numbered onwards."""
    return {
        NAMES.iri(f"oplaeg-2023-l{1000 + place * count + number}"): claim(triple)
        for place, triple in enumerate(triples)
        for number in range(count)
    }


def test_facts_that_many_passages_state_do_not_multiply() -> None:
    stated = many(30, (ID.task, FB.actor, ID.a), (ID.a, FB.sector, ID.region))
    found = infer(stated, frozenset(stated), RULES)
    sets = supports(found, (ID.task, FB.sector, ID.region))
    assert len(sets) < 60
    assert {len(passages) for passages in sets} == {2}
    assert frozenset().union(*sets) == set(stated)


def test_each_passage_that_states_it_all_is_enough_by_itself() -> None:
    stated = {name: claim((ID.task, FB.actor, ID.a), (ID.a, FB.sector, ID.b)) for name in many(40, COOPERATION)}
    found = infer(stated, frozenset(stated), RULES)
    assert supports(found, (ID.task, FB.sector, ID.b)) == {frozenset({name}) for name in stated}


def test_ways_that_part_and_meet_do_not_multiply() -> None:
    """Twice as many ways with every pair of roads: from one end to the other there are 128."""
    pairs, step = 7, SKOS.broader
    roads = [
        step_
        for number in range(pairs)
        for road in "xy"
        for step_ in (
            (ID[f"n{number}"], step, ID[f"n{number}{road}"]),
            (ID[f"n{number}{road}"], step, ID[f"n{number + 1}"]),
        )
    ]
    stated = many(1, *roads)
    found = infer(stated, frozenset(stated), RULES)
    sets = supports(found, (ID.n0, SKOS.broaderTransitive, ID[f"n{pairs}"]))
    assert len(sets) < 16 + len(roads)
    assert {len(passages) for passages in sets} == {2 * pairs}
    assert frozenset().union(*sets) == set(stated)


def test_the_editorial_graph_may_help_and_outside_facts_may_not() -> None:
    actor, sector = claim((ID.task, FB.actor, ID.a)), claim((ID.a, FB.sector, ID.region))
    conclusion = (ID.task, FB.sector, ID.region)
    assert supports(inferred_from({ONE: actor, NAMES.iri(EDITORIAL): sector}), conclusion) == {frozenset({ONE})}
    assert not supports(inferred_from({ONE: actor, NAMES.iri(f"{FACTS_FROM}kilde"): sector}), conclusion)


def test_a_blank_node_is_in_no_conclusion() -> None:
    found = inferred_from({ONE: claim((ID.whole, FB.hasElement, BNode()), (ID.whole, FB.hasElement, ID.part))})
    (name,) = set(found) - {DESCRIPTION}
    assert set(found[name]) == {(ID.part, DCTERMS.isPartOf, ID.whole)}


HEADER = "# label: En regel\n# label-en: A rule\nPREFIX fb: <https://w3id.org/forlobkg/ontology#>\n"
PREMISE = "GRAPH ?premise1 { ?a fb:hasElement ?b }"
BROKEN = {
    "unclosed": (
        f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }}\nWHERE {{ {PREMISE}",
        ", linje 5: forespørgslen kan ikke læses",
    ),
    "unknown-prefix": (
        f"{HEADER}CONSTRUCT {{ ?b x:of ?a }} WHERE {{ {PREMISE} }}",
        ", linje 4: forespørgslen kan ikke læses",
    ),
    "select": (f"{HEADER}SELECT ?a WHERE {{ {PREMISE} }}", "reglen er ingen CONSTRUCT"),
    "short-form": (f"{HEADER}CONSTRUCT WHERE {{ ?a fb:hasElement ?b }}", "netop én konklusion"),
    "two-conclusions": (f"{HEADER}CONSTRUCT {{ ?b fb:of ?a . ?b fb:in ?a }} WHERE {{ {PREMISE} }}", "netop én"),
    "unbound": (
        f"{HEADER}CONSTRUCT {{ ?b fb:of ?c }} WHERE {{ {PREMISE} }}",
        "?c i CONSTRUCT står ikke i nogen GRAPH",
    ),
    "no-graph": (f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }} WHERE {{ ?a fb:hasElement ?b }}", "uden for GRAPH ?premise"),
    "no-premises": (f"{HEADER}CONSTRUCT {{ fb:a fb:of fb:b }} WHERE {{ }}", "reglen har ingen forudsætninger"),
    "named-graph": (
        f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }} WHERE {{ GRAPH fb:g {{ ?a fb:hasElement ?b }} }}",
        "er ingen ?premise1",
    ),
    "union": (
        f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }} WHERE {{ {{ {PREMISE} }} UNION {{ {PREMISE} }} }}",
        "uden for GRAPH ?premise",
    ),
    "limited": (f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }} WHERE {{ {PREMISE} }} LIMIT 1", "uden for GRAPH ?premise"),
    "optional-inside": (
        f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }} WHERE {{ GRAPH ?premise1 {{ ?a fb:x ?b OPTIONAL {{ ?b fb:y ?c }} }} }}",
        "må der kun stå udsagn",
    ),
    "negation": (
        f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }} WHERE {{ {PREMISE} FILTER NOT EXISTS {{ ?b fb:of ?a }} }}",
        "EXISTS er ingen forudsætning",
    ),
    "blank-node": (f"{HEADER}CONSTRUCT {{ ?b fb:of [] }} WHERE {{ {PREMISE} }}", "tomme knuder og stier"),
    "path": (
        f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }} WHERE {{ GRAPH ?premise1 {{ ?a fb:x/fb:y ?b }} }}",
        "tomme knuder og stier",
    ),
    "certain-thing": (
        f"{HEADER}CONSTRUCT {{ ?b fb:of <{ID.region}> }} WHERE {{ {PREMISE} }}",
        "må ikke nævne en bestemt",
    ),
    "no-label": (f"CONSTRUCT {{ ?b <x:of> ?a }} WHERE {{ {PREMISE} }}", "mangler «# label:»"),
    "no-english-label": (
        HEADER.replace("-en", "-uk") + f"CONSTRUCT {{ ?b fb:of ?a }} WHERE {{ {PREMISE} }}",
        "label-en",
    ),
    "Navn_med_fejl": (f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }} WHERE {{ {PREMISE} }}", "små bogstaver a-z"),
    "endless": (
        f"{HEADER}CONSTRUCT {{ ?b fb:hasElement ?more }}\nWHERE {{ {PREMISE} "
        'BIND (IRI(CONCAT(STR(?b), "-del")) AS ?more) }',
        "?more i CONSTRUCT er lavet med BIND",
    ),
    "lateral": (
        f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }}\nWHERE {{ {PREMISE} LATERAL {{ {PREMISE} }} }}",
        ", linje 5: her står noget, en regel ikke kan have",
    ),
    "which-passage": (
        f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }} WHERE {{ {PREMISE} FILTER (?premise1 != ?a) }}",
        "?premise1 må kun stå efter GRAPH",
    ),
    "passage-as-thing": (
        f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }} WHERE {{ {PREMISE} GRAPH ?premise2 {{ ?premise1 fb:of ?a }} }}",
        "?premise1 må kun stå efter GRAPH",
    ),
}


@pytest.fixture
def rules(tmp_path: Path) -> Callable[[str, str], Path]:
    def make(name: str, text: str) -> Path:
        folder = Path(shutil.copytree(RULES, tmp_path / "rules"))
        (folder / f"{name}.rq").write_text(text, encoding="utf-8")
        return folder

    return make


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_rule_that_cannot_be_used_is_named(name: str, rules: Callable[[str, str], Path]) -> None:
    text, message = BROKEN[name]
    with pytest.raises(OntologyError) as raised:
        inferred_from({ONE: claim((ID.whole, FB.hasElement, ID.part))}, rules(name, text))
    assert re.match(rf"\S+/{name}\.rq(, linje \d+)?: ", str(raised.value))
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_new_rule_is_a_file(rules: Callable[[str, str], Path]) -> None:
    text = f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }} WHERE {{ {PREMISE} BIND (STR(?a) AS ?name) FILTER (?name != '') }}"
    found = inferred_from({ONE: claim((ID.whole, FB.hasElement, ID.part))}, rules("ny-regel", text))
    assert any((ID.part, FB["of"], ID.whole) in graph for graph in found.values())


def test_what_bind_makes_may_be_looked_up_in_a_premise(rules: Callable[[str, str], Path]) -> None:
    """Also where that premise is a conclusion: the rule ny-regel gives it."""
    text = (
        f"{HEADER}CONSTRUCT {{ ?b fb:called ?a }} WHERE {{ {PREMISE} "
        'BIND (IRI(CONCAT(STR(?a), "-2")) AS ?second) GRAPH ?premise2 { ?second fb:of ?b } }'
    )
    folder = rules("ny-regel", f"{HEADER}CONSTRUCT {{ ?a fb:of ?b }} WHERE {{ GRAPH ?premise1 {{ ?b fb:has ?a }} }}")
    (folder / "opslag.rq").write_text(text, encoding="utf-8")
    stated = {ONE: claim((ID.a, FB.hasElement, ID.b)), TWO: claim((ID.b, FB.has, ID["a-2"]))}
    assert supports(inferred_from(stated, folder), (ID.b, FB.called, ID.a)) == {frozenset({ONE, TWO})}


def test_two_facts_of_one_premise_stand_in_the_same_passage(rules: Callable[[str, str], Path]) -> None:
    text = f"{HEADER}CONSTRUCT {{ ?b fb:of ?a }} WHERE {{ GRAPH ?premise1 {{ ?a fb:hasElement ?b ; fb:has ?b }} }}"
    first, second = (ID.whole, FB.hasElement, ID.part), (ID.whole, FB.has, ID.part)
    folder = rules("begge", text)
    assert not supports(inferred_from({ONE: claim(first), TWO: claim(second)}, folder), (ID.part, FB["of"], ID.whole))
    both = inferred_from({ONE: claim(first), TWO: claim(second), THREE: claim(first, second)}, folder)
    assert supports(both, (ID.part, FB["of"], ID.whole)) == {frozenset({THREE})}


def test_a_rule_may_be_followed_however_many_times(tmp_path: Path) -> None:
    """A chain of 300 steps, each a conclusion from the one before."""
    (tmp_path / "videre.rq").write_text(
        f"{HEADER}CONSTRUCT {{ ?next fb:reached ?start }} WHERE {{ GRAPH ?premise1 {{ ?here fb:leadsTo ?next }} "
        "GRAPH ?premise2 { ?here fb:reached ?start } }",
        encoding="utf-8",
    )
    steps = [(ID[f"n{number}"], FB.leadsTo, ID[f"n{number + 1}"]) for number in range(300)]
    found = inferred_from({ONE: claim(*steps), TWO: claim((ID.n0, FB.reached, ID.start))}, tmp_path)
    assert supports(found, (ID.n300, FB.reached, ID.start)) == {frozenset({ONE, TWO})}


def test_a_rule_is_matched_anew_only_with_what_is_new() -> None:
    (rule,) = (rule for rule in load_rules(RULES) if rule.name == "overbegreb-videre")
    store = ox.Store()
    for number in range(50):
        for property_ in (SKOS.broader, SKOS.broaderTransitive):
            narrower, broader = (ox.NamedNode(ID[f"n{place}"]) for place in (number, number + 1))
            store.add(ox.Quad(narrower, ox.NamedNode(property_), broader, ox.NamedNode(ONE)))
    new = ox.NamedNode(ID.n1), ox.NamedNode(SKOS.broaderTransitive), ox.NamedNode(ID.n2)
    rows = [row for query in rule.selects_with([new]) for row in cast(ox.QuerySolutions, store.query(query))]
    assert [(row["conclusion_s"], row["conclusion_o"]) for row in rows] == [
        (ox.NamedNode(ID.n0), ox.NamedNode(ID.n2))
    ]


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=f"^{tmp_path.name}: der er ingen regler"):
        inferred_from({}, tmp_path)


def test_a_file_that_is_no_text_is_named(rules: Callable[[str, str], Path]) -> None:
    folder = rules("latin", HEADER)
    (folder / "latin.rq").write_bytes("# label: Følger\n".encode("latin-1"))
    with pytest.raises(OntologyError, match=r"/latin\.rq: filen kan ikke læses"):
        load_rules(folder)
