"""Whether an item has what its kind needs, so that every format can set it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from forlobkg.teach.quiz.items import Item, Quiz

MOST_RIGHT: Final = 10
"""The most right options of one item: Moodle has no finer share of a point than a tenth."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def faults(quiz: Quiz) -> Iterator[str]:
    """What is wrong with the quiz's items, a Danish line each; nothing where every format can set them."""
    if not quiz.items:
        yield "quizzen har ingen spørgsmål"
    if not quiz.title.strip():
        yield "quizzen mangler en titel"
    for name, count in Counter(item.id for item in quiz.items).items():
        if count > 1:
            yield f"id'et {name} står ved {count} spørgsmål; hvert spørgsmål skal have sit eget"
    for number, item in enumerate(quiz.items, start=1):
        for fault in _faults_of(item):
            yield f"spørgsmål {number} ({item.id}) {fault}"


def _faults_of(item: Item) -> Iterator[str]:
    if not _ID.fullmatch(item.id):
        yield "har et id, der ikke kan bruges: højst 100 bogstaver a-z, tal, punktum, bindestreg og understreg"
    if not item.stem.strip():
        yield "mangler en tekst"
    texts = [
        *(option.text for option in item.options),
        *(side for pair in item.pairs for side in (pair.left, pair.right)),
        *item.extra_rights,
        *item.accepted,
    ]
    if not all(text.strip() for text in texts):
        yield "har et tomt svar"
    right = sum(option.correct for option in item.options)
    match item.kind:
        case "single" | "multiple":
            yield from _choice_faults(item, right)
        case "true-false":
            if {option.text for option in item.options} != {"Sandt", "Falsk"} or len(item.options) != 2 or right != 1:
                yield "skal have de to svar Sandt og Falsk, og netop ét skal være rigtigt"
        case "ordering":
            places = sorted(option.place or 0 for option in item.options)
            if len(places) < 2 or places != list(range(1, len(places) + 1)):
                yield "skal have mindst to led med pladserne 1, 2, 3 og så videre"
            if len({option.text for option in item.options}) < len(item.options):
                yield "har det samme led to gange"
        case "matching":
            if len(item.pairs) < 2:
                yield "skal have mindst to par"
            if len({pair.left for pair in item.pairs}) < len(item.pairs):
                yield "har den samme venstre side to gange"
            if {pair.right for pair in item.pairs} & set(item.extra_rights):
                yield "har en højre side, der både hører til og ikke hører til"
        case "short-answer":
            if not item.accepted:
                yield "mangler et rigtigt svar"


def _choice_faults(item: Item, right: int) -> Iterator[str]:
    if len({option.text for option in item.options}) < len(item.options):
        yield "har det samme svar to gange"
    if item.kind == "single" and (len(item.options) < 2 or right != 1):
        yield "skal have mindst to svar, og netop ét skal være rigtigt"
    if item.kind == "multiple" and (len(item.options) < 2 or not 1 <= right <= MOST_RIGHT):
        yield f"skal have mindst to svar, og mellem 1 og {MOST_RIGHT} skal være rigtige"
