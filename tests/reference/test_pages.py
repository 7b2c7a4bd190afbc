"""The pages: complete in both languages, whole by themselves, and to be read by everyone."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, OWL, RDF, RDFS, SKOS, VOID, Graph, Literal, URIRef

from forlobkg.errors import OntologyError
from forlobkg.graph import FB, Names
from forlobkg.reference import write_reference
from forlobkg.reference.files import read_toml
from forlobkg.reference.model import LANGUAGES
from forlobkg.reference.pages import render
from forlobkg.reference.reading import read_reference
from forlobkg.resources import ontology_dir
from forlobkg.settings import DEFAULT_BASE_IRI

VOID_ELEMENTS = {"meta", "link", "br", "img", "input", "hr"}
OWN_TERMS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@dataclass
class Page(HTMLParser):
    """What a page holds, as a browser's first look at it would tell."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    text: str = ""
    foreign: str = ""
    """The text that is marked as being in another language than the page."""

    def __post_init__(self) -> None:
        super().__init__()
        self._languages: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        self.ids += [value for key, value in attrs if key == "id" and value]
        self.links += [value for key, value in attrs if key == "href" and tag == "a" and value]
        self.loads += [value for key, value in attrs if value and (key == "src" or (key == "href" and tag == "link"))]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID_ELEMENTS:
            self.unclosed.append(tag)
            self._languages.append(attributes.get("lang") or (self._languages[-1] if self._languages else ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.unclosed.pop() == tag, f"</{tag}> closes something else"
        self._languages.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._languages and self._languages[-1] != self._languages[0]:
            self.foreign += data


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture(scope="module")
def page(language: str, written: Path) -> Page:
    parsed = Page()
    parsed.feed((written / f"index.{language}.html").read_text("utf-8"))
    parsed.close()
    return parsed


def own_terms(graphs: dict[str, Graph]) -> list[tuple[Graph, URIRef]]:
    schema = graphs[Names().iri("graf/skema")]
    terms = {term for kind in OWN_TERMS for term in schema.subjects(RDF.type, kind) if str(term).startswith(FB)}
    assert len(terms) > 80
    return [(schema, URIRef(str(term))) for term in sorted(terms, key=str)]


def test_every_term_stands_in_the_page_under_its_own_name(page: Page, graphs: dict[str, Graph]) -> None:
    for _, term in own_terms(graphs):
        assert str(term).removeprefix(FB) in page.ids


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition, SKOS.example], ids=str)
def test_no_term_lacks_words_in_either_language(
    predicate: URIRef, language: str, page: Page, graphs: dict[str, Graph]
) -> None:
    text = " ".join(page.text.split())
    for schema, term in own_terms(graphs):
        words = [value for value in schema.objects(term, predicate) if isinstance(value, Literal)]
        assert language in {value.language for value in words}, f"{term} has no {predicate} in {language}"
        for value in words:
            if value.language == language:
                assert " ".join(str(value).split()) in text


def test_every_concept_has_a_name_in_both_languages_and_a_place(
    language: str, page: Page, graphs: dict[str, Graph]
) -> None:
    everything = Graph()
    for graph in graphs.values():
        everything += graph
    concepts = set(everything.subjects(SKOS.inScheme, None))
    assert len(concepts) > 40
    for concept in concepts:
        labels = {
            label.language: str(label)
            for label in everything.objects(concept, SKOS.prefLabel)
            if isinstance(label, Literal)
        }
        assert set(LANGUAGES) <= set(labels), concept
        assert labels[language] in page.text
        assert page.ids.count(str(concept).removeprefix(Names().base)) == 1


def test_what_is_danish_in_the_english_page_is_marked_so(written: Path) -> None:
    english = Page()
    english.feed((written / "index.en.html").read_text("utf-8"))
    own = english.text
    message = "En anbefaling skal have ét nummer (fb:number) som »3« eller »3a«."
    assert message in own
    assert message in english.foreign
    assert "Centrale aktører er:" in english.foreign
    # The labels of terms are no quotations, and so must be in the page's own language.
    assert "A numbered recommendation of a pathway description" not in english.foreign


def test_rules_questions_alignments_and_shapes_are_listed(language: str, page: Page) -> None:
    for folder, prefix in (("rules", "rule-"), ("competency", "question-")):
        files = sorted((ontology_dir() / folder).glob("*.rq"))
        assert files
        assert {f"{prefix}{path.stem}" for path in files} <= set(page.ids)
    assert {f"shapes-{path.name}" for path in (ontology_dir() / "shapes").glob("*.ttl")} <= set(page.ids)
    assert "schema:MedicalGuideline" in page.text or "https://schema.org/MedicalGuideline" in page.text
    question = {"da": "Hvem er de centrale aktører", "en": "Who are the central actors"}[language]
    assert question in page.text


