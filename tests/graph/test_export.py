"""Exports that load again as they were, read well, and open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, Dataset, Graph
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from forlobkg.corpus.outline import PassageKind
from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.compose import write_store
from forlobkg.graph.authoring.curated import Curated
from forlobkg.graph.export import EXPORT_FORMATS, export_graphs
from forlobkg.graph.jsonld import read_context, write_jsonld
from forlobkg.graph.knowledge import KnowledgeGraph
from forlobkg.graph.names import FB, INFERRED, Names
from forlobkg.graph.store_oxigraph import OxigraphStore
from forlobkg.graph.table_files import Table, load_tables
from forlobkg.graph.tables import METADATA, export_tables, guarded, table_rows, zip_tables
from forlobkg.resources import ontology_dir

NAMES = Names()
WITH_GRAPHS = {"trig": "trig", "nq": "nquads", "jsonld": "json-ld"}
"""Our formats that keep the graphs apart, and what rdflib calls them."""
QUERIES = ("labels", "concepts", "passages-of-things", "recommendations", "statements", "tasks-of-actor")


@pytest.fixture(scope="module")
def store_path(served: Mapping[str, Graph], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real graph, inferences and all, as a build stores it."""
    folder = tmp_path_factory.mktemp("store")
    write_store(dict(served), folder, NAMES)
    return folder


@pytest.fixture(scope="module")
def named_quads(store_path: Path) -> set[ox.Quad]:
    store = ox.Store.read_only(str(store_path))
    return {quad for quad in store if not isinstance(quad.graph_name, ox.DefaultGraph)}


@pytest.fixture(scope="module")
def graph(store_path: Path) -> KnowledgeGraph:
    return KnowledgeGraph(OxigraphStore.open(store_path, NAMES.prefixes), NAMES, ontology_dir() / "queries")


@pytest.mark.parametrize("export_format", sorted(WITH_GRAPHS))
def test_an_empty_store_is_filled_with_the_same_quads_and_gives_the_same_answers(
    export_format: str, store_path: Path, named_quads: set[ox.Quad], graph: KnowledgeGraph
) -> None:
    loaded = ox.Store()
    loaded.load(export_graphs(store_path, export_format, NAMES), format=EXPORT_FORMATS[export_format])
    assert set(loaded) == named_quads
    loaded.extend([ox.Quad(quad.subject, quad.predicate, quad.object) for quad in named_quads])
    for name in QUERIES:
        query = graph.query_text(name)
        before, after = (_answers(store, query) for store in (ox.Store.read_only(str(store_path)), loaded))
        assert before == after
        assert before, name


def _answers(store: ox.Store, query: str) -> list[str]:
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    return sorted(str(list(solution)) for solution in solutions)


@pytest.mark.parametrize("export_format", sorted(WITH_GRAPHS))
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_reads_the_same_quads(export_format: str, store_path: Path, named_quads: set[ox.Quad]) -> None:
    dataset = Dataset()
    dataset.parse(
        data=export_graphs(store_path, export_format, NAMES).decode("utf-8"), format=WITH_GRAPHS[export_format]
    )
    written = set(ox.parse(dataset.serialize(format="nquads", encoding="utf-8"), format=ox.RdfFormat.N_QUADS))
    named = {
        ox.Quad(q.subject, q.predicate, q.object, q.graph_name)
        for q in written
        if q.graph_name != ox.NamedNode(str(DATASET_DEFAULT_GRAPH_ID))
    }
    assert named == named_quads


@pytest.mark.parametrize("export_format", ["ttl", "nt"])
def test_formats_without_graphs_hold_each_triple_once(
    export_format: str, store_path: Path, named_quads: set[ox.Quad]
) -> None:
    content = export_graphs(store_path, export_format, NAMES)
    triples = [quad.triple for quad in ox.parse(content, format=EXPORT_FORMATS[export_format])]
    assert len(triples) == len(set(triples))
    assert set(triples) == {quad.triple for quad in named_quads}


def test_turtle_says_first_what_a_thing_is_and_is_called(store_path: Path) -> None:
    turtle = export_graphs(store_path, "ttl", NAMES).decode("utf-8")
    assert "id:doegnbehandling a fb:Intervention ;\n\tskos:prefLabel " in turtle
    assert "@prefix owl: <http://www.w3.org/2002/07/owl#> ." in turtle


