"""Why the graph says a thing: its passages, or the rule and the premises under it, down to the passages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, PROV, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from forlobkg.corpus import Document
from forlobkg.errors import InputError, NotFoundError
from forlobkg.graph import KnowledgeGraph, Names, OxigraphStore
from forlobkg.graph.authoring import public_graphs, write_store
from forlobkg.graph.authoring.curated import Curated
from forlobkg.graph.authoring.inference import infer
from forlobkg.graph.explaining import Explanation, Origin, explain
from forlobkg.graph.names import FACTS_FROM, INFERENCES, INFERRED
from forlobkg.graph.term_names import read_literal
from forlobkg.resources import ontology_dir
from forlobkg.settings import DEFAULT_BASE_IRI

FB = Namespace("https://w3id.org/forlobkg/ontology#")
ID = Namespace(DEFAULT_BASE_IRI)
NAMES = Names(DEFAULT_BASE_IRI)
OTHER_BASE = "http://localhost:8000/id/"
FACTS = URIRef(NAMES.iri(f"{FACTS_FROM}proeve"))


@pytest.fixture(scope="module")
def graphs(curated: Curated, documents: Sequence[Document]) -> dict[str, Graph]:
    """The real graphs with what follows from them, and one fact from outside."""
    public = public_graphs(curated, documents)
    passages = frozenset(NAMES.iri(passage.id) for document in documents for passage in document.passages)
    facts = Graph()
    facts.add((ID["boern-og-unge-forloeb"], FOAF.page, URIRef("https://example.org/udgivelse")))
    facts.add((FACTS, DCTERMS.source, Literal("Udgiverens side")))
    return {**public, str(FACTS): facts, **infer(public, passages, ontology_dir() / "rules")}


def opened(graphs: Mapping[str, Graph], folder: Path, names: Names = NAMES) -> KnowledgeGraph:
    write_store(dict(graphs), folder, names)
    return KnowledgeGraph(OxigraphStore.open(folder, names.prefixes), names, ontology_dir() / "queries")


@pytest.fixture(scope="module")
def graph(graphs: Mapping[str, Graph], tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return opened(graphs, tmp_path_factory.mktemp("explain") / "store")


def test_a_claim_is_explained_by_its_passages(graph: KnowledgeGraph) -> None:
    found = explain(graph, "udsatte-gravide-forloeb", "dcterms:publisher", "socialstyrelsen")
    assert found.stated == ("nyhed-2022-l5-2", "nyhed-2022-l15", "nyhed-2022-l43", "oplaeg-2023-l1")
    assert found.passages == found.stated
    assert (found.inferred, found.standing, found.left_out) == ((), (), ())
    assert (found.subject.label, found.predicate.label, found.object.label) == (
        "Udsatte gravide med skadeligt rusmiddelforbrug",
        "er udgivet af",
        "Socialstyrelsen",
    )


def test_a_conclusion_is_explained_step_by_step(graph: KnowledgeGraph) -> None:
    found = explain(graph, "angst", "skos:broaderTransitive", "komplekse-sociale-problemer")
    assert found.stated == ()
    (last,) = found.inferred
    assert last.label == "Et overbegrebs overbegreb er også et overbegreb"
    assert last.passages == found.passages == ("oplaeg-2023-l148", "oplaeg-2023-l150")
    stated, between = last.premises
    assert (stated.object.label, stated.stated, stated.inferred) == (
        "Psykiatriske lidelser",
        ("oplaeg-2023-l150",),
        (),
    )
    assert (between.subject.label, between.stated) == ("Psykiatriske lidelser", ())
    (first,) = between.inferred
    assert first.label == "Det, et begreb hører under, er et overbegreb"
    assert [premise.stated for premise in first.premises] == [("oplaeg-2023-l148",)]


def test_each_way_to_a_conclusion_is_shown(graphs: dict[str, Graph], tmp_path: Path) -> None:
    """A premise that two passages state gives two explanations, each with its own passage."""
    twice = {name: content for name, content in graphs.items() if INFERRED not in name and INFERENCES not in name}
    here, elsewhere = NAMES.iri("oplaeg-2023-l284"), NAMES.iri("oplaeg-2023-l288")
    twice[elsewhere] = twice[elsewhere] + twice[here]
    found = infer(twice, frozenset({here, elsewhere, NAMES.iri("oplaeg-2023-l245")}), ontology_dir() / "rules")
    graph = opened({**twice, **found}, tmp_path / "store")
    explanation = explain(graph, "anbefaling-5", "fb:involvesActor", "region")
    assert {inferred.passages for inferred in explanation.inferred} == {
        ("oplaeg-2023-l245", "oplaeg-2023-l288"),
        ("oplaeg-2023-l245", "oplaeg-2023-l284"),
    }
    assert {inferred.premises[-1].stated for inferred in explanation.inferred} == {
        ("oplaeg-2023-l288",),
        ("oplaeg-2023-l284",),
    }


@pytest.mark.parametrize(
    ("triple", "origin", "text"),
    [
        (("familieambulatoriet", "a", "fb:Actor"), Origin.EDITORIAL, "redaktionelt"),
        (("fb:hasElement", "rdfs:range", "fb:Element"), Origin.SCHEMA, "skema"),
        (
            ("boern-og-unge-forloeb", "foaf:page", "https://example.org/udgivelse"),
            Origin.OUTSIDE,
            "oplysning udefra: Udgiverens side",
        ),
        (("oplaeg-2023-l95", "fb:inDocument", "oplaeg-2023"), Origin.DESCRIPTION, "beskrivelse af grafen"),
    ],
)
def test_what_no_passage_says_is_told_as_such(
    triple: tuple[str, str, str], origin: Origin, text: str, graph: KnowledgeGraph
) -> None:
    found = explain(graph, *triple)
    assert found.passages == ()
    (standing,) = found.standing
    assert (standing.origin, str(standing)) == (origin, text)


@pytest.mark.parametrize(
    ("predicate", "value", "iri_or_text"),
    [
        ("fb:audience", "kommunale-ledere", NAMES.iri("kommunale-ledere")),
        ("fb:audience", "id:kommunale-ledere", NAMES.iri("kommunale-ledere")),
        ("https://w3id.org/forlobkg/ontology#audience", NAMES.iri("kommunale-ledere"), ""),
        ("<https://w3id.org/forlobkg/ontology#audience>", f"<{NAMES.iri('kommunale-ledere')}>", ""),
        ("dcterms:title", '"Udsatte gravide med skadeligt rusmiddelforbrug"@da', ""),
        ("dcterms:title", '"Udsatte gravide med skadeligt rusmiddelforbrug"', ""),
        ("dcterms:title", "Udsatte gravide med skadeligt rusmiddelforbrug", ""),
        ("dcterms:issued", '"2022"^^xsd:gYear', "2022"),
        ("dcterms:issued", '"2022"', "2022"),
        ("dcterms:issued", "2022", "2022"),
    ],
)
def test_a_term_may_be_written_in_several_ways(
    predicate: str, value: str, iri_or_text: str, graph: KnowledgeGraph
) -> None:
    found = explain(graph, "udsatte-gravide-forloeb", predicate, value)
    assert found.stated
    assert iri_or_text in ("", found.object.value)


@pytest.mark.parametrize(
    ("triple", "message"),
    [
        (("familieambulatorium", "a", "fb:Actor"), "grafen kender ikke 'familieambulatorium'; mente du familieambu"),
        (("doegnbehandling", "fb:hasElment", "familiebehandling"), "mente du fb:hasElement"),
        (("doegnbehandling", "hasElement", "familiebehandling"), "mente du fb:hasElement"),
        (("doegnbehandling", "fb:hasElement", "Netværksmøder"), "mente du netvaerksmoeder?"),
        (("doegnbehandling", "fb:hasElement", "qqqqqqqqqq"), "grafen kender ikke 'qqqqqqqqqq'; se navnene"),
        (
            ("samarbejdsaftale", "fb:party", "familieambulatoriet"),
            "»Samarbejdsaftale mellem region og kommune« – er mellem – »Familieambulatoriet«; den siger: »Kommunen«",
        ),
        (("familiebehandling", "fb:hasElement", "doegnbehandling"), "det siger grafen ikke: »Familiebehandling"),
        (("udsatte-gravide-forloeb", "dcterms:issued", '"2021"'), "– »2021«; den siger: »2022«"),
        (("udsatte-gravide-forloeb", "dcterms:issued", '"2022"@da'), "det siger grafen ikke"),
        (("udsatte-gravide-forloeb", "dcterms:issued", "2021"), "– »2021«; den siger: »2022«"),
        (("anbefaling-5", "skos:prefLabel", "Anbefaling 6"), "– »Anbefaling 6«; den siger: »Anbefaling 5"),
        (("region", "dcterms:issued", "2021"), "det siger grafen ikke: »Region"),
        (("anbefaling-5", "skos:prefLabel", "lang " * 1000), f"– »{'lang ' * 16}...«; den siger"),
        (("doegnbehandling", "fb:hasElement", "q" * 5000), f"grafen kender ikke '{'q' * 80} ...'; se navnene"),
    ],
)
def test_what_the_graph_does_not_have_is_said(
    triple: tuple[str, str, str], message: str, graph: KnowledgeGraph
) -> None:
    with pytest.raises(NotFoundError) as raised:
        explain(graph, *triple)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)
    assert raised.value.exit_status == 1


@pytest.mark.parametrize(
    ("triple", "message"),
    [
        (("doegnbehandling", "fb:hasElement", '"uden slutning'), "er ingen tekst i anførselstegn"),
        (("doegnbehandling", "fb:hasElement", '"' + "q" * 5000), f"""'"{"q" * 79} ...' er ingen tekst"""),
        (("doegnbehandling", "fb:hasElement", '"x"@x-toolonglanguage'), "kan ikke læses som tekst; skriv fx"),
        (("doegnbehandling", "fb:hasElement", '"x"@toolonglanguage'), "kan ikke læses som tekst; skriv fx"),
        (("doegnbehandling", "fb:hasElement", '"x"@x'), "'\"x\"@x' kan ikke læses som tekst; skriv fx"),
        (("doegnbehandling", "fb:hasElement", '"\udcf8"'), "'\"\\udcf8\"' kan ikke læses som tekst"),
        (("anbefaling-5", "skos:prefLabel", "\udcf8"), "'\\udcf8' kan ikke læses som tekst"),
        (("doegnbehandling", "fb:hasElement", '"\\q"'), "kan ikke læses som tekst"),
        (("doegnbehandling", "fb:hasElement", '"\\uD800"'), "kan ikke læses som tekst"),
        (("doegnbehandling", "fb:hasElement", '"\\U00110000"'), "kan ikke læses som tekst"),
        (("u" * 5000 + ":ting", "a", "fb:Actor"), f"præfikset {'u' * 80} ...: i '{'u' * 80} ...' kendes ikke"),
        (('"tekst"', "a", "fb:Actor"), "kun det sidste led"),
        (("doegnbehandling", '"tekst"', "fb:Actor"), "kun det sidste led"),
        (("doegn behandling", "a", "fb:Actor"), "'doegn behandling' er intet navn"),
        (("", "a", "fb:Actor"), "er intet navn"),
        (("https://[", "a", "fb:Actor"), "er intet navn"),
        (("ukendt:ting", "a", "fb:Actor"), "præfikset ukendt: i 'ukendt:ting' kendes ikke; brug et af: fb:, id:"),
    ],
)
def test_what_is_no_term_is_refused(triple: tuple[str, str, str], message: str, graph: KnowledgeGraph) -> None:
    with pytest.raises(InputError) as raised:
        explain(graph, *triple)
    assert message in str(raised.value)


def test_escapes_are_those_of_turtle(graph: KnowledgeGraph) -> None:
    written = r'"a\tb\nc\rd\be\ff\"g\'h\\i\u00e6j\U0001F600k"@da'
    literal = read_literal(graph, written)
    assert literal is not None
    assert literal.value == "a\tb\nc\rd\be\ff\"g'h\\iæj\U0001f600k"


def small(
    folder: Path, stated: Mapping[str, Graph], curated: Curated, documents: Sequence[Document]
) -> KnowledgeGraph:
    """A graph of these passages only, with the described ones, the schema, and what follows."""
    public = {name: content for name, content in public_graphs(curated, documents).items() if "/graf/" in name}
    return opened({**public, **stated, **infer(stated, frozenset(stated), ontology_dir() / "rules")}, folder)


def passages(documents: Sequence[Document]) -> list[str]:
    return [NAMES.iri(passage.id) for document in documents for passage in document.passages]


def test_too_many_derivations_are_counted(tmp_path: Path, curated: Curated, documents: Sequence[Document]) -> None:
    """Two facts in thirty passages each: a few ways are shown, and the others counted."""
    actor, sector = Graph(), Graph()
    actor.add((ID["udpegelse"], FB.actor, ID.region))
    sector.add((ID.region, FB.sector, ID["sektor-region"]))
    sixty = passages(documents)[:60]
    stated = {name: actor if place < 30 else sector for place, name in enumerate(sixty)}
    graph = small(tmp_path / "store", stated, curated, documents)
    found = explain(graph, "udpegelse", "fb:sector", "sektor-region")
    assert len(found.inferred) == 5
    assert all(len(premise.stated) == 1 for way in found.inferred for premise in way.premises)
    shown = len(found.passages)
    assert [str(left) for left in found.left_out] == [
        "54 udledninger mere vises ikke",
    ]
    assert 6 <= shown <= 10
    directly = explain(graph, "udpegelse", "fb:actor", "region")
    assert len(directly.stated) == 20
    assert [str(left) for left in directly.left_out] == ["10 tekststeder mere vises ikke"]


def test_too_long_a_derivation_is_cut_off(tmp_path: Path, curated: Curated, documents: Sequence[Document]) -> None:
    """Forty steps, each in a passage: the last thirty are shown."""
    stated = {}
    for number, name in enumerate(passages(documents)[:40]):
        stated[name] = Graph()
        stated[name].add((ID[f"n{number}"], SKOS.broader, ID[f"n{number + 1}"]))
    graph = small(tmp_path / "store", stated, curated, documents)
    found = explain(graph, "n0", "skos:broaderTransitive", "n40")
    assert len(found.passages) == 20
    assert [str(left) for left in found.left_out] == ["20 tekststeder mere vises ikke"]
    step, depth = found, 1
    while step.inferred[0].premises:
        step, depth = step.inferred[0].premises[-1], depth + 1
    assert depth == 31
    assert step.inferred[0].label == "Et overbegrebs overbegreb er også et overbegreb"
    assert [str(left) for left in step.left_out] == ["2 forudsætninger mere vises ikke"]


def _bottoms(explanation: Explanation) -> Iterator[str]:
    yield from explanation.stated
    for inferred in explanation.inferred:
        for premise in inferred.premises:
            yield from _bottoms(premise)


def _written(term: Node) -> str:
    return f'"{term}"' if isinstance(term, Literal) else str(term)


def test_every_conclusion_is_explained_down_to_its_passages(
    graph: KnowledgeGraph, graphs: Mapping[str, Graph]
) -> None:
    described = graphs[NAMES.iri(INFERENCES)]
    checked = 0
    for name, content in graphs.items():
        if not name.startswith(NAMES.iri(INFERRED)):
            continue
        recorded = {str(passage) for passage in described.objects(URIRef(name), PROV.wasDerivedFrom)}
        for subject, predicate, value in content:
            found = explain(graph, str(subject), str(predicate), _written(value))
            assert not found.stated
            (inferred,) = (inferred for inferred in found.inferred if inferred.graph == name)
            bottoms = {bottom for premise in inferred.premises for bottom in _bottoms(premise)}
            assert {NAMES.iri(slug) for slug in bottoms} == recorded
            assert set(inferred.passages) == bottoms
            assert inferred.label != inferred.rule
            checked += 1
    assert checked > 50


def test_conclusions_are_explained_under_another_base(graphs: Mapping[str, Graph], tmp_path: Path) -> None:
    elsewhere = opened(graphs, tmp_path / "store", Names(OTHER_BASE))
    found = explain(elsewhere, "angst", "skos:broaderTransitive", "komplekse-sociale-problemer")
    assert found.subject.value == f"{OTHER_BASE}angst"
    assert found.passages == ("oplaeg-2023-l148", "oplaeg-2023-l150")


def test_every_claim_of_a_passage_is_explained_by_it(graph: KnowledgeGraph, curated: Curated) -> None:
    passage = "oplaeg-2023-l95"
    claims = curated.claims()[NAMES.iri(passage)]
    assert len(claims)
    for subject, predicate, value in claims:
        assert passage in explain(graph, str(subject), str(predicate), str(value)).stated
