"""The actors and acts that the publication names, and the actors and duties of a passage found by them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml
from evaluation.publication.inline import SourceError
from evaluation.publication.model import Duty, Mention, Passage

FIELDS: Final = ("actor", "modal", "task", "whom", "when")
NOT_SEARCHED: Final = frozenset({"heading", "cover", "colophon", "reference", "box-title"})
"""Kinds of passages whose actors are not counted: titles, and what stands around the text."""
_LOOKS_LIKE_DUTY = re.compile(r"\b(skal|bør|kan|anbefales|har ansvaret|har ansvar|er ansvarlige?|har pligt)\b", re.I)


@dataclass(frozen=True)
class Names:
    """``actors`` key -> its label and every form that the text may use; ``acts`` key -> ``name`` and ``invented``."""

    actors: Mapping[str, tuple[str, tuple[str, ...]]]
    acts: Mapping[str, dict[str, str | bool]]
    pattern: re.Pattern[str]
    keys: Mapping[str, str]
    doubts: list[str] = field(default_factory=list)
    """Passages that name an actor and a modal, and of which the source does not say whose duty it is."""

    @classmethod
    def read(cls, path: Path) -> Names:
        """From YAML: ``actors: {key: [label, form, …]}`` and ``acts: {key: {name, invented}}``.

        The label is a form too, and a form stands for its genitive. Raises SourceError for a form of two actors.
        """
        given = yaml.safe_load(path.read_text("utf-8"))
        keys: dict[str, str] = {}
        for key, forms in given["actors"].items():
            for form in forms:
                for word in (form, f"{form}'" if form.endswith("s") else f"{form}s"):
                    if keys.setdefault(word, key) != key:
                        raise SourceError(f"two actors are called {word}")
        longest = sorted(keys, key=len, reverse=True)
        # A sentence may begin with any of them; a name with a capital has it everywhere.
        alternatives = "|".join(f"[{form[0].upper()}{form[0]}]{re.escape(form[1:])}" for form in longest)
        return cls(
            {key: (forms[0], tuple(forms)) for key, forms in given["actors"].items()},
            given["acts"],
            re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])"),
            keys,
        )

    def resolve(self, passage: Passage, duties: Iterable[str], known: Mapping[str, Passage]) -> None:
        """Give the passage its mentions and duties. Raises SourceError for what does not fit."""
        for span in passage.line.spans:
            if span.kind == "law" and span.data[0] not in self.acts:
                raise SourceError(f"unknown act {span.data[0]}: {passage.text}")
        if passage.kind in NOT_SEARCHED:
            return
        passage.mentions = self._mentions(passage)
        for given in duties:
            if given == "-":
                passage.no_duty = True
            else:
                passage.duties.append(self._duty(given, passage, known))
        if (
            passage.mentions
            and not passage.duties
            and not passage.no_duty
            and passage.kind != "footnote"
            and not passage.text.endswith(":")
        ):
            looks = _LOOKS_LIKE_DUTY.search(passage.text)
            if looks:
                self.doubts.append(f"whose duty, or »@ -«: {passage.text}")

    def _mentions(self, passage: Passage) -> list[Mention]:
        own = [span for span in passage.line.spans if span.kind == "a"]
        found = [Mention(span.data[0], span.start, span.end) for span in own if span.data and span.data[0]]
        for mention in found:
            if mention.actor not in self.actors:
                raise SourceError(f"unknown actor {mention.actor}: {passage.text}")
        for match in self.pattern.finditer(passage.text):
            if not any(match.start() < span.end and span.start < match.end() for span in own):
                found.append(Mention(self._key(match[0]), match.start(), match.end()))
        return sorted(found, key=lambda mention: mention.start)

    def _key(self, surface: str) -> str:
        return self.keys.get(surface) or self.keys[surface[0].lower() + surface[1:]]

    def _duty(self, given: str, passage: Passage, known: Mapping[str, Passage]) -> Duty:
        parts = [part.strip() for part in given.split("|")]
        if len(parts) != len(FIELDS):
            raise SourceError(f"a duty has {len(FIELDS)} parts: {given}")
        values, lead = {}, []
        key = ""
        for name, part in zip(FIELDS, parts, strict=True):
            places = [passage]
            if part.startswith("^"):
                part, places = part[1:], [known[one] for one in passage.context]
                lead.append(name)
            place = next((one for one in places if _holds(one.text, part)), None)
            if place is None:
                raise SourceError(f"»{part}« does not stand in: {passage.text}")
            if name == "actor":
                key = self._named(part, place)
            values[name] = part
        return Duty(**values, lead=tuple(lead), key=key)

    def _named(self, surface: str, place: Passage) -> str:
        for mention in place.mentions:
            if place.text[mention.start : mention.end] in surface:
                return mention.actor
        raise SourceError(f"»{surface}« names no actor in: {place.text}")


def _holds(text: str, words: str) -> bool:
    """Whether the pieces of ``words``, parted by " … ", stand in ``text`` in order."""
    at = 0
    for piece in words.split(" … "):
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True
