"""Labels and lists inside Danish sentences."""

from __future__ import annotations

from collections.abc import Sequence


def inside_sentence(label: str, *, is_name: bool) -> str:
    """``label`` as it stands inside a sentence: its first letter small, unless it is a name or an acronym."""
    if is_name or len(label) < 2 or not label[1].islower():
        return label
    return label[0].lower() + label[1:]


def begin_sentence(text: str) -> str:
    """``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]


def listing(items: Sequence[str]) -> str:
    """``items`` as a Danish list: "a, b og c", with semicolons where an item holds a comma or an "og" itself."""
    if len(items) < 2:
        return "".join(items)
    if any("," in item or " og " in item for item in items):
        return "; ".join(items)
    return f"{', '.join(items[:-1])} og {items[-1]}"
