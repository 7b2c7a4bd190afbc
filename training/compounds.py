"""Compile the lexicon by which forlobkg divides Danish compounds.

The flags of hunspell-da say how a word links as the first part of a compound, and whether it may end one.
Its own compounds, divided with what is known so far, then show how usual each part is in compounds.

    python training/compounds.py --hunspell DIR [--out src/forlobkg/danish/data/compounds.bin]

DIR holds ``da_DK.aff`` and ``da_DK.dic``; frequencies come from the package wordfreq. The same input gives the
same bytes. There is no randomness in it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wordfreq import get_frequency_dict

from forlobkg.danish.compounds import (
    BLOCKED,
    COST_UNIT,
    NO_COST,
    RESTORED,
    Compounds,
    Entry,
    Lexicon,
    Step,
)

AFFIXES = "da_DK.aff"
WORDS = "da_DK.dic"
SHA256 = {
    AFFIXES: "04adcad2f9e1c225b9cb3e32f56eb79185bed8d13076eadd0763de0431d1e937",
    WORDS: "f109ff6296b66ec43bc3405e4c06fa8ec55dc67821fe6bf3f5ac147fb07040e2",
}
OUT = Path("src/forlobkg/danish/data/compounds.bin")
LISTS = Path("src/forlobkg/danish/data")

# Flags of da_DK.aff: what a rule adds (COMPOUNDBEGIN and -MIDDLE, COMPOUNDEND, NEEDAFFIX), and a word's own.
BEGINS_OR_MIDDLE, ENDS, NEEDS_AFFIX = {"32", "33"}, "34", "8"
MAY_END, PREFIX = "39", "81"
VERB_FLAGS = {"1", "21", "22", "79"}

FLOOR = 3e-7
# A frequency counts half by running text (wordfreq), half by the dictionary's own compounds.
TEXT_SHARE = 0.5
FREQUENCY_WEIGHT = 0.5
PART_COST = 2.2
WHOLE_MARGIN = 0.3
VERB_COST = 2.0
UNMARKED_LINK_COST = 3.0
SHORT_COST = {2: 3.0, 3: 2.0}
USUAL = 2e-5
INFLECTS_ALIKE = 0.85
ROUNDS = 2
ADJECTIVAL = ("ende", "endes", "et", "t", "te", "ede")
DERIVATIONS = (
    *("ningsmæssig", "lighed", "agtig", "erske", "ning", "else", "elig", "ende", "ing", "ere", "eri", "sel", "lig"),
    *("som", "hed", "isk", "ede", "er", "et", "en", "el", "t", "e"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """An affix rule: ``strip`` at the end of a stem that ``condition`` matches becomes ``add``."""

    strip: str
    add: str
    flags: tuple[str, ...]
    condition: re.Pattern[str]


@dataclass(slots=True)
class Lexeme:
    """A dictionary word: as a first part (string -> (text length, restored letters)), and its forms as the last."""

    word: str
    kind: str
    base: str = ""
    firsts: dict[str, tuple[int, str]] = field(default_factory=dict)
    ends: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)


def read_rules(path: Path) -> dict[str, list[Rule]]:
    """The suffix rules of a hunspell affix file by flag."""
    rules: dict[str, list[Rule]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        fields = line.split()
        if len(fields) < 5 or fields[0] != "SFX":
            continue
        strip, (add, _, flags) = fields[2].replace("0", ""), fields[3].partition("/")
        rules[fields[1]].append(
            Rule(strip, "" if add == "0" else add, tuple(flags.split(",")), re.compile(f"(?:{fields[4]})$"))
        )
    return rules


def affixed(word: str, flags: Iterable[str], rules: Mapping[str, list[Rule]]) -> Iterator[tuple[str, set[str]]]:
    """The forms that a word's flags give, each with the flags that the rule adds."""
    for flag in flags:
        for rule in rules.get(flag, ()):
            if not (word.endswith(rule.strip) and rule.condition.search(word)):
                continue
            form = word[: len(word) - len(rule.strip)] + rule.add
            added = set(rule.flags)
            if NEEDS_AFFIX not in added:
                yield form, added
            yield from affixed(form, sorted(added), rules)


