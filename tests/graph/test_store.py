"""The served graph: each triple once by default, its passages as graphs, and exports that load again."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph

from forlobkg.builder import make_build
from forlobkg.builds import input_hash, valid_build
from forlobkg.graph import EXPORT_FORMATS, FB, Names
from forlobkg.graph.names import FACTS, FACTS_FROM, INFERRED
from forlobkg.index import LightEmbedder
from forlobkg.resources import builtin_model_dir
from forlobkg.service import Forlobkg, open_service
from forlobkg.settings import DEFAULT_BASE_IRI, Settings

PREFIXES = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in Names().prefixes.items())
OTHER_BASE = "http://localhost:8000/id/"
Quads = Counter[str]


@pytest.fixture(scope="module")
def store(service: Forlobkg) -> ox.Store:
    return ox.Store.read_only(str(service.build.store))


def select(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(PREFIXES + query)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(term.value for term in solution if term is not None) for solution in solutions]


def quads_of(content: bytes, export_format: str) -> Quads:
    return Counter(str(quad) for quad in ox.parse(content, format=EXPORT_FORMATS[export_format]))


@pytest.fixture(scope="module")
def named_quads(store: ox.Store) -> Quads:
    return Counter(str(quad) for quad in store if not isinstance(quad.graph_name, ox.DefaultGraph))


def test_the_default_graph_holds_each_triple_of_the_named_graphs_once(store: ox.Store, service: Forlobkg) -> None:
    default = Counter(str(q.triple) for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    named = Counter(str(q.triple) for q in store if not isinstance(q.graph_name, ox.DefaultGraph))
    assert set(default.values()) == {1}
    assert set(default) == set(named)
    assert len(default) == service.build.details["counts"]["triples"]
    # Some are said by more passages than one, so that this is no empty promise.
    assert max(named.values()) > 1


def test_a_count_counts_each_claim_once(store: ox.Store) -> None:
    counted = select(
        store,
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o { SELECT ?s ?p ?o"
        " { GRAPH ?g { ?s ?p ?o } } GROUP BY ?s ?p ?o HAVING (COUNT(?g) > 1) } }",
    )
    repeated = select(store, "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } GROUP BY ?s ?p ?o HAVING (COUNT(?g) > 1)")
    assert counted == [(str(len(repeated)),)]
    assert repeated


def test_the_evidence_of_a_claim_is_its_graph(store: ox.Store) -> None:
    evidence = "SELECT ?text { GRAPH ?passage { %s } ?passage fb:text ?text } ORDER BY ?passage"
    assert select(store, evidence % "id:doegnbehandling fb:hasElement id:psykologhjaelp") == [
        ("Psykologhjælp med fokus på at styrke kvindens eventuelle traumer",)
    ]
    assert select(store, evidence % "id:udsatte-gravide fb:centralActor id:familieambulatoriet") == [
        ("Familieambulatoriet, rusmiddelbehandlingen og familieafdelingen i kommunerne",)
    ]


def test_every_named_graph_is_a_passage_or_an_inference_or_a_source_of_facts_or_one_of_our_own(
    store: ox.Store, service: Forlobkg
) -> None:
    names = service.names
    graphs = {graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
    passages = {names.iri(passage) for passage in service.corpus.passages}
    inferred = {graph for graph in graphs if graph.startswith(names.iri(INFERRED))}
    facts = {graph for graph in graphs if graph.startswith(names.iri(FACTS_FROM))}
    assert names.own_graphs <= graphs
    assert graphs <= passages | inferred | facts | names.own_graphs
    assert len(graphs & passages) > 50
    # Each of those that were made or come from outside says what it rests on.
    described = select(store, "SELECT DISTINCT ?g { ?g prov:wasGeneratedBy ?how ; prov:wasDerivedFrom ?passage }")
    assert inferred == {graph for (graph,) in described if graph in inferred}
    sourced = select(store, f"SELECT DISTINCT ?g {{ GRAPH <{names.iri(FACTS)}> {{ ?g dcterms:source ?source }} }}")
    assert facts == {graph for (graph,) in sourced}


def test_every_passage_is_described(store: ox.Store, service: Forlobkg) -> None:
    described = select(store, "SELECT ?p ?text ?hash { ?p a fb:Passage ; fb:text ?text ; fb:textHash ?hash }")
    stored = [(service.names.iri(p.id), p.text, p.sha256) for p in service.corpus.passages.values()]
    assert sorted(described) == sorted(stored)


def test_elements_keep_the_order_of_the_source(store: ox.Store) -> None:
    rows = select(
        store,
        "SELECT ?whole ?order ?position { ?whole fb:hasElementUse ?use . ?use fb:order ?order ; fb:element ?element ."
        " GRAPH ?passage { ?whole fb:hasElement ?element } ?passage fb:position ?position }",
    )
    wholes: dict[str, list[tuple[int, int]]] = {}
    for whole, order, position in rows:
        wholes.setdefault(whole, []).append((int(order), int(position)))
    assert {whole.removeprefix(DEFAULT_BASE_IRI): len(places) for whole, places in wholes.items()} == {
        "forstaerket-ambulant-indsats": 7,
        "doegnbehandling": 9,
        "samarbejdsaftale": 5,
    }
    for places in wholes.values():
        assert [order for order, _ in sorted(places)] == list(range(1, len(places) + 1))
        positions = [position for _, position in sorted(places)]
        assert positions == sorted(positions)


@pytest.mark.parametrize("export_format", ["trig", "nq", "jsonld"])
def test_an_export_holds_every_named_graph_and_nothing_else(
    export_format: str, service: Forlobkg, named_quads: Quads
) -> None:
    assert quads_of(service.export(export_format), export_format) == named_quads


def test_a_turtle_export_holds_each_triple_once(service: Forlobkg, store: ox.Store) -> None:
    default = {str(quad.triple) for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    exported = Counter(str(triple.triple) for triple in ox.parse(service.export("ttl"), format=ox.RdfFormat.TURTLE))
    assert set(exported.values()) == {1}
    assert set(exported) == default


@pytest.mark.parametrize(
    ("export_format", "parser"), [("trig", "trig"), ("nq", "nquads"), ("jsonld", "json-ld"), ("ttl", "turtle")]
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_reads_every_export(export_format: str, parser: str, service: Forlobkg, named_quads: Quads) -> None:
    content = service.export(export_format)
    if export_format == "ttl":
        assert len(Graph().parse(data=content, format=parser)) == service.build.details["counts"]["triples"]
    else:
        dataset = Dataset()
        dataset.parse(data=content, format=parser)
        assert sum(1 for _ in dataset.quads()) == named_quads.total()
        assert len(dataset.default_graph) == 0


@pytest.mark.parametrize("export_format", sorted(EXPORT_FORMATS))
def test_an_export_is_the_same_bytes_each_time(export_format: str, service: Forlobkg) -> None:
    assert service.export(export_format) == service.export(export_format)


@pytest.fixture(scope="module")
def elsewhere(lemmas: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forlobkg]:
    """The same guidance built under another base IRI."""
    other = Settings(home=tmp_path_factory.mktemp("elsewhere"), base_iri=OTHER_BASE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("forlobkg.builder.load_build_embedder", lambda _: LightEmbedder(builtin_model_dir()))
        patch.setattr("forlobkg.builder.compile_lemma_trie", lambda folder: shutil.copytree(lemmas, folder))
        make_build(other, lambda _: None)
    with open_service(other) as opened:
        yield opened
    shutil.rmtree(other.home)


def test_another_base_renames_our_things_and_nothing_else(elsewhere: Forlobkg, service: Forlobkg) -> None:
    here, there = service.export("nq").decode(), elsewhere.export("nq").decode()
    assert DEFAULT_BASE_IRI not in there
    assert f"<{FB}centralActor>" in there
    assert sorted(there.splitlines()) == sorted(here.replace(DEFAULT_BASE_IRI, OTHER_BASE).splitlines())


def test_questions_are_answered_under_another_base(elsewhere: Forlobkg, service: Forlobkg) -> None:
    for question in ("Hvem er de centrale aktører?", "Hvad indgår i døgnbehandlingen?"):
        answer = elsewhere.ask(question)
        here = service.ask(question).answer
        assert (answer.answer.text, answer.answer.kind) == (here.text, here.kind)
        assert answer.answer.confidence == pytest.approx(here.confidence, abs=0.01)
        assert answer.citations[0].passage.startswith(f"{OTHER_BASE}oplaeg-2023-l")
    assert elsewhere.show("familieambulatoriet").iri == f"{OTHER_BASE}familieambulatoriet"
    assert len(elsewhere.who().rows) == len(service.who().rows)


def test_a_build_of_another_base_is_not_taken_for_this_one(elsewhere: Forlobkg) -> None:
    home = elsewhere.settings.home
    assert valid_build(home, input_hash(elsewhere.settings)) == elsewhere.build
    assert valid_build(home, input_hash(Settings(home=home))) is None
