"""The questions and then the key as one Markdown text (CommonMark), in which nothing of the quiz is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forlobkg.teach.quiz.exports import sheets
from forlobkg.teach.quiz.exports.wording import word
from forlobkg.teach.quiz.items import Quiz

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_AT_START = re.compile(r"^(\d+)([.)])|^([-+=:])")


def write(quiz: Quiz) -> bytes:
    """The quiz as Markdown: the questions, a rule, and the key."""
    asked, key = sheets.questions(quiz), sheets.key(quiz)
    blocks = [f"# {_text(asked.title)}", f"{asked.count}. {asked.notice}"]
    for question in asked.entries:
        blocks += _question(question)
    blocks += ["---", f"# {_text(key.title)}", key.notice]
    for answer in key.entries:
        blocks += _answer(answer)
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def _question(question: sheets.Question) -> Iterator[str]:
    yield f"## {question.heading}"
    yield _text(question.stem)
    yield f"*{_text(question.instruction)}*"
    match question.shape:
        case "pairs":
            yield "\n".join(f"- ____ {_text(left, '  ')}" for left in question.lefts)
            yield f"{word('words', 'to-choose')}:"
            yield "\n".join(f"- {_choice(choice)}" for choice in question.choices)
        case "blank":
            yield r"\_" * 30
        case "numbers":
            yield "\n".join(f"- ____ {_choice(choice)}" for choice in question.choices)
        case "ticks":
            yield "\n".join(f"- ☐ {_choice(choice)}" for choice in question.choices)


def _answer(answer: sheets.Answer) -> Iterator[str]:
    yield f"## {answer.heading}"
    yield _text(answer.stem)
    yield "\n".join(f"- **{_text(right, '  ')}**" for right in answer.right)
    yield _text(answer.explanation)
    for quote in answer.quotes:
        yield f"> {_text(quote.text, '> ')}\n>\n> {_text(quote.origin)}"


def _choice(choice: sheets.Choice) -> str:
    return f"**{choice.letter}.** {_text(choice.text, '  ')}" if choice.letter else _text(choice.text, "  ")


def _text(text: str, indent: str = "") -> str:
    """The text with every sign of markup escaped, and its line ends as hard breaks within the block."""
    lines = (_MARKUP.sub(r"\\\1", line).strip() for line in text.split("\n"))
    return f"\\\n{indent}".join(_AT_START.sub(_escaped_start, line) for line in lines if line)


def _escaped_start(match: re.Match[str]) -> str:
    number, sign, alone = match.groups()
    return f"\\{alone}" if alone else f"{number}\\{sign}"
