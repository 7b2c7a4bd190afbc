"""All stages in their order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

import numpy as np
from tokenizers import Tokenizer
from training.danish_static import fit as fit_module
from training.danish_static import forms, objectives, start, vocabulary
from training.danish_static.card import write_card
from training.danish_static.data import HeldOut, SourceFile, Sources, english_texts, read_sources
from training.danish_static.figures import (
    Figures,
    general_figures,
    held_out_figures,
    hold_out,
    question_figures,
)
from training.danish_static.settings import Settings
from training.danish_static.ship import Shipped, finish, megabytes, write_model
from training.danish_static.stages import Arrays, Workshop, array_text, text_array
from training.danish_static.teacher import Reduced, Teacher, principal, teach

_NOTHING = HeldOut()


def make(
    data: Path,
    work: Path,
    out: Path,
    teacher: Callable[[], Teacher],
    *,
    settings: Settings,
    catalogue: Sequence[SourceFile],
    glossary: Path | None = None,
    questions: Path | None = None,
    echo: Callable[[str], None] = print,
) -> Figures:
    """Train from the files of *catalogue* in *data*, write the model to *out*, and give the figures.

    *work* keeps the results of stages and the log; what it has is not made anew.
    *glossary* adds pairs of phrase and term; *questions* is a directory with graded questions to measure by.
    Raises DataError if the data cannot be used.
    """
    workshop = Workshop(work, echo)
    sources = read_sources(data, catalogue, glossary)
    workshop.log(
        "data read",
        senses=len(sources.senses),
        glosses=len(sources.glosses),
        links=len(sources.synonyms) + len(sources.hyponyms),
        sentences=len(sources.sentences),
        prose=len(sources.prose),
        glossary_pairs=len(sources.glossary),
    )
    run = _Run(sources, forms.read_words(), teacher(), settings, workshop)
    held = hold_out(sources, run.words, settings.held_out_words, settings.seed)
    measured = held_out_figures(run.model(held), sources, run.taught, held)
    shipped = run.model(_NOTHING)
    measured = general_figures(shipped, sources, run.taught) | measured
    if questions is not None:
        measured |= question_figures(shipped.encode, questions)
    for name, value in measured.items():
        workshop.log("figure", name=name, value=round(value, 4))
    write_model(out, shipped, write_card(measured, catalogue, len(sources.glossary)))
    workshop.log("model written", megabytes=round(megabytes(out), 2))
    return measured


class _Run:
    """The stages of one run, with what they share."""

    def __init__(
        self, sources: Sources, words: forms.Words, teacher: Teacher, settings: Settings, workshop: Workshop
    ) -> None:
        self.words = words
        self._sources, self._settings, self._workshop = sources, settings, workshop
        self._base: dict[str, object] = {
            "data": sources.digest,
            "teacher": teacher.name,
            "words": hashlib.sha256(forms.WORDS.read_bytes()).hexdigest(),
            "code": _digest(vocabulary, forms, start),
            **settings.of("seed", "pieces", "common_bonus", "explained_above", "whole_above", "prose_at_least"),
            **settings.of("teacher_dimension"),
        }
        texts = english_texts(sources)
        vectors = teach(texts, teacher, workshop)
        testing = {pair.right for pair in sources.testing}
        fitted = np.array([text not in testing for text in texts])
        reduced, kept = principal(vectors, settings.teacher_dimension, fitted)
        self.taught = Reduced(texts, reduced, kept)
        workshop.log("teacher read", texts=len(texts), variance_kept=round(kept, 4))
        self.tokenizer = self._tokenizer()
        self._context = {**self._base, **settings.of("context_window", "context_dimension")}

    def _tokenizer(self) -> Tokenizer:
        def make_vocabulary() -> Arrays:
            vectors = start.word_vectors(self._sources, self.taught)
            tokenizer = vocabulary.choose_pieces(self._sources, self.words, vectors, self._settings)
            return {"tokenizer": text_array(tokenizer.to_str())}

        return Tokenizer.from_str(
            array_text(self._workshop.stage("vocabulary", self._base, make_vocabulary)["tokenizer"])
        )

    def model(self, held: HeldOut) -> Shipped:
        """Start, train and finish a model that is not taught *held*."""
        settings, sources = self._settings, self._sources
        inputs: dict[str, object] = {
            **self._base,
            "held": sorted(held.words),
            **self._context,
            **settings.of("context_ridge", "thesaurus_share", "sif", "function_scale"),
        }

        def make_company() -> Arrays:
            return {"company": start.contexts(self.tokenizer, sources.prose, settings)}

        company = self._workshop.stage("company", self._context, make_company)

        def make_start() -> Arrays:
            vectors = start.word_vectors(sources, self.taught, held.words)
            began = start.begin(
                sources, self.words, self.tokenizer, vectors, company["company"].astype(np.float32), settings
            )
            return {"directions": began.directions, "weights": began.weights, "aliases": began.aliases}

        began = start.Start(**self._workshop.stage("start", inputs, make_start))  # type: ignore[arg-type]
        inputs |= {
            "english": sorted(held.english),
            "phrases": sorted(held.phrases),
            "glossary": hashlib.sha256(repr(sources.glossary).encode()).hexdigest(),
            "code of training": _digest(fit_module, objectives),
            # What comes after training leaves the trained rows as they are.
            "settings": {name: value for name, value in asdict(settings).items() if name != "dimension"},
        }

        def make_rows() -> Arrays:
            taught = objectives.lessons(sources, self.words, self.tokenizer, self.taught, settings, held)
            return {"rows": fit_module.fit(began, taught, settings, self._workshop, inputs)}

        rows = self._workshop.stage("rows", inputs, make_rows)["rows"]
        sample = sorted({sense.danish for sense in sources.senses} - held.words) + list(sources.prose[::10])
        return finish(rows.astype(np.float32), self.tokenizer, sample, settings.dimension)


def _digest(*modules: ModuleType) -> str:
    """Give a sum of the code of *modules*, so that results of older code are not taken for this code's."""
    code = b"".join(Path(str(module.__file__)).read_bytes() for module in modules)
    return hashlib.sha256(code).hexdigest()
