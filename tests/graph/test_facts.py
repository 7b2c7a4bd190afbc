"""Facts from outside stand in graphs of their own, say where they are from, and are never taken for evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from rdflib import DCTERMS, SKOS, Graph, Literal, URIRef

from forlobkg.corpus import Document
from forlobkg.graph.authoring.curated import Curated
from forlobkg.graph.authoring.facts import Facts, check_facts
from forlobkg.graph.names import FACTS, FACTS_FROM, Names
from forlobkg.service import Forlobkg
from forlobkg.settings import DEFAULT_BASE_IRI

NAMES = Names(DEFAULT_BASE_IRI)
PARLIAMENT = NAMES.iri("graf/fakta-folketinget")
PATHWAY = URIRef(NAMES.iri("udsatte-gravide-forloeb"))


def rules(facts: Facts, curated: Curated, documents: Sequence[Document]) -> set[str]:
    known = frozenset(NAMES.iri(document.record.id) for document in documents)
    return {violation.rule for violation in check_facts(facts, curated.editorial(), known)}


def changed(facts: Facts, change: Callable[[Graph], object]) -> Facts:
    graph = facts.named[PARLIAMENT] + Graph()
    change(graph)
    return replace(facts, named={**facts.named, PARLIAMENT: graph})


def test_the_real_facts_are_sound(curated: Curated, documents: Sequence[Document]) -> None:
    assert len(curated.facts.named) == 8
    assert rules(curated.facts, curated, documents) == set()


def test_a_fact_of_an_unknown_thing(curated: Curated, documents: Sequence[Document]) -> None:
    ghost = URIRef(NAMES.iri("findes-ikke"))
    facts = changed(
        curated.facts,
        lambda graph: [graph.add((ghost, SKOS.note, Literal("x", lang=language))) for language in ("da", "en")],
    )
    assert rules(facts, curated, documents) == {"fact-thing-unknown"}


def test_a_fact_without_its_english_note(curated: Curated, documents: Sequence[Document]) -> None:
    def drop(graph: Graph) -> None:
        for note in list(graph.objects(PATHWAY, SKOS.note)):
            if isinstance(note, Literal) and note.language == "en":
                graph.remove((PATHWAY, SKOS.note, note))

    assert rules(changed(curated.facts, drop), curated, documents) == {"fact-note"}


def test_a_fact_without_a_source(curated: Curated, documents: Sequence[Document]) -> None:
    sources = curated.facts.sources + Graph()
    sources.remove((URIRef(PARLIAMENT), DCTERMS.source, None))
    assert rules(replace(curated.facts, sources=sources), curated, documents) == {"fact-source"}


def test_a_fact_in_a_passage(curated: Curated, documents: Sequence[Document]) -> None:
    passage = NAMES.iri("oplaeg-2023-l1")
    sources = curated.facts.sources + Graph()
    sources.add((URIRef(passage), DCTERMS.source, Literal("et sted")))
    facts = Facts({passage: curated.facts.named[PARLIAMENT]}, sources)
    assert rules(facts, curated, documents) == {"fact-graph"}


def test_facts_are_no_claims(curated: Curated) -> None:
    assert not any(name.startswith(NAMES.iri(FACTS)) for name in curated.claims())


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("udsatte-gravide-forloeb", "978-87-94371-02-5"),
        ("socialstyrelsen", "Social- og Boligstyrelsen"),
        ("tilbageholdelse", "sundhedsloven §§ 141 b-141 f"),
        ("lov-om-tilbageholdelse", "nr. 1128"),
    ],
)
def test_facts_are_shown_as_notes_with_their_source(slug: str, words: str, service: Forlobkg) -> None:
    view = service.show(slug)
    (fact,) = (fact for fact in view.outside_facts if words in fact.text)
    assert fact.source
    said = [*view.statements, *view.mentioned_in, *view.inferred]
    assert not any(words in statement.object.label for statement in said)


def test_no_answer_rests_on_a_fact_from_outside(service: Forlobkg) -> None:
    result = service.ask("Hvad er ISBN-nummeret på forløbsbeskrivelsen om udsatte gravide?")
    assert result.abstained
    graphs = service.sparql(
        f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(CONTAINS(STR(?g), '{FACTS_FROM}')) }}"
    )
    assert graphs.content.count(b"fakta-") == 8
