"""Make the test publication, its gold, and with ``--scanned`` the scan of it.

    python -m evaluation.publication.make [--scanned] [-o FOLDER] [--check]

The PDFs go to FOLDER (default: dist/publication), the gold to evaluation/publication/gold. ``--check`` writes nothing
and says whether the committed gold is what the source gives. Exit status: 0 fine, 1 the gold differs, 2 the source is
at fault.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evaluation.publication.gold import Gold, as_jsonl
from evaluation.publication.inline import SourceError
from evaluation.publication.names import Names
from evaluation.publication.pages import Pages
from evaluation.publication.scan import scanned_pdf
from evaluation.publication.source import read
from evaluation.publication.typeset import typeset

from forlobkg.files import write_atomic

HERE: Final = Path(__file__).resolve().parent
GOLD: Final = HERE / "gold"
OUT: Final = HERE.parents[1] / "dist" / "publication"


@dataclass(frozen=True)
class Made:
    """The publication's PDF, and its gold: file name -> text."""

    pdf: bytes
    gold: dict[str, str]


def make(folder: Path = HERE) -> Made:
    """Set the publication of ``folder`` and read back its gold, checked against the PDF's text.

    Raises SourceError.
    """
    publication = read(folder)
    set_ = typeset(publication)
    gold = Gold(publication, Pages(publication, set_), Names.read(folder / "names.yaml"))
    return Made(set_.pdf, {f"{kind}.jsonl": as_jsonl(rows) for kind, rows in gold.rows().items()})


def differing(made: Made, folder: Path = GOLD) -> list[str]:
    """The names of gold files in ``folder`` that are not as ``made``, are missing, or are too many."""
    there = {path.name: path.read_text("utf-8") for path in folder.glob("*.jsonl")}
    return sorted(name for name in there.keys() | made.gold.keys() if there.get(name) != made.gold.get(name))


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scanned", action="store_true", help="make the scanned variant too")
    parser.add_argument("--check", action="store_true", help="only say whether the committed gold is up to date")
    parser.add_argument("-o", "--out", type=Path, default=OUT, help="where the PDFs go")
    given = parser.parse_args()
    try:
        made = make()
    except SourceError as error:
        print(error, file=sys.stderr)
        return 2
    if given.check:
        wrong = differing(made)
        print("\n".join(wrong))
        return 1 if wrong else 0
    for name, text in made.gold.items():
        write_atomic(GOLD / name, text.encode())
    write_atomic(given.out / "publication.pdf", made.pdf)
    if given.scanned:
        write_atomic(given.out / "publication-scanned.pdf", scanned_pdf(made.pdf))
    return 0


if __name__ == "__main__":
    sys.exit(main())
