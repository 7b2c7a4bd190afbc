"""Where the data that comes with the code lies: in the checkout, or in the installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def checkout_root() -> Path | None:
    """The root of the checkout that this code runs from, or None when it is installed from a wheel."""
    root = _PACKAGE.parent.parent
    return root if (root / "pyproject.toml").is_file() and (root / "corpus").is_dir() else None


def corpus_dir() -> Path:
    """The folder of the corpus: manifest, received texts, repair tables, outlines."""
    return _data_dir("corpus")


def ontology_dir() -> Path:
    """The folder of the ontology: schema, shapes, vocabularies, curated graphs, queries."""
    return _data_dir("ontology")


def evaluation_dir() -> Path:
    """The folder of the judged questions."""
    return _data_dir("evaluation")


def builtin_model_dir() -> Path:
    """The folder of the built-in embedding model, in SentenceTransformer format."""
    return _PACKAGE / "index" / "model"


def _data_dir(name: str) -> Path:
    root = checkout_root()
    return root / name if root is not None else _PACKAGE / "data" / name
