"""What participants do with what they have heard: questions to discuss, an opening, an end, and a constructed case.

None of it claims anything of the sources; the answers to a case stand in the notes, with their places.
"""

from __future__ import annotations

from forlobkg.answer import date_in_words
from forlobkg.corpus import Corpus
from forlobkg.errors import InputError
from forlobkg.graph import KnowledgeGraph
from forlobkg.teach.cases import Asked, Point, compose_cases
from forlobkg.teach.cases.texts import load_case_texts
from forlobkg.teach.claims import Claims, begin_sentence
from forlobkg.teach.outline import MOST_NOTE_CHARS, Choice, OutlineLine, OutlinePart
from forlobkg.teach.topics import Ending

OPENING = "velkomst"
GAPS = "slaa-op"
CLOSING = "opsamling"
CASE = "case"
FRAME = (OPENING, GAPS, CLOSING, CASE)
"""The ids of the parts that are no topics."""


class Exercises:
    """The exercises of courses; a case is kept once it is made."""

    def __init__(self, graph: KnowledgeGraph, corpus: Corpus, claims: Claims) -> None:
        self._graph = graph
        self._corpus = corpus
        self._topics = claims.topics
        self._cases: dict[str, OutlinePart | None] = {}

    def opening(self, choice: Choice) -> OutlinePart:
        """The first part: what the participants are to learn, and what they wish to."""
        return self._part(OPENING, self._topics.frame.opening, choice)

    def closing(self, choice: Choice) -> OutlinePart:
        """The last part: what the participants take home, as questions."""
        return self._part(CLOSING, self._topics.frame.closing, choice)

    def gaps(self, lines: list[OutlineLine], choice: Choice) -> OutlinePart:
        """The part that gathers what the sources do not say."""
        part = self._part(GAPS, self._topics.frame.gaps, choice)
        return part.model_copy(update={"lines": [*lines, *part.lines]})

    def case(self, choice: Choice) -> OutlinePart | None:
        """A constructed case with its questions, for courses that have time for one; the answers are in its note."""
        minutes = self._topics.frame.case.minutes.get(str(choice.minutes), 0)
        part = self._case(choice.pathway) if minutes else None
        return part.model_copy(update={"minutes": minutes, "discussion": minutes}) if part is not None else None

    def knows(self, text: str, pathway: str) -> bool:
        """Whether ``text`` is one of the exercises here; anything else is the trainer's own."""
        if text in self._questions():
            return True
        case = self._case(pathway)
        return case is not None and text in (line.text for line in case.lines)

    def _questions(self) -> set[str]:
        frame = self._topics.frame
        endings = (line for part in (frame.opening, frame.gaps, frame.closing) for line in part.lines)
        of_topics = (text for topic in self._topics.topic for text in topic.discuss)
        return {*endings, *of_topics, *self._topics.about_actor.discuss}

    def _part(self, ident: str, ending: Ending, choice: Choice) -> OutlinePart:
        minutes = ending.minutes[str(choice.minutes)]
        return OutlinePart(
            id=ident, title=ending.title, minutes=minutes, discussion=minutes, lines=questions(ending.lines)
        )

    def _case(self, pathway: str) -> OutlinePart | None:
        if pathway not in self._cases:
            self._cases[pathway] = self._made(pathway)
        return self._cases[pathway]

    def _made(self, pathway: str) -> OutlinePart | None:
        texts = load_case_texts()
        try:
            case = compose_cases(self._graph, self._corpus, count=1, pathway=pathway)[0]
        except InputError:
            # The sources name too little for a case; the course goes without.
            return None
        name = case.vignette.person.name
        asked = (
            texts.question.format(number=number, text=question.text)
            for number, question in enumerate(case.questions, 1)
        )
        answers = "\n".join(self._answer(number, question) for number, question in enumerate(case.questions, 1))
        frame = self._topics.frame.case
        return OutlinePart(
            id=CASE,
            title=frame.title.format(name=name),
            minutes=0,
            lines=questions((f"{texts.mark}: {case.vignette.text}", *asked)),
            note=f"{frame.note.format(name=name)}\n{answers}"[:MOST_NOTE_CHARS],
        )

    def _answer(self, number: int, asked: Asked) -> str:
        """The answer with the places that each of its points rests on, once for points in a row that share them."""
        points = [(_ended(begin_sentence(point.text)), self._places(point)) for point in asked.points]
        following = [places for _, places in points[1:]]
        told = [
            text if not places or places == after else f"{text} ({places})"
            for (text, places), after in zip(points, [*following, ""], strict=True)
        ]
        return f"Svar {number}: {' '.join(told)}"

    def _places(self, point: Point) -> str:
        names = dict.fromkeys(statement.passages[0] for statement in point.statements)
        return "; ".join(dict.fromkeys(self._place(name) for name in names))

    def _place(self, name: str) -> str:
        passage = self._corpus.passages[name]
        record = self._corpus.documents[passage.document].record
        place = f"side {passage.page}" if passage.page else passage.section
        return ", ".join(filter(None, (date_in_words(record.date.isoformat()), place)))


def _ended(text: str) -> str:
    return text if text.endswith((".", ":", "!", "?")) else f"{text}."


def questions(texts: tuple[str, ...]) -> list[OutlineLine]:
    """Lines that ask, or put before the participants, something of the service's own making."""
    return [OutlineLine(text=text, exercise=True) for text in texts]
