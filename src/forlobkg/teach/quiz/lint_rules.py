"""The flaws in items, a function for each: it gives what is to be said of every place where it finds the flaw."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from forlobkg.teach.quiz.items import Item, Kind, Option
from forlobkg.teach.quiz.lint_words import LintWords, first_word, singular_or_plural
from forlobkg.teach.quiz.ordering import arranged

STEM: Final = "spørgsmålet"
_RANGE = re.compile(r"(\d+)\.?\s*[-–]\s*(\d+)")
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-ZÆØÅ»])")
_JOINED = re.compile(r"(?:,? (?:og|men|eller|mens|samt) |; )")
_SUBORDINATE = re.compile(r", (?=(?:at|som|der|hvis|når|fordi|hvor|hvordan|så)\b)")
_DOUBLED = re.compile(r"\s{2,}|\s[,.;:?]|[,;:][^\s\d]|[\"“”„]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a flaw is, in Danish, and the words that its message wants."""

    where: str
    words: Mapping[str, str]


Rule = Callable[[Item, LintWords], Iterator[Place]]
_CHOICE: Final[frozenset[Kind]] = frozenset(("single", "multiple"))


def option_place(number: int) -> str:
    """What the option with that index is called."""
    return f"svarmulighed {number + 1}"


def key_count(item: Item, _: LintWords) -> Iterator[Place]:
    right = sum(option.correct for option in item.options)
    if item.kind == "single" and right != 1:
        yield Place("svarmulighederne", {})
    if item.kind == "multiple" and not 2 <= right < len(item.options):
        yield Place("svarmulighederne", {})


def option_count(item: Item, _: LintWords) -> Iterator[Place]:
    if item.kind in _CHOICE and not 3 <= len(item.options) <= 5:
        yield Place("svarmulighederne", {"count": str(len(item.options))})


def longest_key(item: Item, words: LintWords) -> Iterator[Place]:
    if item.kind not in _CHOICE:
        return
    keys, others = _split(item.options)
    if not keys or not others:
        return
    mean = sum(map(len, others)) / len(others)
    shortest_key = min(map(len, keys))
    # With several keys each of them must stick out before length tells them from the rest.
    longer = shortest_key > max(max(map(len, others)), words.limits["longest_ratio"] * mean)
    if longer and shortest_key - mean >= words.limits["longest_extra"]:
        yield Place(option_place(_first_key(item)), {})


def stem_word_in_key(item: Item, words: LintWords) -> Iterator[Place]:
    if item.kind not in _CHOICE:
        return
    keys, others = _split(item.options)
    asked = words.content(item.stem) - words.common
    for place, option in enumerate(item.options):
        if not option.correct:
            continue
        for word in sorted(asked & words.content(option.text)):
            shared = sum(word in words.content(other) for other in others)
            if shared * 2 < len(others) and (
                item.kind == "single" or all(word in words.content(key) for key in keys)
            ):
                yield Place(option_place(place), {"word": word})
                break


def absolute_words(item: Item, words: LintWords) -> Iterator[Place]:
    for where, text in _judged(item):
        for word in words.found("absolute", text):
            yield Place(where, {"word": word})


def vague_frequency(item: Item, words: LintWords) -> Iterator[Place]:
    for where, text in _judged(item):
        for word in words.found("vague", text):
            yield Place(where, {"word": word})


def catch_all(item: Item, words: LintWords) -> Iterator[Place]:
    for place, option in enumerate(item.options):
        for word in words.found("catch_all", option.text):
            yield Place(option_place(place), {"word": word})
            break


def negative_stem(item: Item, words: LintWords) -> Iterator[Place]:
    sentences = _SENTENCE_END.split(item.stem)
    # What an example tells may be negative; what is asked may not.
    asked = [one for one in sentences if "?" in one or first_word(one) in words.lists["directives"]]
    for word in words.found("negative", " ".join(asked or sentences))[:1]:
        yield Place(STEM, {"word": word})