def test_rapper_reads_the_turtle(store_path: Path, named_quads: set[ox.Quad], tmp_path: Path) -> None:
    rapper = shutil.which("rapper")
    if rapper is None and os.environ.get("CI") != "true":
        pytest.skip("rapper (raptor2-utils) is not installed")
    assert rapper is not None
    turtle = tmp_path / "forlobkg.ttl"
    turtle.write_bytes(export_graphs(store_path, "ttl", NAMES))
    read = subprocess.run(
        [rapper, "-q", "-i", "turtle", "-o", "ntriples", str(turtle)], capture_output=True, check=False
    )
    assert read.returncode == 0, read.stderr.decode()
    triples = {quad.triple for quad in ox.parse(read.stdout, format=ox.RdfFormat.N_TRIPLES)}
    assert triples == {quad.triple for quad in named_quads}


@pytest.fixture(scope="module")
def jsonld_graphs(store_path: Path) -> dict[str, dict[str, dict[str, object]]]:
    """The nodes of the JSON-LD export by graph and by name."""
    document = json.loads(export_graphs(store_path, "jsonld", NAMES))
    return {graph["@id"]: {node["@id"]: node for node in graph["@graph"]} for graph in document["@graph"]}


def test_json_ld_reads_as_one_would_write_it(jsonld_graphs: dict[str, dict[str, dict[str, object]]]) -> None:
    intervention = jsonld_graphs["id:graf/redaktion"]["id:doegnbehandling"]
    assert intervention["@type"] == "Intervention"
    assert intervention["prefLabel"] == {"da": "Døgnbehandling", "en": "Residential treatment"}
    claim = jsonld_graphs["id:oplaeg-2023-l210"]["id:doegnbehandling"]
    assert claim["hasElement"] == "id:psykologhjaelp"
    passage = jsonld_graphs["id:graf/passager"]["id:oplaeg-2023-l210"]
    assert passage["page"] == 9
    assert passage["inDocument"] == "id:oplaeg-2023"
    position = jsonld_graphs["id:graf/passager"]["id:oplaeg-2023-l210#plads"]
    assert isinstance(position["start"], int)


def test_json_ld_dates_have_the_short_name_of_their_kind(
    jsonld_graphs: dict[str, dict[str, dict[str, object]]],
) -> None:
    kinds = {
        "date": r"\d{4}-\d\d-\d\d",
        "dateYear": r"\d{4}",
        "dateMonth": r"\d{4}-\d\d",
        "dateDay": r"--\d\d-\d\d",
        "issuedYear": r"\d{4}",
        "issuedMonth": r"\d{4}-\d\d",
        "actDate": r"\d{4}-\d\d-\d\d",
        "modified": r"\d{4}-\d\d-\d\d",
    }
    nodes = [node for graph in jsonld_graphs.values() for node in graph.values()]
    for name, pattern in kinds.items():
        found = [node[name] for node in nodes if name in node]
        assert found, f"{name} is never used"
        values = [value for one in found for value in (one if isinstance(one, list) else [one])]
        assert all(re.fullmatch(pattern, str(value)) for value in values)


def test_json_ld_has_a_short_name_for_everything_that_is_said(
    jsonld_graphs: dict[str, dict[str, dict[str, object]]],
) -> None:
    nodes = [node for graph in jsonld_graphs.values() for node in graph.values()]
    long = {name for node in nodes for name in node if ":" in name}
    assert long == set(), "missing in ontology/context.jsonld"


def test_a_name_that_the_context_does_not_have_means_nothing() -> None:
    context = json.loads((ontology_dir() / "context.jsonld").read_text("utf-8"))["@context"]
    document = {"@context": context, "@id": "id:x", "hasElment": "id:y", "hasElement": "id:z", "@type": "Actor"}
    triples = {
        str(quad.predicate.value).rpartition("#")[2]
        for quad in ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)
    }
    assert triples == {"hasElement", "type"}


def test_every_term_of_the_schema_has_a_short_name(curated: Curated) -> None:
    context = read_context(ontology_dir() / "context.jsonld", NAMES)
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    declared = {str(term) for kind in kinds for term in curated.schema.subjects(RDF.type, kind)}
    own = {term for term in declared if term.startswith(FB)}
    assert own
    assert own - set(context.terms) == set(), "missing in ontology/context.jsonld"
    classes = {str(term) for term in curated.schema.subjects(RDF.type, OWL.Class) if str(term).startswith(FB)}
    assert classes
    assert classes - set(context.classes) == set(), "missing in ontology/context.jsonld"
    # And none is there for a term that is no more.
    named = {term for term in (*context.terms, *context.classes) if term.startswith(FB)}
    assert named - own - classes == set()


