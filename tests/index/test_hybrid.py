"""Search by words and by meaning over a few Danish sentences, with the built-in model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from forlobkg.danish import Analyser
from forlobkg.errors import BuildError
from forlobkg.index import (
    Embedder,
    Hit,
    HybridIndex,
    IndexEntry,
    LightEmbedder,
    load_build_embedder,
    load_query_embedder,
)
from forlobkg.resources import builtin_model_dir

ENTRIES = [
    IndexEntry("foedsel", "Familien får støtte efter fødslen", "Anbefalingerne"),
    IndexEntry("koordinator", "Udpegelsen af en koordinator for hvert forløb", "Samarbejdsaftale"),
    IndexEntry("laege", "Praktiserende læge", "Aktører omkring den gravide"),
    IndexEntry("bolig", "Afklaring af boligsituation og økonomi"),
    IndexEntry("psykolog", "Psykologhjælp til at styrke kvindens traumer", "Døgnbehandling"),
]


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_query_embedder("")


@pytest.fixture(scope="module")
def index(analyser: Analyser, embedder: Embedder) -> HybridIndex:
    return HybridIndex.build(ENTRIES, analyser, embedder)


def search(text: str, index: HybridIndex, analyser: Analyser, embedder: Embedder, limit: int = 5) -> list[Hit]:
    return index.search(analyser.content_lemmas(text), embedder.encode_queries([text])[0], limit)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("støtte til familier efter fødsel", "foedsel"),
        ("koordinatorer", "koordinator"),
        ("Hvilke læger er med?", "laege"),
        ("økonomien", "bolig"),
    ],
)
def test_an_inflected_word_finds_its_entry(
    query: str, best: str, index: HybridIndex, analyser: Analyser, embedder: Embedder
) -> None:
    hit = search(query, index, analyser, embedder)[0]
    assert hit.id == best
    assert hit.lexical == 1.0
    assert 0.6 <= hit.score <= 1.0


def test_a_hit_tells_which_words_it_matched(index: HybridIndex, analyser: Analyser, embedder: Embedder) -> None:
    hit = search("støtte og økonomi efter fødslen", index, analyser, embedder)[0]
    assert (hit.id, hit.matched) == ("foedsel", ("støtte", "fødsel"))


def test_the_words_of_a_heading_find_what_stands_under_it(
    index: HybridIndex, analyser: Analyser, embedder: Embedder
) -> None:
    hit = search("samarbejdsaftaler", index, analyser, embedder)[0]
    assert (hit.id, hit.matched) == ("koordinator", ("samarbejdsaftale",))


def test_words_of_no_entry_find_by_meaning_alone(index: HybridIndex, analyser: Analyser, embedder: Embedder) -> None:
    hits = search("barsel", index, analyser, embedder)
    assert hits
    assert {(hit.lexical, hit.matched) for hit in hits} == {(0.0, ())}
    assert all(0 < hit.score <= 0.4 and hit.semantic > 0 for hit in hits)
    assert hits[0].id == "foedsel"


def test_hits_come_best_first_and_no_more_than_asked_for(
    index: HybridIndex, analyser: Analyser, embedder: Embedder
) -> None:
    scores = [hit.score for hit in search("støtte til den gravides bolig", index, analyser, embedder)]
    assert scores == sorted(scores, reverse=True)
    assert len(search("støtte", index, analyser, embedder, limit=2)) == 2
    assert search("støtte", index, analyser, embedder, limit=0) == []


def test_nothing_to_search_with_finds_nothing(index: HybridIndex, embedder: Embedder) -> None:
    assert index.search([], np.zeros(embedder.dimension, dtype=np.float32), 5) == []


def test_words_without_a_vector_find_by_words_alone(index: HybridIndex, embedder: Embedder) -> None:
    hits = index.search(["læge"], np.zeros(embedder.dimension, dtype=np.float32), 5)
    assert [(hit.id, hit.score, hit.semantic) for hit in hits] == [("laege", 0.6, 0.0)]


def test_a_rare_word_weighs_more_than_a_common_one(index: HybridIndex) -> None:
    assert index.idf("ukendt") > index.idf("læge") > index.idf("af") > 0


def test_a_saved_index_gives_the_same_hits(
    index: HybridIndex, analyser: Analyser, embedder: Embedder, tmp_path: Path
) -> None:
    index.save(tmp_path)
    loaded = HybridIndex.load(tmp_path)
    loaded.check_dimension(embedder)
    for query in ("støtte efter fødslen", "koordinator", "barsel", "gravide kvinder"):
        assert search(query, loaded, analyser, embedder) == search(query, index, analyser, embedder)
    assert loaded.idf("læge") == index.idf("læge")


def test_the_model_of_builds_gives_the_vectors_of_questions(embedder: Embedder) -> None:
    texts = [f"{entry.context} {entry.text}".strip() for entry in ENTRIES]
    built = load_build_embedder("").encode_passages(texts)
    assert built == pytest.approx(embedder.encode_passages(texts), abs=1e-5)
    assert isinstance(embedder, LightEmbedder)


class _ShortVectors(LightEmbedder):
    """The built-in model, said to give shorter vectors."""

    def __init__(self) -> None:
        super().__init__(builtin_model_dir())
        self.dimension //= 2


def test_another_models_dimension_is_refused(index: HybridIndex) -> None:
    with pytest.raises(BuildError, match=r"gives \d+ dimensions, the index has \d+; run: forlobkg build"):
        index.check_dimension(_ShortVectors())


@pytest.mark.parametrize("content", [b"", b"nonsense", b"IxFI" + bytes(8)])
def test_a_damaged_vector_file_is_refused(content: bytes, index: HybridIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    (tmp_path / "vectors.faiss").write_bytes(content)
    with pytest.raises(BuildError, match=r"vectors\.faiss is no vector index; run: forlobkg build"):
        HybridIndex.load(tmp_path)


@pytest.mark.parametrize("load", [load_build_embedder, load_query_embedder])
def test_a_model_that_is_not_there_is_said(
    load: type[LightEmbedder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(BuildError, match="cannot load the model"):
        load(str(tmp_path / "missing"))  # type: ignore[arg-type]