def read_lexemes(folder: Path) -> tuple[list[Lexeme], set[str]]:
    """The words of a hunspell dictionary, and the forms of its names, in lower case."""
    rules = read_rules(folder / AFFIXES)
    lexemes = []
    names: set[str] = set()
    for line in (folder / WORDS).read_text("utf-8").splitlines()[1:]:
        if not line.strip():
            continue
        head, *morphology = line.split()
        entry, _, flag_text = head.partition("/")
        flags = flag_text.split(",") if flag_text else []
        word = entry.removesuffix("-")
        if word.islower() and entry.endswith("-") and PREFIX in flags and usable(word):
            lexemes.append(Lexeme(word, "prefix", firsts={word: (len(word), "")}))
        elif word.islower() and word == entry and usable(word):
            lexemes.append(lexeme_of(word, flags, morphology, rules))
        elif word == entry:
            forms = {word, *(form for form, _ in affixed(word, flags, rules))}
            names |= {form.lower() for form in forms if usable(form.lower())}
    return lexemes, names


def lexeme_of(word: str, flags: list[str], morphology: list[str], rules: Mapping[str, list[Rule]]) -> Lexeme:
    """The lexeme of a dictionary line."""
    irregular = {item[3:] for item in morphology if item.startswith("al:")}
    is_verb = bool(VERB_FLAGS & set(flags)) or (word.endswith("e") and f"{word}r" in irregular)
    base = next((item[3:] for item in morphology if item.startswith("st:")), "")
    lexeme = Lexeme(word, "verb" if is_verb else "other", base, forms={word})
    for form, added in affixed(word, flags, rules):
        if added & BEGINS_OR_MIDDLE:
            common = next((at for at, (a, b) in enumerate(zip(form, word, strict=False)) if a != b), None)
            kept = min(len(form), len(word)) if common is None else common
            if usable(form):
                lexeme.firsts[form] = (kept, word[kept:])
        elif usable(form):
            lexeme.forms.add(form)
            if ENDS in added and MAY_END in flags:
                lexeme.ends.add(form)
    irregular = {form for form in irregular if usable(form)}
    lexeme.forms |= irregular
    if MAY_END in flags:
        lexeme.ends |= irregular | {word}
    return lexeme


def usable(word: str) -> bool:
    """Whether ``word`` can be in the lexicon: lower-case letters of one byte."""
    return word.isalpha() and word == word.lower() and all(ord(letter) < 256 for letter in word)


