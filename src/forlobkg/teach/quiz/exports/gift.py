"""GIFT, as Moodle's own importer (question/format/gift) reads it: https://docs.moodle.org/en/GIFT_format.

The stem is HTML, and so are options and feedback; the right sides of pairs and short answers are plain text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from forlobkg.teach.quiz.exports.wording import (
    explained,
    in_order,
    inline,
    is_true,
    one_line,
    share,
    share_of_wrong,
    shortened,
    tags,
    unmarked,
    why_right,
    word,
)
from forlobkg.teach.quiz.items import Item, Quiz

_CONTROL = str.maketrans({sign: f"\\{sign}" for sign in r"\~=#{}:"})
_LONGEST_NAME = 120


def write(quiz: Quiz) -> bytes:
    """The quiz as GIFT: a category for each topic below one for the quiz."""
    blocks = []
    items = sorted(quiz.items, key=lambda item: one_line(item.topic))
    for topic, group in groupby(items, key=lambda item: one_line(item.topic)):
        # The importer takes a category as it stands: an escape would stay in its name.
        names = [unmarked(name).replace("/", "//") for name in (quiz.title, topic)]
        blocks.append("$CATEGORY: " + "/".join(["$course$/top", *filter(None, names)]))
        blocks += ["\n".join(_question(item)) for item in group]
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def _question(item: Item) -> Iterator[str]:
    marks = [f"[id:{item.id}]", *(f"[tag:{_bracketed(tag)}]" for tag in tags(item))]
    yield "// " + " ".join(marks)
    if item.kind == "ordering":
        yield "// GIFT har ingen rækkefølge: spørgsmålet er lavet om til par af led og plads."
    yield f"::{_escaped(shortened(item.stem, _LONGEST_NAME))}::[html]{_paragraph(item.stem)}{{"
    yield from _answers(item)
    yield f"####{_escaped(explained(item))}"
    yield "}"


def _answers(item: Item) -> Iterator[str]:
    wrong = _paragraph(word("feedback", "option-wrong"))
    right = _escaped(why_right(item))
    match item.kind:
        case "single":
            for option in item.options:
                yield f"{'=' if option.correct else '~'}{_inline(option.text)}#{right if option.correct else wrong}"
        case "multiple":
            part, taken = share(sum(option.correct for option in item.options)), share_of_wrong(item)
            for option in item.options:
                points = part if option.correct else taken
                yield f"~%{points}%{_inline(option.text)}#{right if option.correct else wrong}"
        case "true-false":
            yield f"{'TRUE' if is_true(item) else 'FALSE'}#{wrong}#{right}"
        case "matching":
            for pair in item.pairs:
                yield f"={_inline(pair.left)} -> {_plain(unmarked(pair.right))}"
            for side in item.extra_rights:
                yield f"= -> {_plain(unmarked(side))}"
        case "ordering":
            for place, step in enumerate(in_order(item), start=1):
                yield f"={_inline(step)} -> {_plain(word('words', 'place', number=place))}"
        case "short-answer":
            for accepted in item.accepted:
                # A star would stand for any words.
                yield f"=%100%{_plain(one_line(accepted).replace('*', chr(92) + '*'))}#{right}"


def _paragraph(text: str) -> str:
    return _escaped(f'<p lang="da">{inline(text)}</p>')


def _inline(text: str) -> str:
    return _escaped(f'<span lang="da">{inline(text)}</span>')


def _plain(text: str) -> str:
    # An arrow of two signs would make pairs of a short answer.
    return _escaped(text.replace("->", "→"))


def _escaped(text: str) -> str:
    return text.translate(_CONTROL)


def _bracketed(text: str) -> str:
    return text.replace("]", r"\]")
