"""The glossary: what is explained, described and not explained, each with the sources' own words."""

from __future__ import annotations

import pytest
from tests.teach.reading import claims, unfounded_quotes

from forlobkg.errors import InputError
from forlobkg.service import Forlobkg
from forlobkg.teach.glossary import load_glossary_texts, make_glossary
from forlobkg.teach.material import Cell, Material


@pytest.fixture(scope="module")
def glossary(service: Forlobkg) -> Material:
    return make_glossary(service.graph, service.corpus)


def rows(material: Material, section_id: str) -> dict[str, tuple[Cell, ...]]:
    (section,) = [section for section in material.sections if section.id == section_id]
    assert section.table is not None
    return {row[0].text.partition(". Vores ord")[0]: row for row in section.table.rows}


def test_what_is_defined_comes_first_in_the_sources_words(glossary: Material) -> None:
    assert [section.id for section in glossary.sections] == ["explained", "described", "unexplained", "elsewhere"]
    ((word, says),) = rows(glossary, "explained").values()
    assert word.text.startswith("FASD. Vores ord: alkoholskade fra fostertiden")
    assert "samlebetegnelsen for medfødte skader som følge af udsættelse for alkohol i fostertilværelsen" in says.text
    assert says.sources


def test_every_term_has_its_sources_and_the_quotes_are_verbatim(glossary: Material) -> None:
    for kind in ("explained", "described", "unexplained"):
        assert all(row[1].text and row[1].sources for row in rows(glossary, kind).values())
    assert [text for text, numbers in claims(glossary) if not numbers] == []
    assert unfounded_quotes(glossary) == []


def test_what_the_sources_use_without_a_word_of_explanation_says_so(glossary: Material) -> None:
    unexplained = rows(glossary, "unexplained")
    assert {"Højrisikograviditet", "DAS", "Tilknytning og mentalisering"} <= set(unexplained)
    assert all(row[1].text.startswith("Forklares ikke i kilderne.") for row in unexplained.values())
    assert "Kilden siger ikke, hvad DAS står for." in unexplained["DAS"][1].text


def test_described_terms_tell_all_that_the_graph_has(service: Forlobkg, glossary: Material) -> None:
    says = rows(glossary, "described")["Døgnbehandling"][1]
    elements = service.graph.rows("statements")
    iri, has_element = service.names.iri("doegnbehandling"), "https://w3id.org/forlobkg/ontology#hasElement"
    labels = [
        service.graph.label(row["object"])
        for row in elements
        if row["subject"] == iri and row["predicate"] == has_element
    ]
    assert len(labels) == 9
    assert all(label.casefold() in says.text.casefold() for label in labels)


def test_a_pathway_has_its_own_terms(service: Forlobkg) -> None:
    children = make_glossary(service.graph, service.corpus, "boern-og-unge-forloeb")
    words = {word for kind in ("explained", "described", "unexplained") for word in rows(children, kind)}
    assert {"FASD", "Forløbsbeskrivelse", "Omsorgspersoner"} <= words
    assert "Døgnbehandling" not in words


def test_facts_from_elsewhere_stand_apart_and_support_nothing(glossary: Material) -> None:
    (section,) = [section for section in glossary.sections if section.id == "elsewhere"]
    assert len(section.lines) == 2
    assert all(line.own and not line.sources for line in section.lines)
    assert all(line.text.startswith("Ikke fra de to kilder, men fra ") for line in section.lines)
    elsewhere = " ".join(line.text for line in section.lines)
    assert "sundhedsloven" in elsewhere
    assert not any("sundhedsloven" in text for text, _ in claims(glossary))


def test_lay_words_are_ours_and_of_the_graph(service: Forlobkg) -> None:
    texts = load_glossary_texts()
    assert "Vores ord" in texts.lay
    shown = [(term.thing, word) for term in texts.term for word in term.lay]
    assert shown
    assert [pair for pair in shown if pair[1] not in service.graph.concepts[pair[0]].lay_labels] == []
    assert not any("misbrug" in word or "narko" in word for _, word in shown)


def test_every_term_of_the_file_is_found(glossary: Material) -> None:
    words = {word for kind in ("explained", "described", "unexplained") for word in rows(glossary, kind)}
    assert words == {term.word for term in load_glossary_texts().term}


def test_an_unknown_pathway_is_told_what_there_is(service: Forlobkg) -> None:
    with pytest.raises(InputError, match="vælg en af: udsatte-gravide-forloeb, boern-og-unge-forloeb"):
        make_glossary(service.graph, service.corpus, "fasd")
