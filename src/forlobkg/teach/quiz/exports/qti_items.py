"""One question as a QTI 2.1 assessmentItem: what is answered, how it is marked, and what is said of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, cast

from forlobkg.teach.quiz.exports.wording import (
    clean,
    explanation,
    in_order,
    mixed,
    one_line,
    origin,
    quoted,
    right_sides,
    shortened,
    word,
)
from forlobkg.teach.quiz.items import Item

if TYPE_CHECKING:
    from lxml.etree import _Element

QTI: Final = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA: Final = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
_LONGEST_IDENTIFIER: Final = 32
"""What the specification asks readers to be able to hold at least."""
_LONGEST_TITLE: Final = 120
_RIGHT, _WRONG, _PARTLY = "right", "wrong", "partly"


def identifier(item: Item) -> str:
    """The item's id as QTI allows identifiers; what is too long or begins with a digit gets a hash instead."""
    name = re.sub(r"[^A-Za-z0-9._-]", "-", item.id)
    if name == item.id and len(name) <= _LONGEST_IDENTIFIER and name[0].isalpha():
        return name
    return "item-" + hashlib.sha256(item.id.encode("utf-8")).hexdigest()[: _LONGEST_IDENTIFIER - 5]


def by_default(namespace: str, **others: str) -> Mapping[str, str]:
    """What lxml takes for a namespace without a prefix, and others with one; its stubs know prefixes only."""
    return cast("Mapping[str, str]", {None: namespace, **others})


def assessment_item(item: Item) -> _Element:
    """The item, with its key, its marks and its feedback."""
    from lxml import etree

    root = etree.Element(
        f"{{{QTI}}}assessmentItem",
        {
            f"{{{_XSI}}}schemaLocation": f"{QTI} {_SCHEMA}",
            "identifier": identifier(item),
            "title": shortened(item.stem, _LONGEST_TITLE),
            f"{{{_XML}}}lang": "da",
            "adaptive": "false",
            "timeDependent": "false",
        },
        nsmap=by_default(QTI, xsi=_XSI),
    )
    body = etree.Element(f"{{{QTI}}}itemBody")
    partial = _ASKED[item.kind](root, body, item)
    _outcome(root, "SCORE", "float", "0")
    _outcome(root, "MAXSCORE", "float", "1")
    _outcome(root, "FEEDBACK", "identifier", None)
    root.append(body)
    _marked(root, partial=partial)
    for name in (_RIGHT, _WRONG, *([_PARTLY] if partial else [])):
        _feedback(root, item, name)
    return root


def _choice(root: _Element, body: _Element, item: Item) -> bool:
    names = [f"A{number}" for number in range(1, len(item.options) + 1)]
    right = [name for name, option in zip(names, item.options, strict=True) if option.correct]
    several = item.kind == "multiple"
    declared = _declared(root, "multiple" if several else "single", "identifier", right)
    if several:
        # Ticks outside the key take a part, so that all options ticked give nothing; no less than nothing is given.
        taken = 1 / max(len(names) - len(right), 1)
        shares = {name: 1 / len(right) if name in right else -taken for name in names}
        _mapped(declared, shares)
    limits = {"shuffle": "false", "maxChoices": "0" if several else "1"}
    interaction = _interaction(body, "choiceInteraction", item, limits)
    for name, option in zip(names, item.options, strict=True):
        _put(_child(interaction, "simpleChoice", identifier=name), option.text)
    return several


def _ordering(root: _Element, body: _Element, item: Item) -> bool:
    names = {step: f"A{number}" for number, step in enumerate((option.text for option in item.options), start=1)}
    _declared(root, "ordered", "identifier", [names[step] for step in in_order(item)])
    interaction = _interaction(body, "orderInteraction", item, {"shuffle": "true"})
    # Where a reader does not mix them, the file's order must not be the key.
    for step in mixed(item):
        _put(_child(interaction, "simpleChoice", identifier=names[step]), step)
    return False


def _matching(root: _Element, body: _Element, item: Item) -> bool:
    rights = {side: f"R{number}" for number, side in enumerate(right_sides(item), start=1)}
    lefts = {pair.left: f"L{number}" for number, pair in enumerate(item.pairs, start=1)}
    key = [f"{lefts[pair.left]} {rights[pair.right]}" for pair in item.pairs]
    declared = _declared(root, "multiple", "directedPair", key)
    _mapped(declared, {pair: 1 / len(key) for pair in key})
    limits = {"shuffle": "false", "maxAssociations": str(len(key))}
    interaction = _interaction(body, "matchInteraction", item, limits)
    # A left side has one partner; a right side may have them all, so that the counts give nothing away.
    for sides, most in ((lefts, 1), (rights, len(key))):
        part = _child(interaction, "simpleMatchSet")
        for side, name in sides.items():
            _put(_child(part, "simpleAssociableChoice", identifier=name, matchMax=str(most)), side)
    return True


