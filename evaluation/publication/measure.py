"""Score a reader of PDFs against the gold of the test publication.

    python -m evaluation.publication.measure [FILE] [--misses] [--write]

FILE is the PDF (default: dist/publication/publication.pdf, made if it is not there). ``--misses`` lists what was
not found, ``--write`` writes the figures to reading.md beside this file. Exit status: 0 the goals are met, 1 they are
not.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from evaluation.publication.make import GOLD, HERE, OUT, make

from forlobkg.corpus.reading import ReadDocument, ReadKind, read_document
from forlobkg.files import write_atomic

GOALS: Final = {"headings": 0.97, "passages": 0.98, "leaks": 0.01}
"""Least F1 of headings, least share of passages with the right page, greatest share of leaked furniture."""
REPORT: Final = HERE / "reading.md"

Row = dict[str, Any]


@dataclass
class Share:
    """So many of so many."""

    hits: int = 0
    of: int = 0

    @property
    def value(self) -> float:
        """0 to 1; 1 where there is nothing to hit."""
        return self.hits / self.of if self.of else 1.0

    def count(self, hit: bool) -> None:
        """Count one more."""
        self.hits += hit
        self.of += 1


@dataclass
class Scores:
    """What the reader got right.

    ``exact`` counts gold passages that are a passage of the reader's on the same page, ``contained`` those that stand
    whole within one on that page, ``by_kind`` the exact ones by kind. ``labelled`` counts the pages whose printed
    number was read, ``words`` are the precision and recall of the words as a bag.
    """

    headings_precision: Share = field(default_factory=Share)
    headings_recall: Share = field(default_factory=Share)
    exact: Share = field(default_factory=Share)
    contained: Share = field(default_factory=Share)
    sections: Share = field(default_factory=Share)
    leaks: Share = field(default_factory=Share)
    labelled: Share = field(default_factory=Share)
    words_precision: Share = field(default_factory=Share)
    words_recall: Share = field(default_factory=Share)
    by_kind: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    misses: list[str] = field(default_factory=list)

    @property
    def headings_f1(self) -> float:
        """Of text, level and page together."""
        precision, recall = self.headings_precision.value, self.headings_recall.value
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    @property
    def meets_the_goals(self) -> bool:
        """Whether all of ``GOALS`` are reached."""
        return (
            self.headings_f1 >= GOALS["headings"]
            and self.exact.value >= GOALS["passages"]
            and self.leaks.value <= GOALS["leaks"]
        )


def gold_rows(kind: str, folder: Path = GOLD) -> list[Row]:
    """The rows of a gold file."""
    return [json.loads(line) for line in (folder / f"{kind}.jsonl").read_text("utf-8").splitlines()]


def normal(text: str) -> str:
    """With single plain spaces."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()


def score(document: ReadDocument, folder: Path = GOLD) -> Scores:
    """Score a document read from the publication."""
    made = Scores()
    _score_headings(document, gold_rows("headings", folder), made)
    passages = gold_rows("passages", folder)
    _score_passages(document, passages, made)
    _score_pages(document, gold_rows("pages", folder), made)
    return made


def _score_headings(document: ReadDocument, gold: list[Row], made: Scores) -> None:
    def key(number: str, text: str, level: int, page: int | None) -> tuple[str, int, int | None]:
        return normal(f"{number} {text}"), level, page

    want = Counter(key(row["number"], row["text"], row["level"], row["page"]) for row in gold)
    have = Counter(key(one.number, one.text, one.level, one.page) for one in document.headings)
    both = sum((want & have).values())
    made.headings_precision = Share(both, sum(have.values()))
    made.headings_recall = Share(both, sum(want.values()))
    made.misses += [f"heading missed: {one}" for one in want - have]
    made.misses += [f"heading too many: {one}" for one in have - want]


def _score_passages(document: ReadDocument, gold: list[Row], made: Scores) -> None:
    here: dict[tuple[str, int | None], list[tuple[str, ...]]] = defaultdict(list)
    texts: dict[int, list[str]] = defaultdict(list)
    for one in document.passages:
        here[(normal(one.text), one.page)].append(one.section)
        if one.page is not None:
            texts[one.page].append(normal(one.text))
    for row in gold:
        if not row["quotable"]:
            continue
        text, page = normal(row["text"]), row["page"]
        exact = bool(here[(text, page)])
        made.exact.count(exact)
        made.by_kind[row["kind"]].count(exact)
        made.contained.count(exact or any(text in other for other in texts[page]))
        if exact and row["kind"] in ("sentence", "bullet"):
            made.sections.count(tuple(row["section"]) in here[(text, page)])
        if not exact:
            made.misses.append(f"{row['kind']} missed, page {page}: {text}")


