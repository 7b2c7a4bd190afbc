"""How things are worded in questions and options: the forms of ``data/quiz-words.toml``, else the graph's labels."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from forlobkg.answer import date_in_words
from forlobkg.graph import KnowledgeGraph

_DATE = re.compile(r"\d{4}\b")
_Entry = Mapping[str, str | list[str]]


class Worded(str):
    """A thing inside a sentence; ``{asked:definite}`` in a template gives another of its forms."""

    forms: Mapping[str, str]

    def __new__(cls, text: str, forms: Mapping[str, str]) -> Worded:
        made = super().__new__(cls, text)
        made.forms = forms
        return made

    def __format__(self, spec: str) -> str:
        return self.forms.get(spec, str(self))


class Wording:
    """The forms of the graph's things and texts; whatever is not in the file has its label."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._entries = _load()

    def option(self, value: str, form: str = "option") -> str:
        """The thing as an option: a capital letter first, no full stop."""
        return self._forms(value).get(form) or self._forms(value)["option"]

    def inline(self, value: str) -> Worded:
        """The thing inside a sentence."""
        forms = self._forms(value)
        return Worded(forms["inline"], forms)

    def accepted(self, value: str) -> list[str]:
        """The right answers to a question for the thing, the model first."""
        entry = self._entries.get(self.name(value), {})
        concept = self._graph.concepts.get(self.name(value))
        written = entry.get("accepted", [])
        found = [self.option(value, "answer"), *written]
        if concept is not None and "accepted" not in entry:
            found += [concept.label, *concept.source_labels, *concept.lay_labels]
        kept: dict[str, str] = {}
        for text in map(_bare, found):
            kept.setdefault(text.casefold(), text)
        return list(kept.values())

    def name(self, value: str) -> str:
        """The slug of a thing, or a text as it is."""
        return self._graph.names.slug(value) or value

    def _forms(self, value: str) -> dict[str, str]:
        entry = self._entries.get(self.name(value), {})
        forms = {form: text for form, text in entry.items() if isinstance(text, str)}
        label = forms.get("option") or _bare(date_in_words(self._graph.label(value)))
        if _DATE.match(value):
            forms["year"] = value[:4]
        forms["option"] = label[:1].upper() + label[1:]
        proper = value in self._graph.proper_names or label[:2].isupper()
        forms.setdefault("inline", label if proper else label[:1].lower() + label[1:])
        return forms


def sentence(template: str, **words: str) -> str:
    """The template with its words in place, and a capital letter first."""
    text = template.format_map(words)
    return text[:1].upper() + text[1:]


def listing(texts: Sequence[str]) -> str:
    """The texts as a Danish list: »a, b og c«, or »a samt b« where one of them has an »og« of its own."""
    last = "samt" if any(" og " in text for text in texts) else "og"
    return f"{', '.join(texts[:-1])} {last} {texts[-1]}" if len(texts) > 1 else "".join(texts)


def _bare(text: str) -> str:
    return text.rstrip(".")


@cache
def _load() -> Mapping[str, _Entry]:
    text = resources.files("forlobkg.teach").joinpath("data/quiz-words.toml").read_text("utf-8")
    loaded: Mapping[str, _Entry] = tomllib.loads(text)
    return loaded
