"""What the sources say, looked up by short names, and quoted in Danish sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from forlobkg.answer import inside_sentence, listing
from forlobkg.corpus import Corpus
from forlobkg.graph import KnowledgeGraph, Statement

_OPEN_END = re.compile(r"(\s+(fx|f\.eks\.))?(\s+fordi)?[\s.:]*$")


class Lookup:
    """Statements of the sources by slugs and prefixed names (``fb:hasElement``); what was asked for is kept."""

    def __init__(self, graph: KnowledgeGraph, corpus: Corpus) -> None:
        self.graph = graph
        self.corpus = corpus
        self._positions = {slug: place for place, slug in enumerate(corpus.passages)}
        self._said: dict[tuple[str, str, str], list[Statement]] = {}

    def iri(self, name: str) -> str:
        """The IRI of a prefixed name, or of a slug. Raises ``KeyError`` for an unknown prefix."""
        prefix, colon, local = name.partition(":")
        return self.graph.names.prefixes[prefix] + local if colon else self.graph.names.iri(name)

    def slug(self, iri: str) -> str:
        """The slug of a thing of ours; anything else as it is."""
        return self.graph.names.slug(iri) or iri

    def said(self, *, subject: str = "", predicate: str, object_: str = "") -> list[Statement]:
        """The statements of passages that fit, in the documents' order; an empty part fits anything."""
        key = (subject, predicate, object_)
        if key not in self._said:
            self._said[key] = self.graph.statements(
                subject=self.iri(subject) if subject else None,
                predicate=self.iri(predicate),
                object_=self.iri(object_) if object_ else None,
            )
        return self._said[key]

    def is_a(self, slug: str, class_name: str) -> bool:
        """Whether ``slug`` names a thing of the class."""
        concept = self.graph.concepts.get(slug)
        return concept is not None and class_name in concept.types

    def label(self, name: str) -> str:
        """The Danish label of a slug or IRI; a literal as it is."""
        iri = name if ":" in name else self.graph.names.iri(name)
        return self.graph.labels.get(iri, name)

    def inside(self, name: str) -> str:
        """The label as it stands inside a sentence."""
        iri = name if ":" in name else self.graph.names.iri(name)
        return inside_sentence(self.label(name), is_name=iri in self.graph.proper_names)

    def in_order(self, passages: Iterable[str]) -> list[str]:
        """Slugs of passages, each once, in the documents' order."""
        return sorted(set(passages), key=self._positions.__getitem__)

    def passages(self, statements: Iterable[Statement]) -> list[str]:
        """The passages that make the statements, in the documents' order."""
        return self.in_order(slug for statement in statements for slug in statement.passages)

    def quote(self, slug: str) -> str:
        """The passage's own words in Danish quotation marks, without full stop, colon or »fx fordi« at their end."""
        return f"»{_OPEN_END.sub('', self.corpus.passages[slug].text)}«"

    def quotes(self, slugs: Iterable[str]) -> str:
        """The passages' own words as a Danish list, those of equal wording once."""
        return listing(list(dict.fromkeys(self.quote(slug) for slug in slugs)))

    def first_words(self, statements: Sequence[Statement]) -> str:
        """The quotes of the first passage that makes each of the statements."""
        return self.quotes(statement.passages[0] for statement in statements)