ODD_VALUES = [
    ox.Literal("7", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")),
    ox.Literal("7", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    ox.Literal("007", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    ox.Literal("true", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")),
    ox.Literal("1", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")),
    ox.Literal("2022-09", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth")),
    ox.Literal("2022-09-09", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
    ox.Literal("id:nothing"),
    ox.Literal('"; æøå\n\t'),
    ox.Literal("Døgn", language="da"),
    ox.NamedNode("https://w3id.org/forlobkg/id/a//b"),
    ox.NamedNode("https://w3id.org/forlobkg/ontology#page"),
    ox.NamedNode("mailto:a@b.dk"),
    ox.BlankNode("b1"),
]


@pytest.mark.parametrize(
    "predicate",
    [
        "https://w3id.org/forlobkg/ontology#page",
        "https://w3id.org/forlobkg/ontology#targetGroup",
        "https://w3id.org/forlobkg/ontology#nothingOfTheKind",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://purl.org/dc/terms/date",
        "http://purl.org/dc/terms/source",
        "http://www.w3.org/ns/oa#start",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        "urn:example:p",
    ],
)
@pytest.mark.parametrize("value", ODD_VALUES, ids=str)
def test_json_ld_keeps_values_that_the_context_does_not_foresee(predicate: str, value: ox.Literal) -> None:
    quad = ox.Quad(
        ox.NamedNode("https://w3id.org/forlobkg/id/x"), ox.NamedNode(predicate), value, ox.NamedNode("urn:g")
    )
    content = write_jsonld([quad], read_context(ontology_dir() / "context.jsonld", NAMES))
    [read] = ox.parse(content, format=ox.RdfFormat.JSON_LD)
    if isinstance(value, ox.BlankNode):
        assert isinstance(read.object, ox.BlankNode)
    else:
        assert read == quad


def test_json_ld_of_another_base_shortens_that_base(store_path: Path) -> None:
    context = read_context(ontology_dir() / "context.jsonld", Names("http://localhost:8000/id/"))
    assert context.document["id"] == "http://localhost:8000/id/"
    assert context.compact("http://localhost:8000/id/kommune") == "id:kommune"


@pytest.mark.parametrize("content", ["{", "[]", '{"@context": {"a": {"@id": "hasNoPrefix"}}}'])
def test_a_context_that_cannot_be_used_is_named(content: str, tmp_path: Path) -> None:
    path = tmp_path / "context.jsonld"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"context\.jsonld"):
        read_context(path, NAMES)


@pytest.fixture(scope="module")
def files(graph: KnowledgeGraph) -> dict[str, bytes]:
    return export_tables(graph)


def _rows(content: bytes) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")


@pytest.mark.parametrize("table", load_tables(ontology_dir() / "tables"), ids=lambda table: table.file)
def test_a_table_reads_back_as_it_was(table: Table, files: dict[str, bytes], graph: KnowledgeGraph) -> None:
    content = files[f"{table.file}.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    heading, *rows = _rows(content)
    assert heading == [column.danish for column in table.columns]
    assert [tuple(row) for row in rows] == [tuple(map(guarded, row)) for row in table_rows(graph, table)]
    assert len(rows) > 1
    # Every column says something, but for those that the sources leave empty throughout.
    for number, column in enumerate(table.columns):
        assert any(row[number] for row in rows) or column.name in ("phase", "target"), column.name


@pytest.fixture(scope="module")
def stated(served: Mapping[str, Graph], tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The graph without anything that follows by a rule."""
    folder = tmp_path_factory.mktemp("stated")
    write_store({name: graph for name, graph in served.items() if NAMES.iri(INFERRED) not in name}, folder, NAMES)
    return KnowledgeGraph(OxigraphStore.open(folder, NAMES.prefixes), NAMES, ontology_dir() / "queries")


@pytest.mark.parametrize("table", load_tables(ontology_dir() / "tables"), ids=lambda table: table.file)
def test_what_is_inferred_stands_in_columns_that_say_so(
    table: Table, graph: KnowledgeGraph, stated: KnowledgeGraph
) -> None:
    said = [number for number, column in enumerate(table.columns) if "udledt" not in column.danish]
    inferred = [number for number, column in enumerate(table.columns) if "udledt" in column.danish]
    rows, without = table_rows(graph, table), table_rows(stated, table)
    assert [[row[number] for number in said] for row in rows] == [[row[number] for number in said] for row in without]
    assert not any(row[number] for row in without for number in inferred)
    for number in inferred:
        assert any(row[number] for row in rows), table.columns[number].name


def test_kinds_of_passages_are_told_in_danish(files: dict[str, bytes]) -> None:
    heading, *rows = _rows(files["tekststeder.csv"])
    kinds = {row[heading.index("Teksttype")] for row in rows}
    assert "punkt" in kinds
    # "link" is the word in both languages.
    assert kinds & ({kind.value for kind in PassageKind} - {"link"}) == set()
    query = (ontology_dir() / "tables" / "passages.rq").read_text("utf-8")
    assert all(f'("{kind.value}" "' in query for kind in PassageKind)


def test_lines_end_as_rfc_4180_says(files: dict[str, bytes]) -> None:
    for name in set(files) - {METADATA}:
        lines = files[name].split(b"\n")
        assert lines.pop() == b""
        assert all(line.endswith(b"\r") for line in lines if line.count(b'"') % 2 == 0)


def test_cells_with_quotation_marks_semicolons_and_line_breaks_stay_whole(tmp_path: Path) -> None:
    words = 'et "godt"; forløb\nog mere'
    store = ox.Store(str(tmp_path / "store"))
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:says"), ox.Literal(words)))
    store.flush()
    del store
    tables = tmp_path / "tables"
    tables.mkdir()
    query = "# da: A\n# en: B\n# file: a\n# column x: Ting | Thing\n# column y: Ord | Words\n"
    (tables / "a.rq").write_text(query + "SELECT ?x ?y { ?x <urn:says> ?y }\n", encoding="utf-8")
    graph = KnowledgeGraph(OxigraphStore.open(tmp_path / "store", NAMES.prefixes), NAMES, tables)
    content = export_tables(graph, tables)["a.csv"]
    assert list(_rows(content)) == [["Ting", "Ord"], ["urn:a", words]]
    assert b'"et ""godt""; forl\xc3\xb8b\nog mere"' in content


def test_the_table_of_statements_holds_each_claim_once(files: dict[str, bytes], store_path: Path) -> None:
    solutions = ox.Store.read_only(str(store_path)).query(
        f"SELECT ?s ?p ?o ?g {{ GRAPH ?g {{ ?s ?p ?o }} ?g a <{FB}Passage> }}"
    )
    assert isinstance(solutions, ox.QuerySolutions)
    heading, *rows = _rows(files["udsagn.csv"])
    assert len(rows) == len(list(solutions))
    row = next(row for row in rows if row[heading.index("Tekststed (IRI)")].endswith("oplaeg-2023-l210"))
    said = dict(zip(heading, row, strict=True))
    assert said["Emne"] == "Døgnbehandling"
    assert said["Ordlyd i kilden"] == "Psykologhjælp med fokus på at styrke kvindens eventuelle traumer"
    assert said["Side"] == "9"


def test_a_task_without_an_actor_has_an_empty_cell(files: dict[str, bytes]) -> None:
    _, *rows = _rows(files["ansvar.csv"])
    actors = [row[1] for row in rows]
    assert "" in actors
    assert "Fagpersoner med målgruppekontakt" in actors


@pytest.mark.parametrize("cell", ["=1+1", "+45", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_is_shown_instead(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


def test_a_real_cell_that_begins_with_a_minus_is_guarded(files: dict[str, bytes]) -> None:
    dates = [row[0] for row in _rows(files["tidslinje.csv"])]
    assert "'--09-09" in dates
    cells = [cell for name in set(files) - {METADATA} for row in _rows(files[name]) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells)


def test_the_description_of_the_tables_names_their_files_and_columns(files: dict[str, bytes]) -> None:
    metadata = json.loads(files[METADATA])
    assert metadata["@context"] == "http://www.w3.org/ns/csvw"
    assert metadata["dc:rights"] == {"@id": NAMES.iri("datasaet-rettigheder")}
    danish, english = (note["@value"] for note in metadata["rdfs:comment"])
    assert danish.count(".") == english.count(".")
    assert {table["url"] for table in metadata["tables"]} == set(files) - {METADATA}
    for table in metadata["tables"]:
        heading = next(_rows(files[table["url"]]))
        assert [column["titles"]["da"] for column in table["tableSchema"]["columns"]] == heading
        assert all(column["titles"]["en"] for column in table["tableSchema"]["columns"])


@pytest.mark.parametrize("table", load_tables(ontology_dir() / "tables"), ids=lambda table: table.file)
def test_the_key_of_a_table_tells_its_rows_apart(table: Table, graph: KnowledgeGraph) -> None:
    names = [column.name for column in table.columns]
    rows = table_rows(graph, table)
    assert table.key
    assert len({tuple(row[names.index(column)] for column in table.key) for row in rows}) == len(rows)
    if table.about:
        assert all(row[names.index(table.about)].startswith(("http://", "https://")) for row in rows)


def test_what_the_description_of_the_tables_says_is_what_the_graph_says(
    files: dict[str, bytes], store_path: Path
) -> None:
    """The cells whose property is told, read as CSVW reads them, are statements of the graph."""
    store = ox.Store.read_only(str(store_path))
    read = 0
    for table in json.loads(files[METADATA])["tables"]:
        schema = table["tableSchema"]
        names = [column["name"] for column in schema["columns"]]
        assert set(schema["primaryKey"]) <= set(names)
        for row in list(_rows(files[table["url"]]))[1:]:
            cells = dict(zip(names, row, strict=True))
            for column in schema["columns"]:
                if "propertyUrl" not in column:
                    continue
                about = _filled(column.get("aboutUrl") or schema["aboutUrl"], cells)
                predicate = ox.NamedNode(_filled(column["propertyUrl"], cells))
                for value in filter(None, cells[column["name"]].split(column.get("separator", "\n\n"))):
                    term = _as_csvw_reads(column, value, cells)
                    if isinstance(term, ox.Literal) and value.startswith("'"):
                        continue
                    assert next(store.quads_for_pattern(ox.NamedNode(about), predicate, term), None), (about, value)
                    read += 1
    assert read > 500


def _filled(template: str, cells: dict[str, str]) -> str:
    return re.sub(r"\{\+(\w+)\}", lambda match: cells[match[1]], template)


def _as_csvw_reads(column: dict[str, str], value: str, cells: dict[str, str]) -> ox.NamedNode | ox.Literal:
    if "valueUrl" in column:
        return ox.NamedNode(_filled(column["valueUrl"], cells))
    if column["datatype"] == "integer":
        return ox.Literal(int(value))
    return ox.Literal(value, language=column["lang"]) if "lang" in column else ox.Literal(value)


def test_the_zip_file_holds_the_tables_and_is_the_same_each_time(files: dict[str, bytes]) -> None:
    content = zip_tables(files)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files
    assert zip_tables(dict(reversed(files.items()))) == content


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("# da: A\n# en: B\n# column x: X | Y", "# file"),
        ("# da: A\n# en: B\n# file: a", "# column"),
        ("# da: A\n# en: B\n# file: ../a\n# column x: X | Y", "filnavnet"),
        ("# da: A\n# en: B\n# file: a\n# column x: X | Y | number", "number"),
        ("# da: A\n# en: B\n# file: a\n# column x: X", "linje 4"),
        ("# da: A\n# en: B\n# file: a\n# about: y\n# column x: X | Y", "column y"),
        ("# da: A\n# en: B\n# file: a\n# key: x z\n# column x: X | Y", "column z"),
        ("# da: A\n# en: B\n# file: a\n# column x: X | Y\n# property x: fb:text", "about"),
        ("# da: A\n# en: B\n# file: a\n# about: x\n# column x: X | Y\n# property z: fb:text", "column z"),
        ("# da: A\n# en: B\n# file: a\n# about: x\n# column x: X | Y\n# property x: nix:text", "nix"),
    ],
)
def test_a_table_with_a_wrong_header_is_named(header: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.rq").write_text(f"{header}\nSELECT ?x {{ ?x ?y ?z }}\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"wrong\.rq") as caught:
        load_tables(tmp_path)
    assert said in str(caught.value)


def test_two_tables_may_not_have_one_name(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.rq").write_text(
            "# da: A\n# en: B\n# file: a\n# column x: X | Y\nSELECT ?x {}\n", "utf-8"
        )
    with pytest.raises(OntologyError, match="to tabeller hedder a"):
        load_tables(tmp_path)