def unparallel_options(item: Item, words: LintWords) -> Iterator[Place]:
    if item.kind not in _CHOICE | {"ordering"} or len(item.options) < 2:
        return
    texts = [option.text for option in item.options]
    shapes = {words.shape(text) for text in texts}
    if len(shapes) > 1:
        yield Place("svarmulighederne", {"what": " og ".join(sorted(shapes))})
    lengths = [len(text) for text in texts]
    too_long = max(lengths) > words.limits["unlike_ratio"] * min(lengths)
    if too_long and max(lengths) - min(lengths) > words.limits["unlike_extra"]:
        yield Place("svarmulighederne", {"what": "meget korte og meget lange"})


def illogical_order(item: Item, words: LintWords) -> Iterator[Place]:
    sorted_ = arranged(item.options, words.order(item.options))
    if item.kind in _CHOICE | {"ordering"} and item.options != sorted_:
        yield Place("svarmulighederne", {})


def grammar_clue(item: Item, words: LintWords) -> Iterator[Place]:
    if item.kind != "single" or len(item.options) < 3:
        return
    last = first_word(item.stem.rstrip(" .…_:?").rsplit(" ", 1)[-1])
    if last in words.lists["articles"]:
        yield Place(STEM, {"what": f"spørgsmålet ender på »{last}«, som ikke passer til alle svar"})
    keys, others = _split(item.options)
    if len(keys) != 1:
        return
    for name, kind in (("kendeord", words.article), ("tal", singular_or_plural)):
        own, rest = kind(keys[0]), {kind(other) for other in others}
        if own and "" not in rest and rest and own not in rest and len(rest) == 1:
            yield Place(
                option_place(_first_key(item)), {"what": f"{name} er et andet i det rigtige svar end i de øvrige"}
            )


def convergence(item: Item, words: LintWords) -> Iterator[Place]:
    if item.kind == "multiple":
        keys, wrong = ([words.content(text) for text in texts] for texts in _split(item.options))
        if keys and frozenset.intersection(*keys) - words.common - frozenset().union(*wrong):
            yield Place(option_place(_first_key(item)), {})
    if item.kind != "single" or len(item.options) < 3:
        return
    contents = [words.content(option.text) - words.common for option in item.options]
    asked = frozenset.intersection(*contents)
    shared = [sum(bool((own & other) - asked) for other in contents if other is not own) for own in contents]
    key = _first_key(item)
    # Only different words shared with different options converge on one; a family of terms does not.
    different = {frozenset((contents[key] & other) - asked) for other in contents if other is not contents[key]}
    others = [count for place, count in enumerate(shared) if place != key]
    if (
        shared[key] >= words.limits["convergence"]
        and shared[key] > max(others)
        and len(different - {frozenset()}) > 1
    ):
        yield Place(option_place(key), {})


def overlapping_options(item: Item, words: LintWords) -> Iterator[Place]:
    if item.kind not in _CHOICE:
        return
    for one, other in combinations(item.options, 2):
        first, second = words.lemmas(one.text), words.lemmas(other.text)
        covered = first != second and words.order([one, other]) != "number" and (first < second or second < first)
        if (first and second and covered) or _ranges_overlap(one.text, other.text):
            yield Place("svarmulighederne", {"one": one.text, "other": other.text})


def two_statements(item: Item, words: LintWords) -> Iterator[Place]:
    if item.kind != "true-false":
        return
    # A clause that another holds (»…, at …«) is no statement of its own, two that stand side by side are.
    for part in (part for text in _SENTENCE_END.split(item.stem) for part in _SUBORDINATE.split(text)):
        clauses = sum(bool(words.finite_verbs(piece)) for piece in _JOINED.split(part))
        if clauses >= words.limits["statement_verbs"]:
            yield Place(STEM, {})
            return
    if sum(bool(words.finite_verbs(text)) for text in _SENTENCE_END.split(item.stem)) > 1:
        yield Place(STEM, {})