def _score_pages(document: ReadDocument, gold: list[Row], made: Scores) -> None:
    printed = {page.number: page.printed for page in document.pages}
    read: dict[int, list[str]] = defaultdict(list)
    whole: set[tuple[int, str]] = set()
    for one in document.passages:
        for page in one.pages:
            read[page].append(normal(f"{one.number if one.kind is ReadKind.HEADING else ''} {one.text}"))
        if one.page is not None:
            whole.add((one.page, normal(one.text)))
    bag_here: Counter[str] = Counter(word for one in document.passages for word in _words(_with_number(one)))
    bag_gold: Counter[str] = Counter()
    for row in gold:
        page = row["page"]
        body = [*row["words"], *row["notes"]]
        bag_gold.update(_words(" ".join(_unbroken(row["words"], gold, page))))
        bag_gold.update(_words(" ".join(row["notes"])))
        made.labelled.count(printed.get(page, "") == row["printed"])
        for text in (row["head"], row["foot"]):
            if text:
                many = " ".join(read[page]).count(text) > " ".join(body).count(text)
                # A sentence from the page before may hold the words; a leak stands alone or is one too many here.
                leaked = many and ((page, text) in whole or not _in_broken(text, document, page))
                made.leaks.count(leaked)
                if leaked:
                    made.misses.append(f"leaked, page {page}: {text}")
        if row["printed"]:
            alone = (page, row["printed"]) in whole and row["printed"] not in body
            made.leaks.count(alone)
            if alone:
                made.misses.append(f"leaked, page {page}: {row['printed']}")
    both = sum((bag_here & bag_gold).values())
    made.words_precision = Share(both, sum(bag_here.values()))
    made.words_recall = Share(both, sum(bag_gold.values()))


def _in_broken(text: str, document: ReadDocument, page: int) -> bool:
    return any(text in normal(one.text) and len(one.pages) > 1 and page in one.pages for one in document.passages)


def _unbroken(words: list[str], gold: list[Row], page: int) -> list[str]:
    """The words of a page with the first half of a word that its next page goes on with made whole."""
    after: list[str] = next((row["words"] for row in gold if row["page"] == page + 1), [])
    before: list[str] = next((row["words"] for row in gold if row["page"] == page - 1), [])
    made = list(words)
    if made and made[-1].endswith("-") and after and after[0][:1].islower():
        made[-1] = made[-1][:-1] + after[0]
    if before and before[-1].endswith("-") and made and made[0][:1].islower():
        made = made[1:]
    return made


def _with_number(one: Any) -> str:
    return f"{one.number} {one.text}" if one.kind is ReadKind.HEADING else str(one.text)


def _words(text: str) -> Iterable[str]:
    return (word for word in re.findall(r"[\w§%]+", normal(text)))


def report(scores: Scores, document: ReadDocument, seconds: float) -> str:
    """The figures as a page of Markdown; seconds are left out where they are 0."""
    lines = [
        "# How well the test publication is read",
        "",
        "Made by `python -m evaluation.publication.measure --write`; the publication and its gold are described in",
        "README.md. A heading counts when number, text, level and page are right, a passage when one of the",
        "reader's is the same text, whitespace aside, on the same page.",
        "",
        "| | found | of | share | goal |",
        "|---|---:|---:|---:|---:|",
        _row("headings, precision", scores.headings_precision, ""),
        _row("headings, recall", scores.headings_recall, ""),
        f"| headings, F1 | | | {scores.headings_f1:.3f} | ≥ {GOALS['headings']} |",
        _row("quotable passages, exactly, on the right page", scores.exact, f"≥ {GOALS['passages']}"),
        _row("quotable passages, within one on the right page", scores.contained, ""),
        _row("sentences and bullets with the right section path", scores.sections, ""),
        _row("running heads, footers and page numbers leaked", scores.leaks, f"≤ {GOALS['leaks']}"),
        _row("pages with the right printed number", scores.labelled, ""),
        _row("words, precision", scores.words_precision, ""),
        _row("words, recall", scores.words_recall, ""),
        "",
        "| kind of passage | found | of | share |",
        "|---|---:|---:|---:|",
        *(
            f"| {kind} | {share.hits} | {share.of} | {share.value:.3f} |"
            for kind, share in sorted(scores.by_kind.items())
        ),
        "",
    ]
    if seconds:
        lines.append(f"{len(document.pages)} pages in {seconds:.1f} s.")
    return "\n".join(lines)


def _row(name: str, share: Share, goal: str) -> str:
    return f"| {name} | {share.hits} | {share.of} | {share.value:.3f} | {goal} |"


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=OUT / "publication.pdf")
    parser.add_argument("--misses", action="store_true", help="list what was not found")
    parser.add_argument("--write", action="store_true", help="write the figures to reading.md")
    given = parser.parse_args()
    if not given.file.exists() and given.file == OUT / "publication.pdf":
        write_atomic(given.file, make().pdf)
    begun = perf_counter()
    document = read_document(given.file)
    seconds = perf_counter() - begun
    scores = score(document)
    print(report(scores, document, seconds))
    if given.misses:
        print("\n".join(scores.misses))
    if given.write:
        write_atomic(REPORT, report(scores, document, 0).encode())
    return 0 if scores.meets_the_goals else 1


if __name__ == "__main__":
    sys.exit(main())
