"""The command line: ``python -m training.danish_static --data DIR --work DIR``, from the checkout's root."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from training.danish_static.data import DataError, read_catalogue
from training.danish_static.pipeline import make
from training.danish_static.settings import Settings
from training.danish_static.teacher import MiniLM

_DATA_VARIABLE = "FORLOBKG_TRAINING_DATA"
_OUT = Path("src/forlobkg/index/model")
_GLOSSARY = Path("ontology/glossary.tsv")


def main() -> int:
    """Read the command line, train, and write the model; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.danish_static", description=__doc__)
    parser.add_argument("--data", type=Path, help=f"where the data is (default: ${_DATA_VARIABLE})")
    parser.add_argument("--work", type=Path, required=True, help="where stages keep their results and the log")
    parser.add_argument("--out", type=Path, default=_OUT, help="the model's directory (default: %(default)s)")
    parser.add_argument("--glossary", type=Path, default=_GLOSSARY, help="the glossary (default: %(default)s)")
    parser.add_argument("--no-glossary", action="store_true", help="train without the glossary")
    parser.add_argument("--questions", type=Path, help="a directory with graded questions to measure by")
    given = parser.parse_args()
    data = given.data or (Path(os.environ[_DATA_VARIABLE]) if _DATA_VARIABLE in os.environ else None)
    if data is None:
        parser.error(f"give --data DIR, or set {_DATA_VARIABLE}")
    glossary = None if given.no_glossary else given.glossary
    if glossary is not None and not glossary.is_file():
        print(f"there is no {glossary}: training without a glossary", file=sys.stderr)
        glossary = None
    try:
        make(
            data,
            given.work,
            given.out,
            MiniLM,
            settings=Settings(),
            catalogue=read_catalogue(),
            glossary=glossary,
            questions=given.questions,
        )
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