def long_stem(item: Item, words: LintWords) -> Iterator[Place]:
    count = len(item.stem.split())
    if count > words.limits["stem_words"]:
        yield Place(STEM, {"count": str(count)})


def missing_question(item: Item, words: LintWords) -> Iterator[Place]:
    if item.kind != "true-false" and "?" not in item.stem:
        starts = [first_word(sentence) for sentence in _SENTENCE_END.split(item.stem)]
        if not any(start in words.lists["directives"] for start in starts):
            yield Place(STEM, {})


def not_a_statement(item: Item, _: LintWords) -> Iterator[Place]:
    if item.kind == "true-false" and not item.stem.endswith("."):
        yield Place(STEM, {})


def same_text(item: Item, _: LintWords) -> Iterator[Place]:
    # Several things may be sorted under the same right side, but not all of them.
    sorted_ = {pair.right for pair in item.pairs}
    rights = [*(sorted_ if len(sorted_) > 1 else [pair.right for pair in item.pairs]), *item.extra_rights]
    for texts in ([option.text for option in item.options], [pair.left for pair in item.pairs], rights):
        folded = [text.casefold() for text in texts]
        for text in sorted({text for text in texts if folded.count(text.casefold()) > 1}):
            yield Place("svarene", {"word": text})


def spelling_form(item: Item, _: LintWords) -> Iterator[Place]:
    texts = [(STEM, item.stem), *((option_place(n), option.text) for n, option in enumerate(item.options))]
    for where, text in texts:
        if not text or text[0].islower():
            yield Place(where, {"what": "den begynder med et lille bogstav"})
        if _DOUBLED.search(text):
            yield Place(where, {"what": "mellemrum, tegn eller citationstegn står forkert"})
        if where != STEM and text.endswith((".", ",", ";", ":")):
            yield Place(where, {"what": "en svarmulighed slutter uden tegn"})


def answer_in_stem(item: Item, _: LintWords) -> Iterator[Place]:
    stem = item.stem.casefold()
    if item.kind == "short-answer":
        for text in item.accepted:
            if re.search(rf"\b{re.escape(text.casefold())}\b", stem):
                yield Place(STEM, {"word": text})


RULES: Final[Mapping[str, Rule]] = {
    "key-count": key_count,
    "option-count": option_count,
    "longest-key": longest_key,
    "stem-word-in-key": stem_word_in_key,
    "absolute-words": absolute_words,
    "catch-all": catch_all,
    "negative-stem": negative_stem,
    "unparallel-options": unparallel_options,
    "illogical-order": illogical_order,
    "grammar-clue": grammar_clue,
    "convergence": convergence,
    "vague-frequency": vague_frequency,
    "overlapping-options": overlapping_options,
    "two-statements": two_statements,
    "long-stem": long_stem,
    "missing-question": missing_question,
    "not-a-statement": not_a_statement,
    "same-text": same_text,
    "spelling-form": spelling_form,
    "answer-in-stem": answer_in_stem,
}
"""The rules by the names that ``data/quiz-lint.toml`` gives them."""


def _split(options: Sequence[Option]) -> tuple[list[str], list[str]]:
    return [option.text for option in options if option.correct], [o.text for o in options if not o.correct]


def _first_key(item: Item) -> int:
    return next((place for place, option in enumerate(item.options) if option.correct), 0)


def _judged(item: Item) -> Iterator[tuple[str, str]]:
    """What a participant has to judge as right or wrong, with its place."""
    if item.kind == "true-false":
        yield STEM, item.stem
    else:
        yield from ((option_place(place), option.text) for place, option in enumerate(item.options))


def _ranges_overlap(one: str, other: str) -> bool:
    first, second = _RANGE.search(one), _RANGE.search(other)
    if first is None or second is None:
        return False
    return int(first[1]) <= int(second[2]) and int(second[1]) <= int(first[2])
