"""What the exports have in common: the words around an item, and its texts as plain text or as safe markup."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from html import escape
from importlib import resources
from string import ascii_uppercase

from forlobkg.teach.quiz.items import Feedback, Item

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EXAMPLE = re.compile(r"^Eksemp(?:el|ler):|\(eksempler\)")
_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")


@cache
def _words() -> dict[str, dict[str, str]]:
    content = resources.files("forlobkg.teach").joinpath("data/quiz_exports.toml").read_text("utf-8")
    return tomllib.loads(content)


def word(group: str, name: str, **values: object) -> str:
    """The text ``name`` of a group of the data file, with ``values`` set in; raises ``KeyError`` for none such."""
    return _words()[group][name].format(**values)


def clean(text: str) -> str:
    """The text with one kind of line end and without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", _LINE_ENDS.sub("\n", text)).strip()


def one_line(text: str) -> str:
    """The text on one line, for places that hold no markup."""
    return " ".join(clean(text).split())


def unmarked(text: str) -> str:
    """The text on one line with angle quotes for angle brackets, for places where some readers take out tags."""
    return one_line(text).replace("<", "‹").replace(">", "›")


def shortened(text: str, most: int) -> str:
    """The text on one line, cut between two words so that it has at most ``most`` characters."""
    line = unmarked(text)
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def inline(text: str) -> str:
    """The text as HTML for inside a paragraph: nothing in it is markup, and its line ends are breaks."""
    return escape(clean(text), quote=False).replace("\n", "<br/>")


def spoken(text: str) -> str:
    """The same marked as Danish."""
    return f'<span lang="da">{inline(text)}</span>'


def quoted(feedback: Feedback) -> str:
    """A passage's words in quotation marks."""
    return word("feedback", "quoted", quote=clean(feedback.quote))


def origin(feedback: Feedback) -> str:
    """Where a quotation stands: the headings above it, if any, and the source."""
    headings = " › ".join(one_line(heading).rstrip(" :.") for heading in feedback.context)
    if not headings:
        return one_line(feedback.reference)
    end = " " if headings[-1] in "?!" else ". "
    return word("feedback", "under", headings=headings) + end + one_line(feedback.reference)


def explanation(item: Item) -> str:
    """The explanation, for formats without an introduction: with what an example of the stem is, if there is one."""
    if not _EXAMPLE.search(item.stem):
        return item.explanation
    return f"{item.explanation} {word('feedback', 'constructed')}"


def explained(item: Item) -> str:
    """The explanation with all its quotations, as HTML blocks."""
    blocks = [f'<p lang="da">{inline(explanation(item))}</p>']
    for feedback in item.feedback:
        blocks.append(f'<blockquote lang="da"><p>{inline(quoted(feedback))}</p></blockquote>')
        blocks.append(f'<p lang="da"><small>{inline(origin(feedback))}</small></p>')
    return "".join(blocks)


def why_right(item: Item) -> str:
    """What is said of a right answer, as HTML: the first quotation, or where several are right that this one is."""
    if item.kind == "multiple":
        return spoken(word("feedback", "right"))
    first = item.feedback[0]
    return f'<p lang="da">{inline(quoted(first))}<br/><small>{inline(origin(first))}</small></p>'


def share(parts: int) -> str:
    """One of ``parts`` equal parts in per cent, with the decimals by which Moodle knows it again."""
    return f"{100 / parts:.5f}".rstrip("0").rstrip(".")


def share_of_wrong(item: Item) -> str:
    """What a wrong tick takes, so that all options ticked give nothing; the least that Moodle knows is a tenth."""
    wrong = sum(not option.correct for option in item.options)
    return f"-{share(min(max(wrong, 1), 10))}"


def in_order(item: Item) -> list[str]:
    """The steps of an ordering item in their right order."""
    return [option.text for option in sorted(item.options, key=lambda option: option.place or 0)]


def mixed(item: Item) -> list[str]:
    """The steps of an ordering item, always in the same order, which is neither the right one nor its reverse.

    Only two steps stand turned round.
    """
    key = in_order(item)
    texts = sorted(key, key=lambda text: hashlib.sha256(f"{item.id}/{text}".encode()).digest())
    given_away = texts == key or (len(key) > 2 and texts == key[::-1])
    return [*texts[1:], texts[0]] if given_away else texts


def right_sides(item: Item) -> list[str]:
    """The right sides of a matching item, each once, by their letters; the other way where the pairs stand so."""
    key = list(dict.fromkeys(pair.right for pair in item.pairs))
    texts = sorted({*key, *item.extra_rights}, key=lambda text: (text.casefold(), text))
    return texts[::-1] if [text for text in texts if text in key] == key else texts


def instruction(item: Item) -> str:
    """What a participant is to do: pairs one to one, or sorted under what may be used several times or not at all."""
    if item.kind != "matching":
        return word("instructions", item.kind)
    several = len({pair.right for pair in item.pairs}) < len(item.pairs)
    return word("instructions", "sorting" if several else "extra" if item.extra_rights else "matching")


def is_true(item: Item) -> bool:
    """Whether the statement of a true-false item is true."""
    return next(option.text for option in item.options if option.correct).strip() == word("words", "true")


def letter(index: int) -> str:
    """A, B … Z, AA, AB … for 0, 1 …"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = ascii_uppercase[rest] + name
    return name


def tags(item: Item) -> list[str]:
    """What an item can be found by: topic, difficulty and kind."""
    return [one_line(item.topic), item.difficulty, word("kinds", item.kind)]
