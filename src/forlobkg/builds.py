"""A build: the folder that corpus, graph and index were compiled into, and whether it still holds.

A build records the hashes of what it was made from and of its own files: one that is outdated or damaged is
noticed when it is opened, and made anew.
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from forlobkg.files import sha256_bytes, sha256_tree
from forlobkg.index import ModelChoice
from forlobkg.resources import corpus_dir, ontology_dir
from forlobkg.settings import Settings

BUILD_FORMAT = 3
MANIFEST = "build.json"
POINTER = "current"
_MAKERS = ("bm25s", "faiss-cpu", "numpy", "pyoxigraph", "rdflib", "scipy", "simplemma", "spacy", "tokenizers")
"""Packages whose version decides what a build looks like."""

NOT_IN_BUILDS = (
    "cli",
    "client/",
    "corpus/reading/",
    "curate/",
    "evaluate/",
    "export_files.py",
    "remote/",
    "service.py",
    "site/",
    "sparql/",
    "teach/",
    "terminal",
    "views",
)
"""How the paths of our modules begin that no build is made by: a change there leaves a build as good as it was."""
_NOT_IN_BUILDS_OF_ONTOLOGY = ("queries/site/", "queries/teach/")
"""The same of the ontology's files: these are asked of a finished build only."""

REFERENCE_PATHS = {
    "style": "/dokumentation/ontologi/reference.css",
    "da": "/dokumentation/ontologi",
    "en": "/dokumentation/ontologi/en",
}
"""Where the service shows the pages that document the ontology, by language, and their style sheet."""

Report = Callable[[str], None]
"""Told each step of a build, in Danish."""


@dataclass(frozen=True, slots=True)
class Build:
    """The folder of a finished build and the places in it."""

    path: Path

    @property
    def corpus(self) -> Path:
        """Documents and passages."""
        return self.path / "corpus"

    @property
    def store(self) -> Path:
        """The pyoxigraph store."""
        return self.path / "store"

    @property
    def index(self) -> Path:
        """The lexical and vector indexes."""
        return self.path / "index"

    @property
    def answers(self) -> Path:
        """What questions are recognised by."""
        return self.path / "answers"

    @property
    def reference(self) -> Path:
        """The pages that document the ontology."""
        return self.path / "reference"

    @property
    def lemmas(self) -> Path:
        """The compiled lemma dictionary."""
        return self.path / "lemmas"

    @property
    def vocabulary(self) -> Path:
        """The word forms of the texts and labels, one a line."""
        return self.path / "vocabulary.txt"

    @property
    def details(self) -> dict[str, Any]:
        """What the build recorded of itself: counts, inputs, hashes."""
        details: dict[str, Any] = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
        return details


def builds_dir(home: Path) -> Path:
    """The folder of the builds under ``home``."""
    return home / "builds"


def model_choice(settings: Settings) -> ModelChoice:
    """What ``settings`` say of models."""
    return ModelChoice(
        embedding=settings.embedding_model,
        query_prompt=settings.embedding_query_prompt,
        passage_prompt=settings.embedding_passage_prompt,
        reranker=settings.reranker_model,
        fallback=settings.model_fallback,
    )


def input_hash(settings: Settings) -> str:
    """The hash of everything that decides what a build holds: code, corpus, ontology, settings, packages."""
    package = Path(__file__).resolve().parent
    trees = {
        "package": _without(sha256_tree(package), NOT_IN_BUILDS),
        "corpus": sha256_tree(corpus_dir()),
        "ontology": _without(sha256_tree(ontology_dir()), _NOT_IN_BUILDS_OF_ONTOLOGY),
    }
    made_by = {name: importlib.metadata.version(name) for name in _MAKERS}
    chosen = {"base_iri": settings.base_iri, "embedding": asdict(model_choice(settings)) | {"reranker": ""}}
    content = json.dumps([BUILD_FORMAT, trees, made_by, chosen], sort_keys=True)
    return sha256_bytes(content.encode("utf-8"))


def _without(tree: dict[str, str], starts: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, value in tree.items() if not name.startswith(starts)}


def valid_build(home: Path, inputs: str) -> Build | None:
    """The current build under ``home``, if it was made from ``inputs`` and none of its files has changed."""
    try:
        name = (builds_dir(home) / POINTER).read_text(encoding="utf-8").strip()
        build = Build(builds_dir(home) / name)
        details = build.details
        sound = details["inputs"] == inputs and details["files"] == {
            name: value for name, value in sha256_tree(build.path).items() if name != MANIFEST
        }
    except (OSError, ValueError, KeyError, TypeError):
        # Whatever is wrong with a build's own record, the remedy is the same: build anew.
        return None
    return build if sound else None
