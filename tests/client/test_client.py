"""The client gives what the service gives, typed, over a real connection."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from decimal import Decimal

import pytest
import rdflib

from forlobkg.client import AsyncClient, Client, Table
from forlobkg.service import Forlobkg

FB = "https://w3id.org/forlobkg/ontology#"
ID = "https://w3id.org/forlobkg/id/"


def test_an_answer_is_the_one_given_in_process(guidance: Client, service: Forlobkg) -> None:
    answer = guidance.ask("Hvem er de centrale aktører?")
    assert answer == service.ask("Hvem er de centrale aktører?")
    assert answer.citations[0].page == 4


def test_a_question_goes_on_from_the_entities_of_the_answer_before(guidance: Client, service: Forlobkg) -> None:
    before = guidance.ask("Hvad indgår i døgnbehandlingen?")
    iris = [entity.iri for entity in before.entities]
    assert iris
    after = guidance.ask("Og efter fødslen?", context=iris)
    assert after == service.ask("Og efter fødslen?", [iri.removeprefix(ID) for iri in iris])


def test_a_search_gives_hits_with_their_reasons(guidance: Client, service: Forlobkg) -> None:
    found = guidance.search("støtte efter fødslen", limit=3)
    assert found == service.search("støtte efter fødslen", 3)
    assert len(found.hits) == 3


@pytest.mark.parametrize("name", ["familieambulatoriet", f"{ID}familieambulatoriet"])
def test_a_thing_is_had_by_slug_or_iri(name: str, guidance: Client, service: Forlobkg) -> None:
    assert guidance.entity(name) == service.show("familieambulatoriet")


def test_who_does_what_is_filtered(guidance: Client, service: Forlobkg) -> None:
    table = guidance.who(actor="ingen", recommendation=f"{ID}anbefaling-2")
    assert table.rows
    assert table.rows == service.who(actor="ingen", recommendation="anbefaling-2").rows


def test_who_does_what_is_a_data_frame_with_the_gaps_and_quotes(guidance: Client) -> None:
    table = guidance.who()
    frame = table.to_pandas()
    assert list(frame["id"]) == [row.id for row in table.rows]
    first = frame.iloc[0]
    assert first["actors"] == [cell.label for cell in table.rows[0].actors]
    assert first["quotes"]
    by_actor = frame.explode("actors").dropna(subset=["actors"])
    assert set(by_actor["actors"]) == {cell.label for row in table.rows for cell in row.actors}
    assert (frame["actors"].map(len) == 0).tolist() == [row.gap for row in table.rows]


def test_why_the_graph_says_a_thing(guidance: Client, service: Forlobkg) -> None:
    triple = ("anbefaling-5", "fb:involvesActor", "region")
    assert guidance.explain(*triple) == service.explain(*triple)


def test_documents_come_with_their_passages(guidance: Client, service: Forlobkg) -> None:
    assert guidance.documents() == service.documents()
    document = guidance.document("nyhed-2022")
    assert document == service.document("nyhed-2022")
    passage = document.passages[0]
    assert document.text[passage.start : passage.end] == passage.text


def test_health_counts_what_is_loaded(guidance: Client) -> None:
    health = guidance.health()
    assert health.status == "ready"
    assert health.counts["documents"] == 2


def test_a_select_is_a_table_of_typed_values(guidance: Client) -> None:
    table = guidance.select(
        """SELECT ?n ?d ?day ?yes ?real ?year ?word ?unbound ?thing {
             VALUES (?n ?d ?day ?yes ?real ?year ?word ?unbound ?thing) {
               (7 2.50 "2022-09-09"^^xsd:date true 1e0 "2022"^^xsd:gYear "ånd"@da UNDEF id:region)
             } }"""
    )
    assert isinstance(table, Table)
    assert table.columns == ("n", "d", "day", "yes", "real", "year", "word", "unbound", "thing")
    (row,) = table
    assert row["n"] == 7 and type(row["n"]) is int
    assert row["d"] == Decimal("2.5") and type(row["d"]) is Decimal
    assert (str(row["day"]), row["yes"], row["real"]) == ("2022-09-09", True, 1.0)
    assert row["year"] == rdflib.Literal("2022", datatype=rdflib.XSD.gYear)
    assert row["word"] == rdflib.Literal("ånd", lang="da")
    assert row["unbound"] is None
    assert row["thing"] == rdflib.URIRef(f"{ID}region")
    assert table.column("n") == [7]
    assert table[0] is row


def test_a_value_that_is_none_of_its_type_stays_as_it_is_written(guidance: Client) -> None:
    (row,) = guidance.select('SELECT * { VALUES ?day { "i dag"^^xsd:date } }')
    assert row["day"] == rdflib.Literal("i dag", datatype=rdflib.XSD.date)


def test_a_table_is_a_data_frame(guidance: Client) -> None:
    frame = guidance.select(
        "SELECT ?thing ?n { VALUES (?thing ?n) { (id:region 1) (id:kommune UNDEF) } }"
    ).to_pandas()
    assert list(frame.columns) == ["thing", "n"]
    assert list(frame["thing"]) == [f"{ID}region", f"{ID}kommune"]
    assert frame["n"].dtype == "Int64"
    assert frame["n"].isna().tolist() == [False, True]


def test_no_rows_are_a_table_and_a_data_frame_too(guidance: Client) -> None:
    table = guidance.select("SELECT ?thing { ?thing a fb:Nothing }")
    assert (table.columns, list(table), len(table.to_pandas())) == (("thing",), [], 0)


def test_sparql_gives_what_the_form_of_the_query_gives(guidance: Client) -> None:
    assert guidance.sparql("ASK { id:region a fb:Actor }") is True
    assert guidance.sparql("ASK { id:region a fb:Pathway }") is False
    assert isinstance(guidance.sparql("SELECT ?s { ?s a fb:Actor }"), Table)
    graph = guidance.sparql("CONSTRUCT WHERE { id:region a ?type }")
    assert isinstance(graph, rdflib.Graph)
    assert (rdflib.URIRef(f"{ID}region"), rdflib.RDF.type, rdflib.URIRef(f"{FB}Actor")) in graph
    assert set(guidance.construct("CONSTRUCT WHERE { id:region a ?type }")) == set(graph)


def test_a_result_can_be_had_as_the_service_writes_it(guidance: Client) -> None:
    query = "SELECT ?type { id:region a ?type FILTER(?type = fb:Actor) }"
    assert guidance.sparql_bytes(query, "csv").split() == [b"type", f"{FB}Actor".encode()]
    triples = guidance.sparql_bytes("CONSTRUCT WHERE { id:region a fb:Actor }", "nt")
    assert triples.split()[0] == f"<{ID}region>".encode()


def test_the_asynchronous_client_does_the_same(served: str, guidance: Client) -> None:
    async def ask_at_once() -> list[object]:
        async with AsyncClient(served) as client:
            return await asyncio.gather(
                client.ask("Hvem er de centrale aktører?"),
                client.search("misbrug"),
                client.entity("region"),
                client.who(phase="ingen"),
                client.explain("anbefaling-5", "fb:involvesActor", "region"),
                client.documents(),
                client.document("nyhed-2022"),
                client.select("SELECT ?s { ?s a fb:Actor } ORDER BY ?s"),
                client.sparql("ASK {}"),
                client.sparql_bytes("ASK {}", "csv"),
                client.health(),
            )

    assert asyncio.run(ask_at_once()) == [
        guidance.ask("Hvem er de centrale aktører?"),
        guidance.search("misbrug"),
        guidance.entity("region"),
        guidance.who(phase="ingen"),
        guidance.explain("anbefaling-5", "fb:involvesActor", "region"),
        guidance.documents(),
        guidance.document("nyhed-2022"),
        guidance.select("SELECT ?s { ?s a fb:Actor } ORDER BY ?s"),
        guidance.sparql("ASK {}"),
        guidance.sparql_bytes("ASK {}", "csv"),
        guidance.health(),
    ]


def test_importing_the_client_loads_none_of_what_answers_questions() -> None:
    heavy = "{'spacy', 'torch', 'pyoxigraph', 'rdflib', 'pandas', 'numpy', 'faiss', 'fastapi', 'pydantic_settings'}"
    code = f"import sys, forlobkg.client; print(sorted(set(sys.modules) & {heavy}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_asynchronous_client_has_every_method_of_the_other() -> None:
    renamed = {"close": "aclose"}
    methods = {renamed.get(name, name) for name in vars(Client) if not name.startswith("_")}
    assert methods == {name for name in vars(AsyncClient) if not name.startswith("_")}