def test_counts_are_those_of_the_real_graph(written: Path, graphs: dict[str, Graph]) -> None:
    actors = {s for graph in graphs.values() for s in graph.subjects(RDF.type, URIRef(FB + "Actor"))}
    concerns = {pair for graph in graphs.values() for pair in graph.subject_objects(URIRef(FB + "concerns"))}
    html = (written / "index.en.html").read_text("utf-8")
    section = html[html.index('<h3 id="Actor">') :]
    assert re.search(r"<dt>Instances in the graph</dt><dd>(\d+)</dd>", section)[1] == str(len(actors))  # type: ignore[index]
    section = html[html.index('<h3 id="concerns">') :]
    assert re.search(r"<dt>Statements in the graph</dt><dd>(\d+)</dd>", section)[1] == str(len(concerns))  # type: ignore[index]


def test_the_statements_are_counted_as_the_dataset_counts_them(
    language: str, page: Page, graphs: dict[str, Graph]
) -> None:
    dataset = graphs[Names().iri("graf/datasaet")]
    triples = dataset.value(URIRef(Names().iri("datasaet")), VOID.triples)
    assert isinstance(triples, Literal)
    counted = {triple for name, graph in graphs.items() if graph is not dataset for triple in graph}
    assert int(triples) == len(counted)
    mark, said = {"da": (".", "forskellige udsagn"), "en": (",", "distinct statements")}[language]
    assert f"{int(triples):,}".replace(",", mark) + " " + said in page.text


def test_the_page_tells_the_two_versions_and_the_rights(
    language: str, written: Path, graphs: dict[str, Graph]
) -> None:
    html = (written / f"index.{language}.html").read_text("utf-8")
    schema, dataset = (graphs[Names().iri(name)] for name in ("graf/skema", "graf/datasaet"))
    of_ontology = schema.value(URIRef(FB.rstrip("#")), OWL.versionInfo)
    of_dataset = dataset.value(URIRef(Names().iri("datasaet")), URIRef(f"{DCAT}version"))
    labels = {"da": ("Ontologiens", "Datasættets"), "en": ("Ontology", "Dataset")}[language]
    assert f"<dt>{labels[0]} version</dt><dd>{of_ontology}</dd>" in html
    assert f"<dt>{labels[1]} version</dt><dd>{of_dataset} " in html
    assert '<a href="https://spdx.org/licenses/MIT">' in html
    rights = URIRef(Names().iri("datasaet-rettigheder"))
    [words] = [text for text in dataset.objects(rights, DCTERMS.description) if text.language == language]  # type: ignore[attr-defined]
    assert str(words) in unescape(html)


def test_a_page_is_whole_by_itself(page: Page) -> None:
    assert set(page.loads) <= {"reference.css", "index.da.html", "index.en.html"}
    names = {tag for tag, _ in page.elements}
    assert not names & {"script", "style", "iframe", "img", "object"}
    for tag, attributes in page.elements:
        assert not [key for key in attributes if key == "style" or key.startswith("on")], tag


