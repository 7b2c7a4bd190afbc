"""An item with its key as a trainer looks it through before approving it."""

from __future__ import annotations

from forlobkg.teach.quiz.exports.wording import clean, letter, one_line, origin, quoted, tags, word
from forlobkg.teach.quiz.items import Item


def reviewed(item: Item) -> str:
    """The item as text: the question, the answers with the right ones marked, why, and the quotations."""
    lines = [" · ".join(tags(item)), *_split(item.stem), ""]
    match item.kind:
        case "matching":
            lines += [f"  {one_line(pair.left)} – {one_line(pair.right)}" for pair in item.pairs]
            lines += [f"  ({word('words', 'without-pair')}: {one_line(side)})" for side in item.extra_rights]
        case "ordering":
            steps = sorted(item.options, key=lambda option: option.place or 0)
            lines += [f"  {option.place}. {one_line(option.text)}" for option in steps]
        case "short-answer":
            lines += [f"  * {one_line(text)}" for text in item.accepted]
        case _:
            lines += [
                f"  {'*' if option.correct else ' '} {letter(index)}. {one_line(option.text)}"
                for index, option in enumerate(item.options)
            ]
    lines += ["", *_split(item.explanation)]
    for feedback in item.feedback:
        lines += [*(f"  {line}" for line in _split(quoted(feedback))), f"    {origin(feedback)}"]
    return "\n".join(lines)


def _split(text: str) -> list[str]:
    return clean(text).split("\n")
