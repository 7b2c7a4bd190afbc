"""Danish word forms: the closed classes, irregular forms, and the regular endings of a word."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WORDS = Path(__file__).with_name("words.toml")

_AFTER_E = ("n", "t", "r", "s", "rne", "de", "nde", "ns", "rs", "rnes")
_AFTER_OTHERS = ("en", "et", "er", "e", "s", "t", "erne", "ens", "ene", "ede", "ets", "ers", "ernes")
_VOWELS = "aeiouyæøå"
_CONSONANTS = "bdgklmnprst"


@dataclass(frozen=True)
class Words:
    """Lists of words: closed classes, endings, and irregular forms with the word that each is a form of."""

    function_words: frozenset[str]
    endings: frozenset[str]
    irregular: Mapping[str, str]


def read_words(path: Path = WORDS) -> Words:
    """Read the lists in the TOML file *path*."""
    with path.open("rb") as file:
        lists = tomllib.load(file)
    irregular = {form: word for word, forms in lists["irregular"].items() for form in forms.split()}
    return Words(frozenset(lists["function_words"].split()), frozenset(lists["endings"].split()), irregular)


def inflected(word: str) -> list[str]:
    """Give plausible Danish forms of *word*; some will not exist, which does no harm."""
    if len(word) < 3 or not word.isalpha():
        return []
    if word.endswith("e"):
        return [word + ending for ending in _AFTER_E]
    forms = [word + ending for ending in _AFTER_OTHERS]
    if word.endswith("um"):
        forms += [word[:-2] + ending for ending in ("et", "er", "erne", "ets", "ernes")]
    if word[-1] in _CONSONANTS and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        forms += [word + word[-1] + ending for ending in ("en", "et", "er", "e", "ede", "erne", "ene")]
    stem = contracted(word)
    if stem is not None:
        forms += [stem + ending for ending in ("en", "er", "erne", "et", "e", "ede", "ene")]
    return forms


def contracted(word: str) -> str | None:
    """Give the stem that a word in -el takes before a vowel: *fødsel*, *fødsl-en*; *middel*, *midl-er*."""
    if len(word) < 5 or not word.endswith("el"):
        return None
    body = word[:-2]
    return (body[:-1] if body[-1] == body[-2] else body) + "l"