def test_the_style_sheet_loads_nothing(written: Path) -> None:
    style = (written / "reference.css").read_text("utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_every_link_within_the_pages_leads_somewhere(page: Page) -> None:
    assert page.unclosed == []
    assert len(page.ids) == len(set(page.ids))
    inner = [link for link in page.links if link.startswith("#")]
    assert len(inner) > 300
    assert [link for link in inner if link[1:] not in page.ids] == []
    for _, attributes in page.elements:
        for key in ("aria-labelledby", "aria-describedby"):
            for name in (attributes.get(key) or "").split():
                assert name in page.ids


def test_each_page_leads_to_the_other(language: str, page: Page, written: Path) -> None:
    other = next(each for each in LANGUAGES if each != language)
    assert (written / f"index.{other}.html").is_file()
    [link] = [a for tag, a in page.elements if tag == "a" and a.get("href") == f"index.{other}.html"]
    assert link["hreflang"] == link["lang"] == other
    assert any(
        tag == "link" and a.get("hreflang") == other and a.get("rel") == "alternate" for tag, a in page.elements
    )


def test_the_page_can_be_read_without_seeing_it(language: str, page: Page) -> None:
    tags = [tag for tag, _ in page.elements]
    assert next(a for tag, a in page.elements if tag == "html")["lang"] == language
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert tags.count(landmark) == 1, landmark
    assert page.links[0] == "#section-main"
    assert page.headings[0] == 1
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert tags.count("table") == tags.count("caption") > 20
    assert all(a.get("scope") for tag, a in page.elements if tag == "th")
    pictures = [a for tag, a in page.elements if tag == "svg"]
    assert len(pictures) > 30
    assert all(a["role"] == "img" and a["aria-labelledby"] for a in pictures)
    assert tags.count("svg") == tags.count("title") - 1 == tags.count("desc")


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_have_the_contrast_that_wcag_asks_for(theme: int, written: Path) -> None:
    style = (written / "reference.css").read_text("utf-8")
    colours = dict(re.findall(r"--(\w+): (#\w+)", re.findall(r":root \{[^}]*\}", style)[theme]))
    for ground in ("paper", "field", "box", "focus", "source"):
        assert _contrast(colours["ink"], colours[ground]) >= 4.5, ground
    for words in ("accent", "quiet"):
        assert _contrast(colours[words], colours["paper"]) >= 4.5, words
    assert _contrast(colours["quiet"], colours["focus"]) >= 4.5
    assert _contrast(colours["line"], colours["paper"]) >= 3


def test_texts_are_escaped(graphs: dict[str, Graph], tmp_path: Path) -> None:
    schema = Graph() + graphs[Names().iri("graf/skema")]
    term = URIRef(FB + "Actor")
    schema.remove((term, RDFS.label, None))
    schema.add((term, RDFS.label, Literal("<script>alert('&')</script>", lang="da")))
    write_reference(ontology_dir(), {**graphs, Names().iri("graf/skema"): schema}, Names(), tmp_path)
    for language in LANGUAGES:
        html = (tmp_path / f"index.{language}.html").read_text("utf-8")
        assert "<script" not in html
        assert "&lt;script&gt;" in html
    # And what is missing in one language is shown in the other, marked as such.
    english = (tmp_path / "index.en.html").read_text("utf-8")
    assert '<h3 id="Actor"><span lang="da">&lt;script&gt;' in english


def test_the_same_input_gives_the_same_bytes(graphs: dict[str, Graph], written: Path, tmp_path: Path) -> None:
    again = write_reference(ontology_dir(), dict(reversed(graphs.items())), Names(), tmp_path)
    assert [path.name for path in again] == ["index.da.html", "index.en.html", "reference.css"]
    for path in again:
        assert path.read_bytes() == (written / path.name).read_bytes()


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    """A copy of the ontology's files, to be changed."""
    return shutil.copytree(ontology_dir(), tmp_path / "ontology")


def test_an_ontology_without_rules_and_questions_has_no_such_sections(
    ontology: Path, graphs: dict[str, Graph]
) -> None:
    shutil.rmtree(ontology / "rules")
    shutil.rmtree(ontology / "competency")
    layout = read_toml(ontology / "diagrams.toml")
    reference = read_reference(ontology, graphs, Names(), {"fb": FB}, layout["evidence"])
    html = render(reference, layout, "en")
    assert "section-rules" not in html
    assert "section-questions" not in html
    assert "section-shapes" in html


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("diagrams.toml", 'name = "Sector"', 'name = "Sectors"', "klassen Sectors findes ikke"),
        ("diagrams.toml", '"mayCause"', '"mayCauses"', "egenskaben mayCauses findes ikke"),
        ("diagrams.toml", 'to = "Sector"', 'to = "Passage"', "en linje går til Passage"),
        ("diagrams.toml", 'object = "psykologhjaelp"', 'object = "kommune"', "siger ikke det udsagn"),
        ("diagrams.toml", "[overview]", "[overview", "ikke gyldig TOML"),
        ("context.jsonld", "{", "[", "context.jsonld kan ikke læses"),
        ("shapes/structure.ttl", "@prefix", "@prefiks", "structure.ttl kan ikke læses"),
    ],
)
def test_a_mistake_in_a_file_is_named(
    file: str, old: str, new: str, said: str, ontology: Path, graphs: dict[str, Graph], tmp_path: Path
) -> None:
    path = ontology / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(OntologyError, match=re.escape(said)):
        write_reference(ontology, graphs, Names(), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_ontology_that_does_not_describe_itself_is_refused(graphs: dict[str, Graph], tmp_path: Path) -> None:
    schema = Graph() + graphs[Names().iri("graf/skema")]
    schema.remove((None, RDF.type, OWL.Ontology))
    with pytest.raises(OntologyError, match="ikke beskrevet som owl:Ontology"):
        write_reference(ontology_dir(), {**graphs, Names().iri("graf/skema"): schema}, Names(), tmp_path)


def test_the_pages_show_the_base_that_is_served(graphs: dict[str, Graph], tmp_path: Path) -> None:
    served = Names("http://localhost:8000/id/")
    write_reference(ontology_dir(), graphs, Names(), tmp_path, served)
    page = (tmp_path / "index.da.html").read_text("utf-8")
    assert "PREFIX id: &lt;http://localhost:8000/id/&gt;" in page
    assert DEFAULT_BASE_IRI not in page
