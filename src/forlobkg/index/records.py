"""What comes into the index, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What is found: an id, its text, and the words of its headings, which help to find it."""

    id: str
    text: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class ConceptRecord:
    """A thing of the graph as the index sees it: its names and definitions, and the entries that speak of it."""

    id: str
    labels: tuple[str, ...]
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """An everyday phrase, and the wordings of the sources that it stands for, the closest first."""

    phrase: str
    terms: tuple[str, ...]


class Arm(StrEnum):
    """The ways of finding that are fused; the value names the arm in weights and reports."""

    WORDS = "words"
    CHARACTERS = "characters"
    EXPANSION = "expansion"
    MEANING = "meaning"
    CONCEPTS = "concepts"


class Why(StrEnum):
    """What made an entry a hit."""

    WORD = "word"
    PART = "part"
    GLOSSARY = "glossary"
    SYNONYM = "synonym"
    SPELLING = "spelling"
    MEANING = "meaning"
    CONCEPT = "concept"


class Reason(NamedTuple):
    """One reason for a hit: ``asked`` is the query's word or phrase, ``found`` what stands in the entry.

    For MEANING both are empty and ``strength`` is the cosine; elsewhere it is the share of the hit's score, or the
    cosine with the name that was near.
    """

    why: Why
    asked: str
    found: str
    strength: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A found entry.

    ``score`` is the fused one in [0, 1]; ``semantic`` the cosine; ``matched`` the query's
    lemmas that stand in the entry or its headings; ``reasons`` why it was found, the strongest first of each kind;
    ``terms`` the index's terms that found it, the query's own and those that stand for them.
    """

    id: str
    score: float
    semantic: float
    matched: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
    terms: frozenset[str] = frozenset()
