"""What the graph asserts, as questions need it: claims with their passages, and what is above or below what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal

from forlobkg.corpus import Corpus
from forlobkg.graph import KnowledgeGraph
from forlobkg.teach.quiz.items import Triple
from forlobkg.teach.quiz.relations import Selection

_ABOVE: Final = ("skos:broader", "skos:broaderTransitive", "dcterms:isPartOf", "fb:reasonFor", "org:memberOf")
"""Relations whose ends are never told apart in one question: who is right of the one is right of the other."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of the sources with the slugs of the passages that make it; ``take`` is the end to be asked for."""

    subject: str
    predicate: str
    object: str
    passages: tuple[str, ...]
    take: Literal["subject", "object"] = "object"

    @property
    def taken(self) -> str:
        """The end that is asked for."""
        return self.object if self.take == "object" else self.subject

    @property
    def given(self) -> str:
        """The other end."""
        return self.subject if self.take == "object" else self.object

    @property
    def triple(self) -> Triple:
        """The statement; a text as the object stands there as it is."""
        return Triple(subject=self.subject, predicate=self.predicate, object=self.object)

    def with_taken(self, value: str) -> Triple:
        """The statement with ``value`` at the end that is asked for."""
        ends = {"subject": self.subject, "object": self.object, self.take: value}
        return Triple(predicate=self.predicate, **ends)


class Facts:
    """The claims of the passages, and what follows from them."""

    def __init__(self, graph: KnowledgeGraph, corpus: Corpus) -> None:
        self.graph = graph
        self.corpus = corpus
        self._places = {passage: place for place, passage in enumerate(corpus.passages)}
        stated = graph.as_statements(graph.select(graph.query_text("statements")))
        inferred = graph.as_statements(graph.select(graph.query_text("inferred")))
        uses = graph.as_statements(graph.select(graph.query_text("teach/element-uses")))
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        known = set()
        for statement in (*stated, *inferred, *uses):
            key = (statement.subject, statement.predicate, statement.object)
            if key not in known:
                self._claims[statement.predicate].append(Claim(*key, self.in_order(statement.passages)))
            known.add(key)
        self._asserted = frozenset(known)

    def in_order(self, passages: Iterable[str]) -> tuple[str, ...]:
        """The passages once each, in the order of the documents."""
        return tuple(sorted(set(passages), key=self._places.__getitem__))

    def asserts(self, triple: Triple) -> bool:
        """Whether a passage says it, or it follows by a rule."""
        return (triple.subject, triple.predicate, triple.object) in self._asserted

    def answers(self, claim: Claim) -> set[str]:
        """Everything that the graph asserts at the end that is asked for, with the same other end."""
        turned = (replace(other, take=claim.take) for other in self._claims[claim.predicate])
        return {other.taken for other in turned if other.given == claim.given}

    def select(self, wanted: Selection) -> list[Claim]:
        """The claims that ``wanted`` describes, in the order of the documents."""
        subjects, objects = self._iris(wanted.subject), self._iris(wanted.object)
        without = self._iris(wanted.without)
        found = [
            replace(claim, take=wanted.take)
            for claim in self._claims.get(self.expand(wanted.predicate), ())
            if (not subjects or claim.subject in subjects) and (not objects or claim.object in objects)
        ]
        return sorted(
            (claim for claim in found if claim.taken not in without),
            key=lambda claim: (self._places[claim.passages[0]], claim.subject, claim.object),
        )

    def expand(self, curie: str) -> str:
        """The IRI of a CURIE with a prefix of ours."""
        prefix, _, name = curie.partition(":")
        return self.graph.names.prefixes[prefix] + name

    def classes(self, value: str) -> frozenset[str]:
        """The classes of a thing, without those that all concepts share."""
        concept = self.graph.concepts.get(self.graph.names.slug(value) or "")
        return frozenset(concept.types if concept else ()) - {
            "Concept",
            "http://www.w3.org/2004/02/skos/core#Concept",
        }

    def slides(self, value: str) -> frozenset[tuple[str, int | str]]:
        """The slides, or sections of a page without slides, where the sources speak of a thing."""
        return self._slides.get(value, frozenset())

    def neighbours(self, value: str) -> frozenset[str]:
        """What the sources relate a thing to."""
        return self._neighbours.get(value, frozenset())

    def one_above_other(self, one: str, other: str) -> bool:
        """Whether one of the two is a part, a kind or a reason of the other, however many steps lie between."""
        return other in self._reached(one) or one in self._reached(other)

    def _iris(self, slugs: Iterable[str]) -> frozenset[str]:
        return frozenset(self.graph.names.iri(slug) for slug in slugs)

    def _reached(self, value: str) -> set[str]:
        reached: set[str] = set()
        waiting = [value]
        while waiting:
            new = self._above.get(waiting.pop(), set()) - reached
            reached |= new
            waiting.extend(new)
        return reached

    @cached_property
    def _above(self) -> dict[str, set[str]]:
        above: dict[str, set[str]] = defaultdict(set)
        for curie in _ABOVE:
            for claim in self._claims.get(self.expand(curie), ()):
                above[claim.subject].add(claim.object)
        return dict(above)

    @cached_property
    def _slides(self) -> dict[str, frozenset[tuple[str, int | str]]]:
        slides: dict[str, set[tuple[str, int | str]]] = defaultdict(set)
        for claims in self._claims.values():
            for claim in claims:
                for passage in (self.corpus.passages[name] for name in claim.passages):
                    for end in (claim.subject, claim.object):
                        slides[end].add((passage.document, passage.page or passage.section))
        return {value: frozenset(found) for value, found in slides.items()}

    @cached_property
    def _neighbours(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for claims in self._claims.values():
            for claim in claims:
                found[claim.subject].add(claim.object)
                found[claim.object].add(claim.subject)
        return {value: frozenset(near) for value, near in found.items()}
