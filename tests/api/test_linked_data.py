"""Linked data: every IRI leads to a page and to data, which other programs read."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient
from rdflib import Dataset, Graph, URIRef

from forlobkg.graph import DATA_FORMATS, FB
from forlobkg.service import Forlobkg

BASE = "https://w3id.org/forlobkg/id/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDFLIB = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "trig": "trig", "nq": "nquads", "jsonld": "json-ld"}
EVERY_KIND = (
    "familieambulatoriet",
    "oplaeg-2023-l210",
    "nyhed-2022",
    "graf/fakta-udgiver",
    "graf/redaktion",
    "ansvar-udredning",
    "datasaet-rettigheder",
    "spoergsmaal-praefikser",
)
"""A thing, a passage, a document, graphs, a responsibility, a description, a declaration."""


def links(header: str) -> dict[tuple[str, str], str]:
    """The targets of the header Link by relation and media type."""
    found = {}
    for target, parameters in re.findall(r"<([^>]*)>((?:; \w+=\"[^\"]*\")*)", header):
        named = dict(re.findall(r'(\w+)="([^"]*)"', parameters))
        found.update({(relation, named.get("type", "")): target for relation in named["rel"].split()})
    return found


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        (BROWSER, "/side/familieambulatoriet"),
        ("*/*", "/data/familieambulatoriet.ttl"),
        ("", "/data/familieambulatoriet.ttl"),
        ("application/ld+json", "/data/familieambulatoriet.jsonld"),
        ("application/rdf+xml, text/turtle;q=0.5", "/data/familieambulatoriet.rdf"),
        ("application/n-triples;q=0.1, application/trig;q=0.2", "/data/familieambulatoriet.trig"),
    ],
)
def test_a_name_leads_to_what_the_client_wants(accept: str, target: str, client: TestClient) -> None:
    response = client.get("/id/familieambulatoriet", headers={"accept": accept}, follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"] == target
    assert "Accept" in response.headers["vary"]
    assert client.get(target).status_code == 200


@pytest.mark.parametrize("path", ["/id/familieambulatoriet", "/data/familieambulatoriet", "/ontology"])
def test_what_cannot_be_had_is_refused_with_what_can(path: str, client: TestClient) -> None:
    response = client.get(path, headers={"accept": "image/png"}, follow_redirects=False)
    assert response.status_code == 406
    assert "text/turtle" in response.json()["detail"]


@pytest.mark.parametrize("slug", EVERY_KIND)
def test_everything_with_a_name_has_a_page_and_data(slug: str, client: TestClient) -> None:
    page = client.get(f"/id/{slug}", headers={"accept": BROWSER})
    assert page.status_code == 200
    assert f'<link rel="canonical" href="{BASE}{slug}">' in page.text
    assert "<h1" in page.text
    turtle = client.get(f"/id/{slug}", headers={"accept": "text/turtle"})
    assert turtle.headers["content-type"].startswith("text/turtle")
    assert f"{BASE}{slug}" in {
        term.value
        for quad in ox.parse(turtle.content, format=ox.RdfFormat.TURTLE)
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode)
    } or slug.startswith("graf/")


def test_no_subject_of_the_graph_leads_nowhere(service: Forlobkg) -> None:
    query = "SELECT DISTINCT ?s { { ?s ?p ?o } UNION { GRAPH ?s { ?a ?b ?c } } }"
    rows = json.loads(service.sparql(query).content)["results"]["bindings"]
    slugs = {row["s"]["value"].partition("#")[0].removeprefix(BASE) for row in rows if BASE in row["s"]["value"]}
    assert len(slugs) > 500
    assert [slug for slug in slugs if not service.is_described(slug)] == []


@pytest.mark.parametrize("extension", sorted(DATA_FORMATS))
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_reads_the_data_in_every_format(extension: str, client: TestClient) -> None:
    response = client.get(f"/data/anbefaling-3a.{extension}")
    assert response.headers["content-type"].partition(";")[0] == DATA_FORMATS[extension].media_type
    read = Dataset(default_union=True) if extension in ("trig", "nq", "jsonld") else Graph()
    read.parse(data=response.text, format=RDFLIB[extension])
    thing = URIRef(f"{BASE}anbefaling-3a")
    assert (thing, URIRef(f"{FB}number"), None) in read
    assert (None, URIRef(f"{FB}hasRecommendation"), thing) in read
    if isinstance(read, Dataset):
        made_by = {str(graph.identifier) for graph in read.graphs() if (thing, URIRef(f"{FB}number"), None) in graph}
        assert any("oplaeg-2023-l" in name for name in made_by)


@pytest.mark.parametrize(("extension", "syntax"), [("ttl", "turtle"), ("rdf", "rdfxml"), ("nt", "ntriples")])
def test_rapper_reads_the_data(extension: str, syntax: str, client: TestClient, tmp_path: Path) -> None:
    rapper = shutil.which("rapper")
    if rapper is None and os.environ.get("CI") != "true":
        pytest.skip("rapper (raptor2-utils) is not installed")
    assert rapper is not None
    file = tmp_path / f"data.{extension}"
    file.write_bytes(client.get(f"/data/familieambulatoriet.{extension}").content)
    done = subprocess.run([rapper, "-q", "-c", "-i", syntax, file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_data_without_an_extension_is_negotiated(client: TestClient) -> None:
    response = client.get("/data/oplaeg-2023", headers={"accept": "application/n-triples"})
    assert response.headers["content-type"] == "application/n-triples"
    assert response.headers["content-location"] == "/data/oplaeg-2023.nt"
    assert "Accept" in response.headers["vary"]
    page = client.get("/data/oplaeg-2023", headers={"accept": BROWSER}, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/side/oplaeg-2023")


@pytest.mark.parametrize("path", ["/data/doegnbehandling.ttl", "/side/doegnbehandling"])
def test_each_form_says_where_the_others_are(path: str, client: TestClient) -> None:
    response = client.get(path)
    found = links(response.headers["link"])
    assert found["canonical", ""] == f"{BASE}doegnbehandling"
    assert found["license", ""] == "https://spdx.org/licenses/MIT"
    assert found["copyright", ""] == "/id/datasaet-rettigheder"
    others = {media_type: target for (relation, media_type), target in found.items() if relation == "alternate"}
    assert len(others) == 6
    for media_type, target in others.items():
        assert client.get(target).headers["content-type"].partition(";")[0] == media_type
    if path.startswith("/side"):
        assert found["describedby", "text/turtle"] == "/data/doegnbehandling.ttl"


@pytest.mark.parametrize(
    "path",
    [
        "/data/doegnbehandling.ttl",
        "/side/doegnbehandling",
        "/ontology.ttl",
        "/eksport/forlobkg.nt",
        "/dokumentation/ontologi",
    ],
)
def test_what_the_client_holds_is_not_sent_again(path: str, client: TestClient) -> None:
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/id/das", "/data/das.ttl", "/side/das", "/eksport/forlobkg.ttl", "/ontology", "/ontology.rdf"]
)
def test_head_is_get_without_the_content(path: str, client: TestClient) -> None:
    head, get = (client.request(method, path, follow_redirects=False) for method in ("HEAD", "GET"))
    assert head.status_code == get.status_code
    assert head.content == b""
    assert head.headers.get("etag") == get.headers.get("etag")


@pytest.mark.parametrize("start", ["/id/", "/data/", "/side/"])
@pytest.mark.parametrize(
    "slug",
    [
        "findes-ikke",
        "",
        "%2e%2e/%2e%2e/etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "das%00.ttl",
        "das%0d%0aX-Injected:%20yes",
        "%ff%fe",
        "%",
        "das.ttl.ttl",
        ".ttl",
        "das/",
        "das%20",
        "<script>",
        "%C3%A6" * 400,
        "http://127.0.0.1:1/",
    ],
)
def test_a_name_of_nothing_is_not_found(start: str, slug: str, client: TestClient) -> None:
    for accept in (BROWSER, "text/turtle"):
        response = client.get(f"{start}{slug}", headers={"accept": accept}, follow_redirects=False)
        assert response.status_code in (400, 404)
        assert "x-injected" not in response.headers
        if response.headers["content-type"].startswith("text/html"):
            assert "<script>" not in response.text


def test_a_person_who_is_lost_gets_a_page_with_a_search_field(client: TestClient) -> None:
    response = client.get("/id/findes-ikke", headers={"accept": BROWSER})
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert '<form action="/soeg" method="get" role="search"' in response.text
    problem = client.get("/id/findes-ikke", headers={"accept": "text/turtle"})
    assert problem.headers["content-type"] == "application/problem+json"


def test_the_page_of_a_thing_says_it_in_words_with_quotes(client: TestClient) -> None:
    page = client.get("/side/anbefaling-3a").text
    assert '<html lang="da">' in page
    assert '<a href="/anbefalinger">Anbefaling</a>' in page
    assert '<a href="/dokumentation/ontologi#Recommendation">Anbefaling</a>' in page
    assert "<h3>Står i forløbsbeskrivelsen</h3>" in page
    assert "»En anbefaling er for sin forløbsbeskrivelses målgruppe«" in page
    assert ">a) Forstærket ambulant indsats</blockquote>" in page
    assert 'href="/data/anbefaling-3a.jsonld"' in page


def test_the_page_of_a_passage_shows_its_place_and_what_it_says(client: TestClient) -> None:
    page = client.get("/side/oplaeg-2023-l210").text
    assert "Psykologhjælp med fokus på at styrke kvindens eventuelle traumer</blockquote>" in page
    assert "»Centrale elementer i døgnbehandlingen«" in page
    assert '<a href="/side/oplaeg-2023">Oplæg for DAS - Sjælland og Syddanmark</a>, 13. januar 2023, side 9' in page
    assert '<h3><a href="/side/doegnbehandling" lang="da">Døgnbehandling</a></h3>' in page
    assert 'href="/kilder/oplaeg-2023?sted=oplaeg-2023-l210#oplaeg-2023-l210"' in page


def test_the_page_of_a_document_lists_its_passages_in_order(client: TestClient, service: Forlobkg) -> None:
    page = client.get("/side/nyhed-2022").text
    order = [page.index(f'href="/side/{passage.id}"') for passage in service.corpus.passages_of("nyhed-2022")]
    assert order == sorted(order)


def test_facts_from_outside_are_told_as_such(client: TestClient) -> None:
    page = client.get("/side/socialstyrelsen").text
    outside = page[page.index("Oplysninger udefra") :]
    assert "Udgiveren hedder i dag Social- og Boligstyrelsen." in outside
    assert "The publisher is today" not in outside


@pytest.mark.parametrize("path", ["/side/anbefaling-3a", "/side/graf/fakta-udgiver", "/side/oplaeg-2023"])
def test_the_links_of_a_page_lead_somewhere(path: str, client: TestClient) -> None:
    targets = set(re.findall(r'href="(/[^"#]*)', client.get(path).text))
    assert targets
    assert {target for target in targets if client.head(target).status_code != 200} == set()


@pytest.mark.parametrize(
    ("accept", "language", "target"),
    [
        (BROWSER, "", "/dokumentation/ontologi"),
        (BROWSER, "da-DK, en;q=0.5", "/dokumentation/ontologi"),
        (BROWSER, "en-GB, da;q=0.5", "/dokumentation/ontologi/en"),
        (BROWSER, "fr", "/dokumentation/ontologi"),
        ("text/turtle", "", "/ontology.ttl"),
        ("application/rdf+xml", "en", "/ontology.rdf"),
    ],
)
def test_the_namespace_leads_to_documentation_or_data(
    accept: str, language: str, target: str, client: TestClient
) -> None:
    headers = {"accept": accept, "accept-language": language}
    response = client.get("/ontology", headers=headers, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, target)
    assert "Accept-Language" in response.headers["vary"]


def test_the_namespace_defines_its_terms_and_documents_them(client: TestClient) -> None:
    read = Graph().parse(data=client.get("/ontology.ttl").text, format="turtle")
    terms = {str(term).removeprefix(FB) for term in read.subjects() if str(term).startswith(FB)}
    assert {"Actor", "Recommendation", "centralActor"} <= terms
    page = client.get("/dokumentation/ontologi").text
    assert [term for term in terms if f'id="{term}"' not in page] == []
    assert client.get("/ontology.exe").status_code == 404


def test_the_documentation_links_its_parts_as_they_are_served(client: TestClient) -> None:
    danish, english = (client.get(f"/dokumentation/ontologi{end}").text for end in ("", "/en"))
    assert 'href="/dokumentation/ontologi/en"' in danish
    assert 'href="/dokumentation/ontologi"' in english
    for page in (danish, english):
        (sheet,) = re.findall(r'<link rel="stylesheet" href="([^"]*)">', page)
        assert client.get(sheet).headers["content-type"].startswith("text/css")
        assert "style=" not in page
        assert "<style" not in page


@pytest.mark.parametrize("extension", ["trig", "ttl", "nq", "nt", "jsonld"])
def test_the_whole_dataset_can_be_downloaded(extension: str, client: TestClient, service: Forlobkg) -> None:
    response = client.get(f"/eksport/forlobkg.{extension}")
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == DATA_FORMATS[extension].media_type
    assert response.headers["content-disposition"] == f'attachment; filename="forlobkg.{extension}"'
    read = {quad.triple for quad in ox.parse(response.content, format=DATA_FORMATS[extension])}
    whole = service.export("nt")
    assert read == {quad.triple for quad in ox.parse(whole, format=ox.RdfFormat.N_TRIPLES)}


@pytest.mark.parametrize("name", ["forlobkg-csv.zip", "forlobkg.csv.zip"])
def test_the_tables_can_be_downloaded(name: str, client: TestClient) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get(f"/eksport/{name}").content)) as tables:
        assert any(member.endswith(".csv") for member in tables.namelist())


def test_a_download_can_be_taken_up_where_it_broke_off(client: TestClient) -> None:
    whole = client.get("/eksport/forlobkg.nt", headers={"accept-encoding": "identity"}).content
    part = client.get("/eksport/forlobkg.nt", headers={"accept-encoding": "identity", "range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, whole[1000:2000])


@pytest.mark.parametrize("name", ["forlobkg.exe", "..%2fbuild.json", "%00", "x" * 200, "forlobkg.trig%00"])
def test_no_other_file_can_be_downloaded(name: str, client: TestClient) -> None:
    assert client.get(f"/eksport/{name}").status_code in (404, 422)


def test_the_addresses_in_the_description_of_the_dataset_lead_to_the_files(
    client: TestClient, service: Forlobkg
) -> None:
    query = "SELECT ?file { ?d <http://www.w3.org/ns/dcat#downloadURL> ?file }"
    rows = json.loads(service.sparql(query).content)["results"]["bindings"]
    paths = [row["file"]["value"].removeprefix("https://w3id.org/forlobkg") for row in rows]
    assert len(paths) == 6
    assert {path: client.head(path).status_code for path in paths} == dict.fromkeys(paths, 200)
