"""The quiz that the tests of its formats have in common, and how they look at what was written."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path

from lxml import etree

from forlobkg.service import Forlobkg
from forlobkg.teach.quiz import Item, ItemBank, Quiz, read_quiz

_HERE = Path(__file__).parent


@cache
def every_kind() -> Quiz:
    """One approved item of every kind with nasty texts, and one that is not approved."""
    return read_quiz((_HERE / "quiz-all-kinds.yaml").read_text("utf-8"))


@cache
def item_bank(service: Forlobkg) -> ItemBank:
    """All items over the real graph, which take a while to make."""
    return ItemBank(service.graph, service.corpus)


def approved(quiz: Quiz) -> dict[str, Item]:
    """The approved items by their ids."""
    return {item.id: item for item in quiz.items if item.approved}


def plain(markup: str) -> str:
    """What a reader sees of HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup.replace("<br/>", "\n")))


def only_ours(markup: str) -> None:
    """Check that HTML holds no tags but those that the exports set."""
    tags = set(re.findall(r"<[^>]*>", markup))
    assert tags <= {
        '<p lang="da">', '<span lang="da">', '<blockquote lang="da">', "<p>", "<small>", "<br/>",
        "</p>", "</span>", "</blockquote>", "</small>",
    }  # fmt: skip


def valid(rules: str, root: etree._Element) -> None:
    """Check a document against the rules that these tests have for its kind."""
    held = etree.DTD(_HERE / "rules" / f"{rules}.dtd")
    assert held.validate(root), str(held.error_log)
