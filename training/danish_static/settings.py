"""All that shapes the model, in one place."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Settings:
    """What shapes the model; the defaults are the shipped model's.

    ``*_weight`` scale an objective's loss, ``*_scale`` are the inverse temperatures of its InfoNCE, and
    ``*_repeats`` say how often an epoch goes through its pairs.
    """

    seed: int = 20230105
    # vocabulary
    pieces: int = 32_000
    common_bonus: float = 0.3
    explained_above: float = 0.72
    whole_above: int = 400
    prose_at_least: int = 4
    # start
    teacher_dimension: int = 256
    context_window: int = 4
    context_dimension: int = 200
    context_ridge: float = 1.0
    thesaurus_share: float = 0.5
    sif: float = 1e-3
    function_scale: float = 0.05
    # training
    epochs: int = 3
    rate: float = 0.003
    batch: int = 512
    lexicon_weight: float = 1.0
    sentence_weight: float = 1.0
    sentence_repeats: int = 2
    thesaurus_weight: float = 0.3
    hyponym_share: float = 0.25
    prose_weight: float = 0.1
    prose_batches: int = 150
    prose_window: int = 2
    glossary_weight: float = 0.5
    glossary_repeats: int = 4
    teacher_scale: float = 20.0
    thesaurus_scale: float = 20.0
    prose_scale: float = 12.0
    cosine_weight: float = 2.0
    # shipping
    dimension: int = 192
    # figures
    held_out_words: int = 700

    def of(self, *names: str) -> dict[str, object]:
        """Give the settings *names*, by which a stage's result is filed."""
        every = asdict(self)
        return {name: every[name] for name in names}
