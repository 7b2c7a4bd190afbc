"""Moodle XML, as Moodle's own importer (question/format/xml) and that of qtype_ordering read it.

https://docs.moodle.org/en/Moodle_XML_format. Ordering needs Moodle 4.4, or the plugin qtype_ordering before.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from forlobkg.teach.quiz.exports.wording import (
    explained,
    in_order,
    inline,
    is_true,
    one_line,
    share,
    share_of_wrong,
    shortened,
    spoken,
    tags,
    unmarked,
    why_right,
    word,
)
from forlobkg.teach.quiz.items import Item, Quiz

if TYPE_CHECKING:
    from lxml.etree import _Element

_TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "matching": "matching",
    "ordering": "ordering",
    "true-false": "truefalse",
    "short-answer": "shortanswer",
}
_LONGEST_NAME = 120
_PENALTY = "0.3333333"


def write(quiz: Quiz) -> bytes:
    """The quiz as Moodle XML: a category for each topic below one for the quiz."""
    from lxml import etree

    root = etree.Element("quiz")
    items = sorted(quiz.items, key=lambda item: one_line(item.topic))
    for topic, group in groupby(items, key=lambda item: one_line(item.topic)):
        _category(root, ["top", unmarked(quiz.title), unmarked(topic)])
        for item in group:
            _question(root, item)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _category(root: _Element, path: list[str]) -> None:
    question = _child(root, "question", type="category")
    # A slash in a name is written twice: one alone divides the names.
    names = [name.replace("/", "//") for name in path if name]
    _text(_child(question, "category"), "/".join(["$course$", *names]))


def _question(root: _Element, item: Item) -> None:
    question = _child(root, "question", type=_TYPES[item.kind])
    _text(_child(question, "name"), shortened(item.stem, _LONGEST_NAME))
    _html(question, "questiontext", f'<p lang="da">{inline(item.stem)}</p>')
    _html(question, "generalfeedback", explained(item))
    _plain(question, "defaultgrade", "1")
    _plain(question, "penalty", "1" if item.kind == "true-false" else _PENALTY)
    _plain(question, "hidden", "0")
    _plain(question, "idnumber", item.id)
    match item.kind:
        case "single" | "multiple":
            _choice(question, item)
        case "true-false":
            _true_false(question, item)
        case "matching":
            _matching(question, item)
        case "ordering":
            _ordering(question, item)
        case "short-answer":
            _short_answer(question, item)
    kept = _child(question, "tags")
    for tag in tags(item):
        _text(_child(kept, "tag"), unmarked(tag))


def _choice(question: _Element, item: Item) -> None:
    _plain(question, "single", "true" if item.kind == "single" else "false")
    # The options stand as the linter wants them, which may be by size or in time.
    _plain(question, "shuffleanswers", "false")
    _plain(question, "answernumbering", "ABCD")
    _plain(question, "showstandardinstruction", "1")
    _combined_feedback(question)
    right = share(sum(option.correct for option in item.options))
    wrong = share_of_wrong(item) if item.kind == "multiple" else "0"
    for option in item.options:
        said = why_right(item) if option.correct else _wrong_feedback()
        _answer(question, right if option.correct else wrong, spoken(option.text), said)


def _true_false(question: _Element, item: Item) -> None:
    truth = is_true(item)
    for value in (True, False):
        said = why_right(item) if value is truth else _wrong_feedback()
        _answer(question, "100" if value is truth else "0", "true" if value else "false", said, html=False)


def _matching(question: _Element, item: Item) -> None:
    _plain(question, "shuffleanswers", "true")
    _combined_feedback(question)
    # A right side that belongs to none is a subquestion without a text.
    for left, right in [
        *((pair.left, pair.right) for pair in item.pairs),
        *(("", side) for side in item.extra_rights),
    ]:
        part = _html(question, "subquestion", spoken(left) if left else "")
        _text(_child(part, "answer"), unmarked(right))


def _ordering(question: _Element, item: Item) -> None:
    _plain(question, "layouttype", "VERTICAL")
    _plain(question, "selecttype", "ALL")
    _plain(question, "selectcount", str(len(item.options)))
    _plain(question, "gradingtype", "RELATIVE_NEXT_EXCLUDE_LAST")
    _plain(question, "showgrading", "SHOW")
    _plain(question, "numberingstyle", "none")
    _combined_feedback(question)
    for place, step in enumerate(in_order(item), start=1):
        _answer(question, str(place), spoken(step), "")


def _short_answer(question: _Element, item: Item) -> None:
    _plain(question, "usecase", "0")
    for accepted in item.accepted:
        # A star would stand for any words.
        _answer(question, "100", one_line(accepted).replace("*", r"\*"), why_right(item), html=False)


def _combined_feedback(question: _Element) -> None:
    for name, said in (("correct", "right"), ("partiallycorrect", "partly"), ("incorrect", "wrong")):
        _html(question, f"{name}feedback", spoken(word("feedback", said)))
    _child(question, "shownumcorrect")


def _wrong_feedback() -> str:
    return spoken(word("feedback", "option-wrong"))


def _answer(question: _Element, points: str, text: str, feedback: str, *, html: bool = True) -> None:
    answer = _child(question, "answer", fraction=points, format="html" if html else "moodle_auto_format")
    _text(answer, text)
    if feedback:
        _html(answer, "feedback", feedback)


def _html(parent: _Element, name: str, markup: str) -> _Element:
    element = _child(parent, name, format="html")
    _text(element, markup)
    return element


def _text(parent: _Element, text: str) -> None:
    _child(parent, "text").text = text


def _plain(parent: _Element, name: str, text: str) -> None:
    _child(parent, name).text = text


def _child(parent: _Element, name: str, **attributes: str) -> _Element:
    from lxml import etree

    return etree.SubElement(parent, name, attributes)
