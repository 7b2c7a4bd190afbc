"""The classifier over words, letters and pieces, fitted to a few questions with the real pieces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.sparse import csr_matrix

from forlobkg.answer.classifier import Classifier
from forlobkg.index import LightEmbedder, load_pieces

TEXTS = [
    "hvem betaler",
    "hvem skal betale regningen",
    "hvad koster det",
    "hvor bor hun",
    "har hun en bolig",
    "er hun hjemløs",
]
GOALS = [[0], [0], [0], [1], [1], [1]]
WORDS = ["betale", "koste", "bo", "bolig", "hun"]
BAGS = csr_matrix(
    np.array(
        [[1, 0, 0, 0, 0], [1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 0, 1], [0, 0, 0, 1, 1], [0, 0, 0, 0, 1]],
        dtype=np.float32,
    )
)


@pytest.fixture(scope="module")
def model() -> LightEmbedder:
    return load_pieces()


@pytest.fixture(scope="module")
def classifier(model: LightEmbedder) -> Classifier:
    return Classifier.fit(BAGS, model.pieces(TEXTS), GOALS, model.rows)


def asked(classifier: Classifier, model: LightEmbedder, text: str, bag: csr_matrix) -> list[float]:
    found = classifier.probabilities(bag, model.pieces([text])[0], model.rows)
    assert found.sum() == pytest.approx(1, abs=1e-5)
    return [float(p) for p in found]


def test_what_it_was_fitted_to_it_knows(classifier: Classifier, model: LightEmbedder) -> None:
    for number, (text, (goal,)) in enumerate(zip(TEXTS, GOALS, strict=True)):
        assert asked(classifier, model, text, BAGS[number])[goal] > 0.9


def test_pieces_not_fitted_to_count_by_what_they_mean(classifier: Classifier, model: LightEmbedder) -> None:
    none = csr_matrix((1, len(WORDS)), dtype=np.float32)
    assert not set(model.pieces(["lejlighed"])[0]) & set(classifier.pieces.tolist())
    assert asked(classifier, model, "lejlighed", none)[1] > asked(classifier, model, "penge", none)[1]


def test_a_word_of_one_question_alone_has_no_weight_of_its_own(classifier: Classifier) -> None:
    assert [WORDS[number] for number in classifier.words] == ["betale", "hun"]


def test_fitting_again_gives_the_same_and_leaves_the_random_state_alone(
    classifier: Classifier, model: LightEmbedder
) -> None:
    before = torch.random.get_rng_state()
    again = Classifier.fit(BAGS, model.pieces(TEXTS), GOALS, model.rows)
    assert torch.equal(torch.random.get_rng_state(), before)
    assert np.allclose(again.out, classifier.out, atol=1e-4)


def test_loaded_again_it_says_nearly_the_same(classifier: Classifier, model: LightEmbedder, tmp_path: Path) -> None:
    classifier.save(tmp_path / "classifier.npz")
    loaded = Classifier.load(tmp_path / "classifier.npz")
    for number, text in enumerate(TEXTS):
        expected = asked(classifier, model, text, BAGS[number])
        assert asked(loaded, model, text, BAGS[number]) == pytest.approx(expected, abs=0.01)


def test_no_pieces_and_no_words_still_give_probabilities(classifier: Classifier, model: LightEmbedder) -> None:
    none = csr_matrix((1, len(WORDS)), dtype=np.float32)
    assert max(classifier.probabilities(none, [], model.rows)) < 0.9


def test_what_several_targets_answer_is_shared_among_them(model: LightEmbedder) -> None:
    both = Classifier.fit(BAGS, model.pieces(TEXTS), [[0, 1], *GOALS[1:]], model.rows)
    found = asked(both, model, TEXTS[0], BAGS[0])
    assert min(found[:2]) > 0.3
    assert sum(found[:2]) > 0.9
