"""Compile the Danish thesaurus into the compact table that forlobkg carries.

    python -m training.thesaurus --data DIR [--out src/forlobkg/index/data/thesaurus.tsv.xz]

DIR (default: the environment variable FORLOBKG_TRAINING_DATA) holds ``lexicon_thesaurus.tsv.xz``: word, word, and
``syn`` or ``hyp`` (the second is a kind of the first), made from Debian's mythes-da. The same input gives the same
bytes.
"""

from __future__ import annotations

import argparse
import lzma
import os
from collections import defaultdict
from pathlib import Path

from training.danish_static.data import DataError, read_catalogue, read_checked

SOURCE = "lexicon_thesaurus.tsv.xz"
OUT = Path("src/forlobkg/index/data/thesaurus.tsv.xz")
DATA_VARIABLE = "FORLOBKG_TRAINING_DATA"
MOST_LINKS = 40
"""A word of more synonyms or kinds than this says too little of each, and loses them."""


def read_links(folder: Path) -> list[tuple[str, str, str]]:
    """The links of the thesaurus in ``folder``, in lower case. Raises ``DataError`` if it is missing or another."""
    (source,) = (file for file in read_catalogue() if file.name == SOURCE)
    links = []
    for line in read_checked(folder / source.name, source.sha256).splitlines():
        first, second, kind = line.lower().split("\t")
        if first != second and all(word.replace(" ", "").replace("-", "").isalpha() for word in (first, second)):
            links.append((first, second, kind))
    return links


def compiled(links: list[tuple[str, str, str]]) -> bytes:
    """The table: a word, its synonyms, its kinds; tab-separated, each list divided by ``|``, sorted, xz."""
    by_kind: dict[str, defaultdict[str, set[str]]] = {"syn": defaultdict(set), "hyp": defaultdict(set)}
    for first, second, kind in links:
        by_kind[kind][first].add(second)
        if kind == "syn":
            by_kind[kind][second].add(first)
    lines = []
    for word in sorted(by_kind["syn"].keys() | by_kind["hyp"].keys()):
        lists = [sorted(by_kind[kind].get(word, ())) for kind in ("syn", "hyp")]
        kept = ["|".join(words) if len(words) <= MOST_LINKS else "" for words in lists]
        if any(kept):
            lines.append("\t".join([word, *kept]))
    return lzma.compress("\n".join(lines).encode("utf-8"), preset=9 | lzma.PRESET_EXTREME)


def main() -> None:
    """Read the command line, compile, and say what came out."""
    parser = argparse.ArgumentParser(description="Compile the Danish thesaurus.")
    parser.add_argument("--data", type=Path, help=f"where {SOURCE} is (default: ${DATA_VARIABLE})")
    parser.add_argument("--out", type=Path, default=OUT, help="the table (default: %(default)s)")
    arguments = parser.parse_args()
    folder = arguments.data or (Path(os.environ[DATA_VARIABLE]) if DATA_VARIABLE in os.environ else None)
    if folder is None:
        parser.error(f"give --data DIR, or set {DATA_VARIABLE}")
    try:
        table = compiled(read_links(folder))
    except DataError as error:
        raise SystemExit(str(error)) from error
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    temporary = arguments.out.with_name(f".{arguments.out.name}")
    temporary.write_bytes(table)
    temporary.replace(arguments.out)
    print(f"{arguments.out}: {len(lzma.decompress(table).splitlines())} words, {len(table) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
