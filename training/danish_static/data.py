"""The training data: which files, whether they are the right ones, and what stands in them."""

from __future__ import annotations

import csv
import hashlib
import lzma
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CATALOGUE = Path(__file__).with_name("sources.toml")
GLOSSARY_HEADER = ("phrase", "terms", "concept", "from", "note")


class DataError(Exception):
    """The data cannot be used; the message is one line that says why."""


@dataclass(frozen=True)
class SourceFile:
    """One input file, its origin and its terms; ``use`` is "training" or "testing"."""

    name: str
    sha256: str
    what: str
    origin: str
    licence: str
    attribution: str
    use: str


@dataclass(frozen=True)
class Sense:
    """A Danish word or phrase in lower case, an English word for one of its senses, and that sense's gloss.

    ``common`` is true where more than one dictionary has the pair.
    """

    danish: str
    english: str
    gloss: str
    common: bool = False

    @property
    def teacher_texts(self) -> tuple[str, ...]:
        """The words that the teacher reads for this sense: the English alone, and with its gloss."""
        return (self.english, f"{self.english}: {self.gloss}") if self.gloss else (self.english,)


@dataclass(frozen=True)
class Pair:
    """Two texts that belong together; ``group`` is shared by pairs that must not count as each other's opposites."""

    left: str
    right: str
    group: str


@dataclass(frozen=True)
class Sources:
    """What the files hold.

    ``senses`` come from the lexicon, ``glosses`` from the wordnet; ``synonyms`` and ``hyponyms`` are Danish;
    ``sentences`` are Danish with English, and so is ``testing``, which nothing is trained on; ``prose`` is in
    order; ``glossary`` joins everyday phrases with professional terms and may be empty. ``digest`` stands for all
    but the glossary.
    """

    senses: tuple[Sense, ...]
    glosses: tuple[Sense, ...]
    synonyms: tuple[Pair, ...]
    hyponyms: tuple[Pair, ...]
    sentences: tuple[Pair, ...]
    testing: tuple[Pair, ...]
    prose: tuple[str, ...]
    glossary: tuple[Pair, ...]
    digest: str


@dataclass(frozen=True)
class HeldOut:
    """What a measured run is not taught: the English of ``words``, sentences of ``english``, glossary ``phrases``."""

    words: frozenset[str] = frozenset()
    english: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()


def read_catalogue(path: Path = CATALOGUE) -> tuple[SourceFile, ...]:
    """Read the list of input files from the TOML file *path*."""
    with path.open("rb") as file:
        return tuple(SourceFile(**entry) for entry in tomllib.load(file)["file"])


def read_sources(folder: Path, catalogue: Sequence[SourceFile], glossary: Path | None = None) -> Sources:
    """Read and check the files of *catalogue* in *folder*, and the *glossary* where there is one.

    Raises DataError if a file is missing or its sha256 is not the catalogue's.
    """
    texts = {file.name: read_checked(folder / file.name, file.sha256) for file in catalogue}
    pairs = tuple(read_glossary(glossary)) if glossary is not None else ()
    links = _rows(texts["lexicon_thesaurus.tsv.xz"])
    return Sources(
        senses=tuple(_senses(texts["lexicon_da_en.tsv.xz"])),
        glosses=tuple(_glosses(texts["lexicon_omw_gloss.tsv.xz"])),
        synonyms=tuple(_link(row) for row in links if row[2] == "syn"),
        hyponyms=tuple(_link(row) for row in links if row[2] == "hyp"),
        sentences=(
            *_sentences(texts["parallel_tatoeba.tsv.xz"]),
            *_sentences(texts["parallel_ntrex.tsv.xz"]),
        ),
        testing=tuple(_sentences(texts["parallel_flores.tsv.xz"])),
        prose=tuple(texts["prose_folketing.txt.xz"].splitlines()),
        glossary=pairs,
        digest=hashlib.sha256("".join(file.sha256 for file in catalogue).encode()).hexdigest(),
    )


def read_glossary(path: Path) -> list[Pair]:
    """Give a pair of phrase and term for each term of each line of the glossary *path*.

    Tab-separated with a header; a line's terms are parted by " | ". Raises DataError for another shape.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(reader.fieldnames or ())[:3] != GLOSSARY_HEADER[:3]:
            raise DataError(f"{path.name} must begin with the columns {', '.join(GLOSSARY_HEADER[:3])}")
        pairs = []
        for row in reader:
            terms = [term.strip() for term in (row["terms"] or "").split("|")]
            group = row["concept"] or row["terms"] or ""
            pairs += [Pair(_text(row["phrase"]), _text(term), group) for term in terms if term]
        return pairs


def word_key(text: str) -> str:
    """Give a word or phrase as the lexicons are keyed by it: lower case, NFC."""
    return _text(text).lower()


def _text(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def read_checked(path: Path, sha256: str) -> str:
    """Give the text of the xz file *path*; raises DataError if it is not the right file."""
    if not path.is_file():
        raise DataError(f"{path.name} is not in the data directory: give it with --data")
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise DataError(f"{path.name} has sha256 {found}, expected {sha256}")
    return lzma.decompress(data).decode("utf-8")


def _rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


def _senses(text: str) -> list[Sense]:
    """Read the lexicon; names that only one dictionary has, and affixes, would crowd out words."""
    senses = []
    for danish, english, origin, gloss in _rows(text):
        common = "," in origin
        if danish[:1].isupper() and not common:
            continue
        if not danish.startswith("-") and not danish.endswith("-"):
            senses.append(Sense(word_key(danish), english, gloss, common))
    return senses


def _glosses(text: str) -> list[Sense]:
    """Read the wordnet's glosses, with the first two English words of each synset; names are left out."""
    return [
        Sense(word_key(danish), ", ".join(english.split(", ")[:2]), gloss)
        for danish, english, gloss in _rows(text)
        if not danish[:1].isupper()
    ]


def _link(row: Sequence[str]) -> Pair:
    left, right = word_key(row[0]), word_key(row[1])
    return Pair(left, right, left)


def _sentences(text: str) -> list[Pair]:
    return [Pair(_text(danish), _text(english), english) for danish, english in _rows(text)]


def english_texts(sources: Sources) -> list[str]:
    """Give every English text that the teacher has to read, each once, in order."""
    texts = {text for sense in (*sources.senses, *sources.glosses) for text in sense.teacher_texts}
    texts |= {sense.gloss for sense in sources.glosses}
    texts |= {pair.right for pair in (*sources.sentences, *sources.testing)}
    return sorted(texts)
