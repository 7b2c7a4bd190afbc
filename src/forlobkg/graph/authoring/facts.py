"""Facts from outside the sources: a graph for each page they come from, kept apart from every claim.

They are shown as notes and never make or support an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from forlobkg.graph.authoring.rdf_files import parse_trig
from forlobkg.graph.authoring.violations import Violation, short_name
from forlobkg.graph.names import FACTS, FACTS_FROM, Names
from forlobkg.settings import DEFAULT_BASE_IRI

FACTS_FILE = "facts.trig"
_NAMES = Names(DEFAULT_BASE_IRI)
_LANGUAGES = {"da", "en"}


@dataclass(frozen=True, slots=True)
class Facts:
    """``named`` holds the graph of each outside source, ``sources`` what says where each of them comes from."""

    named: dict[str, Graph] = field(default_factory=dict)
    sources: Graph = field(default_factory=Graph)

    def graphs(self) -> dict[str, Graph]:
        """The graphs of the facts, and the one that describes them; none where there are no facts."""
        return {**self.named, _NAMES.iri(FACTS): self.sources} if self.named else {}


def load_facts(ontology_dir: Path) -> Facts:
    """The facts of the folder; none where there is no such file. Raises ``OntologyError``."""
    path = ontology_dir / FACTS_FILE
    if not path.is_file():
        return Facts()
    sources, named = parse_trig(path)
    return Facts(named, sources)


def check_facts(facts: Facts, editorial: Graph, documents: frozenset[str]) -> Iterator[Violation]:
    """Facts in a graph of another kind, without a source, of unknown things, or without a note in both languages.

    ``documents`` holds the IRIs of the documents, which need no type in the editorial graph.
    """
    for name in sorted(facts.named):
        short = short_name(URIRef(name))
        if not name.startswith(_NAMES.iri(FACTS_FROM)):
            yield _violation(
                "fact-graph",
                f"{short}: en oplysning udefra skal stå i en graf, hvis navn begynder med id:{FACTS_FROM}. "
                "Omdøb grafen.",
                name,
            )
        if (URIRef(name), DCTERMS.source, None) not in facts.sources:
            yield _violation(
                "fact-source", f"{short} siger ikke, hvor oplysningerne er fra. Giv grafen dcterms:source.", name
            )
        for subject in sorted(set(facts.named[name].subjects()), key=str):
            if (subject, RDF.type, None) not in editorial and str(subject) not in documents:
                yield _violation(
                    "fact-thing-unknown",
                    f"{short}: ingen ting i redaktion.trig hedder {short_name(subject)}. Ret navnet, eller slet "
                    "oplysningen.",
                    name,
                    str(subject),
                )
            notes = facts.named[name].objects(subject, SKOS.note)
            if {note.language for note in notes if isinstance(note, Literal)} != _LANGUAGES:
                yield _violation(
                    "fact-note",
                    f"{short}: {short_name(subject)} skal have oplysningen i ord på dansk og engelsk (skos:note "
                    "med @da og @en). Tilføj det, der mangler.",
                    name,
                    str(subject),
                )


def _violation(rule: str, message: str, graph: str, subject: str | None = None) -> Violation:
    return Violation(rule, message, subject, graph, FACTS_FILE)