def _short_answer(root: _Element, body: _Element, item: Item) -> bool:
    accepted = list(dict.fromkeys(one_line(text) for text in item.accepted))
    declared = _declared(root, "single", "string", accepted[:1])
    _mapped(declared, dict.fromkeys(accepted, 1.0), case_sensitive="false")
    _put(_child(body, "p"), item.stem)
    longest = max(map(len, accepted))
    _child(_child(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength=str(longest))
    return False


_ASKED: Final = {
    "single": _choice,
    "multiple": _choice,
    "true-false": _choice,
    "matching": _matching,
    "ordering": _ordering,
    "short-answer": _short_answer,
}


def _declared(root: _Element, cardinality: str, base: str, key: list[str]) -> _Element:
    declared = _child(root, "responseDeclaration", identifier="RESPONSE", cardinality=cardinality, baseType=base)
    correct = _child(declared, "correctResponse")
    for value in key:
        _child(correct, "value").text = value
    return declared


def _mapped(declared: _Element, points: dict[str, float], **attributes: str) -> None:
    mapping = _child(declared, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
    for key, value in points.items():
        entry = _child(mapping, "mapEntry", mapKey=key, mappedValue=f"{value:.6f}")
        if case := attributes.get("case_sensitive"):
            entry.set("caseSensitive", case)


def _outcome(root: _Element, name: str, base: str, value: str | None) -> None:
    declared = _child(root, "outcomeDeclaration", identifier=name, cardinality="single", baseType=base)
    if value is not None:
        _child(_child(declared, "defaultValue"), "value").text = value


def _marked(root: _Element, *, partial: bool) -> None:
    """Full marks and the feedback for the key; else what the mapping gives, if there is one."""
    mapped = root.find(f"{{{QTI}}}responseDeclaration/{{{QTI}}}mapping") is not None
    condition = _child(_child(root, "responseProcessing"), "responseCondition")
    first = _child(condition, "responseIf")
    _is_key(first)
    _set(first, "SCORE", "float", "1")
    _set(first, "FEEDBACK", "identifier", _RIGHT)
    if mapped:
        # Other accepted words are fully right; some right ticks or pairs are partly so.
        some = _child(condition, "responseElseIf")
        above = _child(some, "gt")
        _child(above, "mapResponse", identifier="RESPONSE")
        _child(above, "baseValue", baseType="float").text = "0"
        score = _child(some, "setOutcomeValue", identifier="SCORE")
        _child(score, "mapResponse", identifier="RESPONSE")
        _set(some, "FEEDBACK", "identifier", _PARTLY if partial else _RIGHT)
    _set(_child(condition, "responseElse"), "FEEDBACK", "identifier", _WRONG)


def _is_key(parent: _Element) -> None:
    same = _child(parent, "match")
    _child(same, "variable", identifier="RESPONSE")
    _child(same, "correct", identifier="RESPONSE")


def _set(parent: _Element, name: str, base: str, value: str) -> None:
    _child(_child(parent, "setOutcomeValue", identifier=name), "baseValue", baseType=base).text = value


def _feedback(root: _Element, item: Item, name: str) -> None:
    shown = _child(root, "modalFeedback", outcomeIdentifier="FEEDBACK", showHide="show", identifier=name)
    _put(_child(shown, "p"), f"{word('feedback', name)} {explanation(item)}")
    for feedback in item.feedback:
        _put(_child(_child(shown, "blockquote"), "p"), quoted(feedback))
        _put(_child(_child(shown, "p"), "small"), origin(feedback))


def _interaction(body: _Element, name: str, item: Item, limits: dict[str, str]) -> _Element:
    interaction = _child(body, name, responseIdentifier="RESPONSE", **limits)
    _put(_child(interaction, "prompt"), item.stem)
    return interaction


def _put(element: _Element, text: str) -> None:
    """Set a text whose line ends become breaks."""
    first, *rest = clean(text).split("\n")
    element.text = first
    for line in rest:
        _child(element, "br").tail = line


def _child(parent: _Element, name: str, **attributes: str) -> _Element:
    from lxml import etree

    return etree.SubElement(parent, f"{{{QTI}}}{name}", attributes)