class Estimator:
    """Estimates what parts cost, and which words stay whole, from the dictionary's own compounds."""

    def __init__(self, lexemes: list[Lexeme], names: set[str], frequencies: Mapping[str, float], lists: Path) -> None:
        self.lexemes = lexemes
        self.names = names
        self.never_first = read_words(lists / "compounds_never_first.txt")
        self.never_last = read_words(lists / "compounds_never_last.txt")
        self.kept_whole = read_words(lists / "compounds_whole.txt")
        self.curated = read_firsts(lists / "compounds_first.tsv")
        self.shares = [max(sum(frequencies.get(f, 0) for f in sorted(x.forms)), FLOOR) for x in lexemes]
        self.verbs = {lexeme.word for lexeme in lexemes if lexeme.kind == "verb"}
        self.by_word: dict[str, list[Lexeme]] = defaultdict(list)
        self.by_form: dict[str, list[Lexeme]] = defaultdict(list)
        self.share_of: dict[str, float] = {}
        for lexeme, share in zip(lexemes, self.shares, strict=True):
            if lexeme.kind == "prefix":
                continue
            self.by_word[lexeme.word].append(lexeme)
            self.share_of[lexeme.word] = max(share, self.share_of.get(lexeme.word, 0))
            for form in lexeme.forms:
                self.by_form[form].append(lexeme)
        self.words = sorted(self.by_word)
        self.bases = {word: [base for base in self.bases_of(word) if base != word] for word in self.words}
        self.as_first: Counter[str] = Counter()
        self.as_last: Counter[str] = Counter()
        self.whole: set[str] = set(self.words)

    def bases_of(self, word: str) -> Iterator[str]:
        """The dictionary words that ``word`` is derived from."""
        yield from (x.base for x in self.by_word[word] if x.base in self.verbs)
        for suffix in DERIVATIONS:
            stem = word.removesuffix(suffix)
            if stem == word or len(stem) < 4:
                continue
            for base in (stem, stem + "e", stem + stem[-1] + "e", *((stem + "t",) if suffix == "hed" else ())):
                if base in self.by_word:
                    yield base

    def run(self) -> Lexicon:
        """The lexicon, with the costs of the last round."""
        for number in range(1, ROUNDS + 1):
            self.count(Compounds(Lexicon.build(self.table(final=False))))
            print(f"round {number}: {len(self.words) - len(self.whole)} of {len(self.words)} words are compounds")
        return Lexicon.build(self.table(final=True))

    def count(self, compounds: Compounds) -> None:
        """Divide the dictionary's words, and count their parts."""
        divisions = {}
        for word in self.words:
            division = compounds.divide(word) if len(word) > 4 and word not in self.kept_whole else None
            if division and self.is_compound(word, *division, compounds.lexicon):
                divisions[word] = division[1]
        self.whole = set(self.words) - set(divisions)
        for word in sorted(divisions, key=lambda w: (len(w), w)):
            if any(base in self.whole for base in self.bases[word]):
                self.whole.add(word)
        self.as_first, self.as_last = Counter(), Counter()
        for word, steps in divisions.items():
            if word not in self.whole:
                self.as_first.update(word[step.start : step.end] for step in steps[:-1])
                self.as_last[word[steps[-1].start :]] += 1

    def is_compound(self, word: str, cost: float, steps: list[Step], lexicon: Lexicon) -> bool:
        """Whether a word is likelier a compound of these parts than a word of its own."""
        if word in self.verbs and not any(lexicon.entries[step.number].link for step in steps[:-1]):
            return False
        mean = cost * COST_UNIT / len(steps)
        own = PART_COST - FREQUENCY_WEIGHT * math.log(self.share_of[word])
        return mean < own + WHOLE_MARGIN and self.inflects_alike(word, steps[-1].start)

    def inflects_alike(self, word: str, start: int) -> bool:
        """Whether a compound has the forms of its last part: "vindue" is no "due", for it is "vinduet"."""
        for lexeme in self.by_word[word]:
            forms = {form[start:] for form in lexeme.forms}
            for last in self.by_form.get(word[start:], ()):
                fewest = min(len(forms), max(4, len(last.forms)))
                if len(forms & last.forms) >= INFLECTS_ALIKE * fewest:
                    return True
        return False

    def cost(self, share: float, text: str, extra: float = 0) -> int:
        """What a part costs in ``COST_UNIT``s."""
        short = SHORT_COST.get(len(text), 0) * (0.3 if share >= USUAL else 1)
        return min(BLOCKED - 1, round((PART_COST - FREQUENCY_WEIGHT * math.log(share) + short + extra) / COST_UNIT))

    def share(self, in_text: float, counts: Counter[str], key: str) -> float:
        """How usual a part is: between its frequency in text and that among the dictionary's compounds."""
        if not counts:
            return in_text
        return max(TEXT_SHARE * in_text + (1 - TEXT_SHARE) * counts[key] / counts.total(), FLOOR)

    def table(self, *, final: bool) -> dict[str, Entry]:
        """The strings of the lexicon with their entries; without all the forms before the ``final`` one."""
        firsts, lasts = self.firsts(), self.lasts(final=final)
        if final:
            known = {form: False for form in self.by_form} | dict.fromkeys(self.names, True)
            for form, whole in known.items():
                stays = whole or any(lexeme.word in self.whole for lexeme in self.by_form[form])
                lasts.setdefault(form, (BLOCKED, stays))
        table = {}
        for string in firsts.keys() | lasts.keys():
            first, link, restored, first_whole = firsts.get(string, (NO_COST, 0, 0, False))
            last, last_whole = lasts.get(string, (NO_COST, False))
            table[string] = Entry(first, last, link, restored, first_whole, last_whole)
        return table

    def firsts(self) -> dict[str, tuple[int, int, int, bool]]:
        """First parts: cost, linking letters, what is restored, whether it stays whole."""
        found: dict[str, tuple[tuple[bool, float], int, int, int, bool]] = {}

        def add(string: str, text: str, restored: str, share: float, lexeme: Lexeme, extra: float) -> None:
            rank = (lexeme.kind != "other", -share)
            cost = self.cost(share, text, extra)
            whole = lexeme.kind == "prefix" or lexeme.word in self.whole
            old = found.get(string)
            if old is None or rank < old[0]:
                best = min(cost, old[1]) if old else cost
                found[string] = (rank, best, len(string) - len(text), RESTORED.index(restored), whole)
            elif cost < old[1]:
                found[string] = (old[0], cost, *old[2:])

        barred = self.never_first | self.never_last
        for lexeme, in_text in zip(self.lexemes, self.shares, strict=True):
            for string, (kept, restored) in lexeme.firsts.items():
                if string not in self.never_first and lexeme.word not in self.never_last and kept > 1:
                    share = self.share(FLOOR if lexeme.kind == "prefix" else in_text, self.as_first, string)
                    extra = VERB_COST if lexeme.kind == "verb" else 0
                    add(string, string[:kept], restored, share, lexeme, extra)
        marked = set(found)
        for lexeme, in_text in zip(self.lexemes, self.shares, strict=True):
            word = lexeme.word
            if lexeme.kind != "other" or word not in lexeme.ends or len(word) < 3 or word in barred:
                continue
            for string in (word, *((word + "s",) if word[-1] not in "sxzaeiouyæøå" else ())):
                if string not in marked:
                    share = self.share(in_text, self.as_first, string)
                    add(string, word, "", share, lexeme, UNMARKED_LINK_COST)
        entries = {string: entry[1:] for string, entry in found.items()}
        usual = self.cost(1e-5, "long")
        for string, link in self.curated.items():
            entries.setdefault(string, (usual, link, 0, True))
        return entries

    def lasts(self, *, final: bool) -> dict[str, tuple[int, bool]]:
        """Last parts: cost, and whether it stays whole."""
        found: dict[str, tuple[int, bool]] = {}
        for lexeme, in_text in zip(self.lexemes, self.shares, strict=True):
            word = lexeme.word
            share = self.share(in_text, self.as_last, word)
            for form in lexeme.ends:
                if not final and form != word and (form.endswith("s") or len(form) > len(word) + 2):
                    continue
                is_verb_form = lexeme.kind == "verb" and not form.endswith(ADJECTIVAL)
                cost = self.cost(share, word, VERB_COST if is_verb_form else 0)
                is_fragment = len(form) < 2 or (len(form) == 2 and (lexeme.kind == "verb" or share < USUAL))
                if is_fragment or form in self.never_last or word in self.never_last:
                    cost = BLOCKED
                old = found.get(form, (cost, False))
                found[form] = (min(cost, old[0]), old[1] or word in self.whole)
        return found


def read_words(path: Path) -> frozenset[str]:
    """The words of a list, whose lines with # are comments."""
    lines = (line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def read_firsts(path: Path) -> dict[str, int]:
    """The curated first parts: string -> number of linking letters."""
    lines = (line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {row["string"]: int(row["link"]) for row in csv.DictReader(lines, delimiter="\t")}


def check_sources(folder: Path) -> None:
    """Stop when the dictionary is not the one that the figures are for."""
    for name, expected in SHA256.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
            raise SystemExit(f"{folder / name} has another sum than {expected}")


def main() -> None:
    """Compile the lexicon."""
    parser = argparse.ArgumentParser(description="Compile the lexicon of Danish compounds")
    parser.add_argument("--hunspell", type=Path, required=True, help="folder of da_DK.aff and da_DK.dic")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--lists", type=Path, default=LISTS, help="folder of the curated lists")
    arguments = parser.parse_args()
    check_sources(arguments.hunspell)
    lexemes, names = read_lexemes(arguments.hunspell)
    lexicon = Estimator(lexemes, names, get_frequency_dict("da"), arguments.lists).run()
    data = lexicon.dump()
    arguments.out.write_bytes(data)
    print(f"{arguments.out}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
