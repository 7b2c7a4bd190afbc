"""What lists, tables and boxes say: duties under a lead-in or a header, elements of a whole, recommendations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from forlobkg.curate.actors import ActorFinder, ActorSpan, DocumentActors
from forlobkg.curate.clauses import Clauses
from forlobkg.curate.lexicon import Lexicon
from forlobkg.curate.model import Candidate, CandidateKind, SourcePassage, part
from forlobkg.curate.words import Reader, Sentence

_NUMBERED_TITLE = re.compile(r"\s*anbefaling\s+(?:nr\.?\s*)?(\d+[a-zæøå]?)\b\.?:?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(\d+[a-z]?|[a-z])[.)]\s+")
_HEADER_MODALS = {"skal": "skal", "bør": "bør", "kan": "kan", "anbefales": "anbefales"}
_RESPONSIBLE = re.compile(r"\b(ansvarlige?|har ansvaret|ansvar)\b", re.IGNORECASE)
_BULLET = frozenset({"bullet"})
_LESS_WITHOUT_MODAL = 0.2
_MODALS = re.compile(r"\b(skal|bør|anbefales|kan)\b")


class StructureReader:
    """Reads what a passage says together with its context."""

    def __init__(self, lexicon: Lexicon, reader: Reader, finder: ActorFinder) -> None:
        self._lexicon = lexicon
        self._reader = reader
        self._finder = finder
        self._clauses = Clauses(lexicon, reader)
        self._negations = lexicon.words("clauses", "negations")
        self._conditional = lexicon.words("clauses", "conditional")

    def duties(self, passage: SourcePassage, document: DocumentActors) -> Iterator[Candidate]:
        """Duties whose actor and modal stand in the context."""
        if passage.kind == "cell":
            yield from self._cell(passage, document)
        elif passage.kind in _BULLET and passage.context:
            yield from self._bullet(passage, document)

    def _bullet(self, passage: SourcePassage, document: DocumentActors) -> Iterator[Candidate]:
        lead = passage.context[0]
        sentences = self._reader.sentences(lead)
        if not sentences or not (lead.rstrip().endswith(":") or sentences[-1].words[-1].is_word):
            return
        sentence = sentences[-1]
        if any(word.form in self._negations for word in sentence.words):
            return
        found = self._lead(sentence, document)
        if found is None:
            return
        actors, modal, modality, opening = found
        own = self._reader.sentences(passage.text)
        if not own or own[0].is_question:
            return
        words = own[0].words
        start = next((n for n, word in enumerate(words) if word.form not in ("at",)), 0)
        if (
            opening is None
            and modality in ("skal", "bør", "kan")
            and not self._reader.is_infinitive(words[start].form)
        ):
            if not any(self._reader.is_infinitive(word.form) for word in words[start : start + 5]):
                return
            if self._reader.is_passive(words[start].form):
                return
        for first, last in self._clauses.tasks(words, start, whole=True)[:1]:
            end, whom, when = self._clauses.whom_and_when(words, first, last, (0, 0), (0, 0))
            for actor in actors:
                yield self._lexicon.candidate(
                    CandidateKind.RESPONSIBILITY,
                    "duty-lead-in",
                    passage.id,
                    passage.text,
                    (0, len(passage.text)),
                    (
                        part("actor", lead, *sentence.span(actor.first, actor.last), 0),
                        part("modal", lead, *sentence.span(*modal), 0),
                        *((part("task", lead, *sentence.span(*opening), 0),) if opening else ()),
                        part("task", passage.text, *own[0].span(first, end)),
                        *(part("whom", passage.text, *own[0].span(*span)) for span in whom),
                        *(part("when", passage.text, *own[0].span(*span)) for span in when),
                    ),
                    (("modality", modality),),
                )

    def _lead(
        self, sentence: Sentence, document: DocumentActors
    ) -> tuple[list[ActorSpan], tuple[int, int], str, tuple[int, int] | None] | None:
        """The actors and the modal of a lead-in: "Kommunen skal:", "Herefter bør teamet:".

        Last come the words of the task that it begins itself: "sikre, at" in "Kommunen skal sikre, at:".
        """
        words = sentence.words
        actors = self._finder.find(sentence, document)
        doc = self._reader.doc(sentence, [(one.first, one.last) for one in actors])
        end = len(words) - (1 if words[-1].text in ":.…" else 0)
        for first, last in self._lexicon.matches("responsible-for", doc):
            subjects = [one for one in actors if one.last <= first]
            if subjects and last >= end - 2 and words[0].form not in self._conditional:
                return subjects, (first, last), "har ansvaret for", None
        modals = self._lexicon.matches("modal", doc)
        if not modals:
            return None
        place = modals[-1][0]
        before = [one for one in actors if one.last == place]
        after = [one for one in actors if one.first > place]
        if words[0].form in self._conditional and not (place and words[place - 1].text == ","):
            return None
        if before and all(not self._reader.is_infinitive(word.form) for word in words[place + 1 : end]):
            return self._joined(sentence, actors, before[0]), (place, place + 1), words[place].form, None
        if (
            before
            and place + 1 < end
            and words[end - 1].form == "at"
            and self._reader.is_infinitive(words[place + 1].form)
        ):
            return self._joined(sentence, actors, before[0]), (place, place + 1), words[place].form, (place + 1, end)
        if after and after[0].first <= place + 2 and after[-1].last >= end - 3:
            return after, (place, place + 1), words[place].form, None
        return None

    def _joined(self, sentence: Sentence, actors: Sequence[ActorSpan], last: ActorSpan) -> list[ActorSpan]:
        joined = [last]
        for one in reversed([span for span in actors if span.last < last.first]):
            if one.last == joined[0].first - 1 and sentence.words[one.last].form in ("og", "eller", "samt", ","):
                joined.insert(0, one)
        return joined

    def _cell(self, passage: SourcePassage, document: DocumentActors) -> Iterator[Candidate]:
        headers = [text.strip().strip(":?").casefold() for text in passage.context]
        modal_at = next((n for n, text in enumerate(headers) if text in _HEADER_MODALS), None)
        if modal_at is not None:
            for place, context in enumerate(passage.context):
                if place != modal_at:
                    yield from self._table_task(passage, document, modal_at, place, context)
            return
        responsible = next((n for n, text in enumerate(passage.context) if _RESPONSIBLE.search(text)), None)
        if responsible is not None and len(passage.context) > 1:
            yield from self._table_actor(passage, document, responsible)

    def _table_task(
        self, passage: SourcePassage, document: DocumentActors, modal_at: int, place: int, context: str
    ) -> Iterator[Candidate]:
        actors = self._all_actors(context, document)
        own = self._reader.sentences(passage.text)
        if not actors or not own or not passage.text.strip("–- "):
            return
        words = own[0].words
        end, whom, when = self._clauses.whom_and_when(words, 0, len(words), (0, 0), (0, 0))
        if words[end - 1].text == ".":
            end -= 1
        header = passage.context[modal_at]
        for sentence, actor in actors:
            yield self._lexicon.candidate(
                CandidateKind.RESPONSIBILITY,
                "duty-table",
                passage.id,
                passage.text,
                (0, len(passage.text)),
                (
                    part("actor", context, *sentence.span(actor.first, actor.last), place),
                    part("modal", header, *_stripped(header), modal_at),
                    part("task", passage.text, *own[0].span(0, end)),
                    *(part("whom", passage.text, *own[0].span(*span)) for span in whom),
                    *(part("when", passage.text, *own[0].span(*span)) for span in when),
                ),
                (("modality", _HEADER_MODALS[header.strip().strip(":?").casefold()]),),
            )

    def _table_actor(self, passage: SourcePassage, document: DocumentActors, header: int) -> Iterator[Candidate]:
        """A cell with actors under "Ansvarlig": the task is what the row, or the column, is about."""
        other = next(n for n in range(len(passage.context)) if n != header)
        task = passage.context[other]
        for sentence, actor in self._all_actors(passage.text, document):
            yield self._lexicon.candidate(
                CandidateKind.RESPONSIBILITY,
                "duty-table",
                passage.id,
                passage.text,
                (0, len(passage.text)),
                (
                    part("actor", passage.text, *sentence.span(actor.first, actor.last)),
                    part("modal", passage.context[header], *_stripped(passage.context[header]), header),
                    part("task", task, *_stripped(task), other),
                ),
                (("modality", "har ansvaret for"),),
                less=0.25,
            )

    def _all_actors(self, text: str, document: DocumentActors) -> list[tuple[Sentence, ActorSpan]]:
        return [
            (sentence, one)
            for sentence in self._reader.sentences(text)
            for one in self._finder.find(sentence, document)
        ]

    def elements(self, passage: SourcePassage) -> Iterator[Candidate]:
        """The passage as an element of the whole that its lead-in or heading names."""
        if passage.kind not in _BULLET:
            return
        for place, lead in enumerate(passage.context):
            found = self._whole(lead, place)
            if found is not None:
                whole, relation, rule = found
                yield self._lexicon.candidate(
                    CandidateKind.ELEMENT,
                    rule,
                    passage.id,
                    passage.text,
                    (0, len(passage.text)),
                    (
                        part("whole", lead, *whole, place),
                        part("relation", lead, *relation, place),
                        part("element", passage.text, *_stripped(passage.text)),
                    ),
                )
                return

    def _whole(self, lead: str, place: int) -> tuple[tuple[int, int], tuple[int, int], str] | None:
        sentences = self._reader.sentences(lead)
        if not sentences or any(word.form in self._negations for word in sentences[-1].words):
            return None
        sentence = sentences[-1]
        words = sentence.words
        doc = self._reader.doc(sentence, [])
        headed = self._lexicon.matches("elements-in", doc)
        if headed and headed[0][1] < len(words):
            first, last = headed[0]
            end = len(words) - (1 if words[-1].text in ":.?" else 0)
            return sentence.span(last, end), sentence.span(first, last), "element-heading"
        if place or not lead.rstrip().endswith(":"):
            return None
        for first, last in self._lexicon.matches("consists-of", doc):
            # Nothing but the list itself may come after: "indeholder som minimum:", "består af følgende dele:".
            rest = [word for word in words[last:] if word.is_word]
            start = self._clauses.clause_start(words, first)
            while start < first and words[start].form in ("og", "men"):
                start += 1
            subject = words[start:first]
            if len(rest) > 4 or not subject:
                if len(rest) <= 8 and first >= 1 and words[first - 1].form in ("kan", "skal", "bør"):
                    continue
                continue
            modal = next((n for n in range(start, first) if words[n].form in ("skal", "bør", "kan", "må")), first)
            while modal > start and not words[modal - 1].is_word:
                modal -= 1
            if modal > start and words[start].form not in self._conditional:
                return sentence.span(start, modal), sentence.span(first, last), "element-list"
        return None

    def recommendation(self, passage: SourcePassage, taken: set[str]) -> Candidate | None:
        """The recommendation that the passage is; numbers in ``taken`` have theirs, and a number found is added."""
        text = passage.text
        if passage.kind in ("heading", "box-title", "cell", "header-cell", "caption"):
            return None
        line = _NUMBERED_TITLE.match(text)
        if line is not None and len(text) - line.end() > 20:
            return self._recommended(
                passage, line[1], (line.start(1), line.end(1)), line.end(), "recommendation-line"
            )
        around = [*passage.context, *passage.section[-1:]]
        for place, title in enumerate(around):
            found = _NUMBERED_TITLE.fullmatch(title)
            if found is not None:
                key = f"{found[1]}\n{title}"
                if key in taken:
                    return None
                taken.add(key)
                number = (found.start(1), found.end(1)) if place < len(passage.context) else None
                return self._recommended(passage, found[1], number, 0, "recommendation-box", place)
        numbered = _NUMBER.match(text)
        if numbered is not None and any(
            re.search(r"\banbefaling(er|erne)\b", title, re.IGNORECASE) for title in around
        ):
            span = (numbered.start(1), numbered.end(1))
            return self._recommended(passage, numbered[1], span, numbered.end(), "recommendation-numbered")
        return None

    def _recommended(
        self,
        passage: SourcePassage,
        number: str,
        span: tuple[int, int] | None,
        start: int,
        rule: str,
        place: int | None = None,
    ) -> Candidate:
        text = passage.text
        start, end = _stripped(text, start)
        parts = [part("text", text, start, end)]
        if span is not None:
            source = text if place is None else passage.context[place]
            parts.insert(0, part("number", source, *span, place))
        modal = _MODALS.search(text, start)
        if modal is not None:
            parts.append(part("modal", text, modal.start(), modal.end()))
        return self._lexicon.candidate(
            CandidateKind.RECOMMENDATION,
            rule,
            passage.id,
            text,
            (start, end),
            tuple(parts),
            (("number", number), ("modality", modal[0] if modal is not None else "")),
            0.0 if modal is not None else _LESS_WITHOUT_MODAL,
        )


def _stripped(text: str, start: int = 0) -> tuple[int, int]:
    """The offsets of ``text`` from ``start`` without the space around it."""
    end = len(text.rstrip())
    return min(start + len(text[start:]) - len(text[start:].lstrip()), end), end
