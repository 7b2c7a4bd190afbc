"""The last check of an answer: each sentence carried by its citations, each quote verbatim in its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources

from forlobkg.answer.danish_text import date_in_words
from forlobkg.answer.templates import load_templates
from forlobkg.corpus import Corpus
from forlobkg.danish import Analyser
from forlobkg.errors import ForlobkgError
from forlobkg.graph import KnowledgeGraph
from forlobkg.results import AskResult, Citation, Fact

_QUOTED = re.compile("»([^»«]*)«")
_PLACEHOLDER = re.compile(r"\{[a-z]+\}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_TURNING = frozenset(
    {"ikke", "ingen", "intet", "aldrig", "hverken", "uden", "kun", "nej", "skal", "må", "bør", "altid", "alle"}
)
"""Function words that turn a sentence's meaning round or make it stronger: they must stand in what carries it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer and the ids of the citations that carry it."""

    text: str
    citations: tuple[str, ...]


class UnsupportedAnswerError(ForlobkgError):
    """An answer that its citations do not carry; ``faults`` says where."""

    exit_status = 1
    http_status = 500
    title = "Unsupported answer"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(f"svaret blev holdt tilbage, fordi dets citater ikke holder: {'; '.join(faults)}")
        self.faults = tuple(faults)


class Verifier:
    """Checks finished answers against the sources and the graph, knowing nothing of how they were found."""

    def __init__(self, corpus: Corpus, graph: KnowledgeGraph, analyser: Analyser) -> None:
        self._corpus = corpus
        self._graph = graph
        self._analyser = analyser
        self._frame = frozenset(lemma for text in _frames() for lemma in analyser.lemmas(text))

    def verify(self, result: AskResult, sentences: Sequence[Sentence]) -> AskResult:
        """``result`` itself when it holds. Raises ``UnsupportedAnswerError`` otherwise.

        Checked: each citation names a passage of its document, and its quote and context quotes stand verbatim in
        the repaired text, the quote at its offsets. Unless the result abstains: the answer's text is exactly its
        sentences; each has citations, and these exist; what stands between quotation marks in it stands verbatim in
        what it cites; every other word of it is one of a template, or stands in what it cites or in the name of a
        thing in a fact that cites the same; so does every number, denial and *must*; and the graph of a cited
        passage makes each fact.
        """
        faults = self._quote_faults(result)
        if result.abstained != (result.answer.kind == "none"):
            faults.append("abstained and kind disagree")
        if not result.abstained:
            if not sentences or result.answer.text != "\n".join(sentence.text for sentence in sentences):
                faults.append("the text is not its sentences")
            by_id = {citation.id: citation for citation in result.citations}
            for sentence in sentences:
                faults.extend(self._sentence_faults(sentence, result.facts, by_id))
            for fact in result.facts:
                faults.extend(self._fact_faults(fact, by_id))
        if faults:
            raise UnsupportedAnswerError(faults)
        return result

    def _sentence_faults(self, sentence: Sentence, facts: Iterable[Fact], by_id: dict[str, Citation]) -> list[str]:
        if not sentence.citations or not by_id.keys() >= set(sentence.citations):
            return [f"no citation carries {sentence.text!r}"]
        cited = [by_id[number] for number in sentence.citations]
        sources = [text for citation in cited for text in (citation.quote, *(c.quote for c in citation.context))]
        faults = [
            f"{quote!r} is not a quote"
            for quote in _QUOTED.findall(sentence.text)
            if not quote or not any(quote in source for source in sources)
        ]
        named = [
            label
            for fact in facts
            if not set(sentence.citations).isdisjoint(fact.citations)
            for label in (fact.subject.label, fact.object.label)
        ]
        analyser = self._analyser
        carried = {term for text in (*sources, *named) for term in analyser.index_terms(analyser.tokens(text))}
        for token in self._analyser.tokens(_QUOTED.sub(" ", sentence.text)):
            turns = token.form in _TURNING
            known = token.lemma in carried or (token.lemma in self._frame and not turns)
            if not known and (turns or not self._analyser.is_function_word(token)):
                faults.append(f"{token.text!r} is not carried in {sentence.text!r}")
        numbers = {number for text in (*sources, *named) for number in _NUMBER.findall(text)}
        faults.extend(
            f"the number {number} is not carried in {sentence.text!r}"
            for number in _NUMBER.findall(sentence.text)
            if number not in numbers
        )
        return faults

    def _fact_faults(self, fact: Fact, by_id: dict[str, Citation]) -> list[str]:
        if not fact.citations or not by_id.keys() >= set(fact.citations):
            return [f"no citation carries {fact.object.label!r}"]
        passages = {self._graph.names.slug(by_id[number].passage) for number in fact.citations}
        statements = self._graph.statements(
            subject=fact.subject.iri, predicate=fact.predicate.iri, object_=fact.object.iri
        )
        for statement in statements:
            same = statement.is_iri if fact.object.iri else date_in_words(statement.object) == fact.object.label
            if same and passages & set(statement.passages):
                return []
        return [f"no cited passage says {fact.subject.label!r} {fact.predicate.label!r} {fact.object.label!r}"]

    def _quote_faults(self, result: AskResult) -> list[str]:
        faults: list[str] = []
        for citation in result.citations:
            passage = self._corpus.passages.get(self._graph.names.slug(citation.passage) or "")
            if passage is None or passage.document != citation.document.id:
                faults.append(f"{citation.id} names no passage of {citation.document.id}")
                continue
            text = self._corpus.documents[passage.document].text
            if text[citation.start : citation.end] != citation.quote or not citation.quote:
                faults.append(f"{citation.id} does not stand at its offsets")
            if not passage.start <= citation.start <= citation.end <= passage.end:
                faults.append(f"{citation.id} reaches outside its passage")
            if citation.page != passage.page:
                faults.append(f"{citation.id} gives the wrong page")
            for context in citation.context:
                parent = self._corpus.passages.get(self._graph.names.slug(context.passage) or "")
                if parent is None or parent.id not in passage.context or parent.text != context.quote:
                    faults.append(f"{citation.id} has a context that is not in the source")
        return faults


def _frames() -> list[str]:
    """The words of our own that sentences may hold: those of the templates, and the yes."""
    frames = [
        _PLACEHOLDER.sub(" ", text)
        for template in load_templates()
        for part in template.parts
        for text in (part.sentence, part.item)
    ]
    content = resources.files("forlobkg.answer").joinpath("data/texts.toml").read_text("utf-8")
    own = tomllib.loads(content)
    return [*frames, own["yes"], _PLACEHOLDER.sub(" ", own["under"])]
