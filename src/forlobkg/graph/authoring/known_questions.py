"""Known questions: how people ask for what a passage says, and what they ask that no passage says."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from forlobkg.corpus import Document
from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.violations import Violation

KNOWN_QUESTIONS = "known-questions.tsv"
_COLUMNS = ("passage", "question")
_UNANSWERED = "-"
_AND = "+"


@dataclass(frozen=True, slots=True)
class KnownQuestionRow:
    """A row of the file: ``target`` is a passage's slug, or several with "+" between them that answer together; with
    "-" before it where the question only comes near it, or "-" alone where it has nothing to do with any."""

    line: int
    target: str
    text: str

    @property
    def passages(self) -> tuple[str, ...]:
        """The passages that answer the question, or that it comes near."""
        return tuple(filter(None, self.target.removeprefix(_UNANSWERED).split(_AND)))


def load_known_questions(ontology_dir: Path) -> list[KnownQuestionRow]:
    """The known questions of the folder; none where there is no such file. Raises ``OntologyError`` with the line."""
    path = ontology_dir / KNOWN_QUESTIONS
    if not path.is_file():
        return []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{KNOWN_QUESTIONS}: filen kan ikke læses: {error}") from error
    rows = []
    for number, cells in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        if number == 1 and tuple(cells) != _COLUMNS:
            raise OntologyError(f"{KNOWN_QUESTIONS}, linje 1: kolonnerne skal være {', '.join(_COLUMNS)}")
        if number == 1 or not cells:
            continue
        if len(cells) != len(_COLUMNS) or not cells[0].strip() or not cells[1].strip():
            raise OntologyError(f"{KNOWN_QUESTIONS}, linje {number}: der skal være to felter med tabulator imellem")
        rows.append(KnownQuestionRow(number, cells[0].strip(), cells[1].strip()))
    return rows


def check_known_questions(rows: Sequence[KnownQuestionRow], documents: Sequence[Document]) -> Iterator[Violation]:
    """Questions of passages that there are not, and questions that stand twice."""
    passages = {passage.id for document in documents for passage in document.passages}
    seen: dict[str, int] = {}
    for row in rows:
        place = f"{KNOWN_QUESTIONS}, linje {row.line}"
        for unknown in dict.fromkeys(slug for slug in row.passages if slug not in passages):
            yield Violation(
                "known-question-passage-unknown",
                f"{place}: intet tekststed hedder »{unknown}«. Ret navnet, eller slet linjen.",
                file=KNOWN_QUESTIONS,
            )
        first = seen.setdefault(row.text.lower(), row.line)
        if first != row.line:
            yield Violation(
                "known-question-twice",
                f"{place}: »{row.text}« står også i linje {first}. Behold den ene.",
                file=KNOWN_QUESTIONS,
            )
