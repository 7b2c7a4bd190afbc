"""Making a build: corpus, graph and index compiled into one folder that is opened read-only.

A build is made beside the old one and takes its place by one rename, so that an interrupted build changes
nothing.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from forlobkg.answer import KnownQuestion, save_recogniser
from forlobkg.builds import (
    BUILD_FORMAT,
    MANIFEST,
    POINTER,
    REFERENCE_PATHS,
    Build,
    Report,
    builds_dir,
    input_hash,
    model_choice,
    valid_build,
)
from forlobkg.corpus import Document, PassageKind, load_corpus, load_documents, save_corpus
from forlobkg.danish import Analyser, compile_lemma_trie
from forlobkg.errors import BuildError, OntologyError
from forlobkg.files import sha256_tree, write_atomic
from forlobkg.graph import KnowledgeGraph, Names
from forlobkg.graph.authoring import (
    Curated,
    check_evidence,
    load_curated,
    named_things,
    served_graphs,
    write_store,
)
from forlobkg.index import (
    ConceptRecord,
    Embedder,
    GlossaryEntry,
    HybridIndex,
    IndexEntry,
    load_build_embedder,
    load_pieces,
)
from forlobkg.reference import write_reference
from forlobkg.resources import corpus_dir, ontology_dir
from forlobkg.settings import Settings

_LOCK_SECONDS = 600
_UNSEARCHED = frozenset({PassageKind.HEADING, PassageKind.FOOTER, PassageKind.CELL})
"""Kinds of passage that answer no question by themselves; headings are found through what stands under them."""


def make_build(settings: Settings, report: Report, *, only_if_needed: bool = False) -> Build:
    """A new build; with ``only_if_needed`` the current one where it still holds.

    Raises ``ForlobkgError``; the old build then stays as it was.
    """
    inputs = input_hash(settings)
    with _lock(settings.home):
        # Another process may have built while this one waited for the lock.
        current = valid_build(settings.home, inputs) if only_if_needed else None
        return current if current is not None else _make(settings, inputs, report)


@contextmanager
def _lock(home: Path) -> Iterator[None]:
    lock = FileLock(home / "build.lock", timeout=_LOCK_SECONDS)
    try:
        builds_dir(home).mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise BuildError(f"another build has held {home / 'build.lock'} for {_LOCK_SECONDS} s") from error
    except OSError as error:
        raise BuildError(
            f"{home} cannot be written ({error.strerror}); set FORLOBKG_HOME to a folder of yours"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _make(settings: Settings, inputs: str, report: Report) -> Build:
    builds = builds_dir(settings.home)
    for leftover in builds.glob(".new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    name = f"{inputs[:12]}-{secrets.token_hex(4)}"
    working = Build(builds / f".new-{name}")
    working.path.mkdir(parents=True)
    try:
        counts = _fill(working, settings, report)
        details = {
            "format": BUILD_FORMAT,
            "inputs": inputs,
            "counts": counts,
            "files": sha256_tree(working.path),
        }
        write_atomic(working.path / MANIFEST, json.dumps(details, indent=1, sort_keys=True).encode("utf-8"))
        finished = Build(builds / name)
        working.path.rename(finished.path)
    except BaseException:
        shutil.rmtree(working.path, ignore_errors=True)
        raise
    previous = _current_name(builds)
    write_atomic(builds / POINTER, name.encode("utf-8"))
    _remove_old(builds, keep={name, previous})
    return finished


def _current_name(builds: Path) -> str:
    try:
        return (builds / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _remove_old(builds: Path, keep: set[str]) -> None:
    """Remove finished builds, but for those in ``keep``: a running service may still read the previous one."""
    for folder in builds.iterdir():
        if folder.is_dir() and folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def _fill(build: Build, settings: Settings, report: Report) -> dict[str, int]:
    report("læser kilderne")
    documents = load_documents(corpus_dir())
    build.corpus.mkdir()
    save_corpus(documents, build.corpus)

    report("oversætter ordbogen")
    compile_lemma_trie(build.lemmas)
    curated = load_curated(ontology_dir())
    vocabulary = _vocabulary(documents, curated, Analyser(build.lemmas))
    write_atomic(build.vocabulary, "\n".join(vocabulary).encode("utf-8"))
    analyser = Analyser(build.lemmas, vocabulary)

    report("efterprøver grafen mod kilderne")
    violations = check_evidence(curated, documents, analyser)
    if violations:
        more = f" (og {len(violations) - 1} til)" if len(violations) > 1 else ""
        raise OntologyError(f"{violations[0].message}{more}; kør: forlobkg validate")

    report("skriver grafen")
    names = Names(settings.base_iri)
    graphs = served_graphs(curated, documents, ontology_dir(), names)
    triples = write_store(graphs, build.store, names)
    report("skriver dokumentationen")
    write_reference(ontology_dir(), graphs, Names(), build.reference, names, REFERENCE_PATHS)

    report("indlæser sprogmodellen")
    embedder = load_build_embedder(model_choice(settings))
    report("indekserer tekststederne")
    index = make_index(documents, curated, analyser, embedder)
    build.index.mkdir()
    index.save(build.index)

    report("lærer spørgsmålene")
    build.answers.mkdir()
    graph = KnowledgeGraph(build.store, names, ontology_dir() / "queries")
    known = [KnownQuestion(row.target, row.text) for row in curated.known_questions]
    save_recogniser(build.answers, load_corpus(build.corpus), graph, analyser, index, load_pieces(), known)
    return {
        "documents": len(documents),
        "passages": sum(len(document.passages) for document in documents),
        "indexed": len(index.ids),
        "triples": triples,
    }


def make_index(
    documents: Sequence[Document], curated: Curated, analyser: Analyser, embedder: Embedder
) -> HybridIndex:
    """The index over the searched passages of ``documents``, with the names and the glossary of ``curated``."""
    return HybridIndex.build(
        list(_entries(documents)),
        analyser,
        embedder,
        concepts=[ConceptRecord(thing.slug, thing.labels, thing.passages) for thing in named_things(curated)],
        glossary=[GlossaryEntry(row.phrase, row.terms) for row in curated.glossary],
    )


def index_in_memory(analyser: Analyser, embedder: Embedder, *, with_glossary: bool) -> HybridIndex:
    """An index over the corpus as it stands, for comparisons; without the glossary its lay labels are left out too.

    Raises ``ForlobkgError``.
    """
    curated = load_curated(ontology_dir())
    if not with_glossary:
        curated = curated.without_glossary()
    return make_index(load_documents(corpus_dir()), curated, analyser, embedder)


def _vocabulary(documents: list[Document], curated: Curated, analyser: Analyser) -> list[str]:
    texts = [document.text for document in documents]
    texts.extend(str(label) for label in curated.danish_labels())
    texts.extend(row.phrase for row in curated.glossary)
    return sorted({form for text in texts for form in analyser.forms(text)})


def _entries(documents: Sequence[Document]) -> Iterator[IndexEntry]:
    for document in documents:
        by_id = {passage.id: passage for passage in document.passages}
        for passage in document.passages:
            if passage.kind not in _UNSEARCHED:
                context = " ".join(by_id[parent].text for parent in reversed(passage.context))
                yield IndexEntry(passage.id, passage.text, context)
