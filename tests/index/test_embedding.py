"""The built-in Danish embedding, read by two paths, and what happens when a model is not as it should be."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

import forlobkg.index.embedding as embedding
from forlobkg.index.embedding import Embedder, EmbeddingError, LightEmbedder, SentenceTransformerEmbedder

MODEL = Path(embedding.__file__).parent / "model"
TEXTS = [
    "Den gravide har brug for støtte efter fødslen.",
    "Kommunen og familieambulatoriet samarbejder om forløbet.",
    "læge",
    "Børn og unge med komplekse funktionsnedsættelser",
    "",
    "3a, § 1: æøå!",
    "KVINDERNES RUSMIDDELFORBRUG",
]


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture(scope="module")
def light() -> LightEmbedder:
    return LightEmbedder(MODEL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the model that a test may damage."""
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


def similarity(embedder: Embedder, one: str, other: str) -> float:
    query, passage = embedder.encode_queries([one]), embedder.encode_passages([other])
    return float(query[0] @ passage[0])


def test_gives_one_unit_row_for_each_text(light: LightEmbedder) -> None:
    vectors = light.encode_passages(["Barnet trives", "Hvem er de centrale aktører?"])
    assert vectors.shape == (2, light.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_no_texts_give_no_rows(light: LightEmbedder) -> None:
    assert light.encode_queries([]).shape == (0, light.dimension)


@pytest.mark.parametrize("text", ["", "  \n", "?!", "漢字", "x"])
def test_a_text_without_a_known_piece_gives_zeros_and_leaves_its_neighbours_alone(
    light: LightEmbedder, text: str
) -> None:
    alone = light.encode_passages(["læge", "kommune"])
    among = light.encode_passages([text, "læge", text, text, "kommune", text])
    assert not among[[0, 2, 3, 5]].any()
    assert np.array_equal(among[[1, 4]], alone)


def test_many_texts_give_what_each_gives_alone(light: LightEmbedder) -> None:
    words = ["barn", "", "mor", "fødsel", "ambulant behandling"]
    many = light.encode_passages([words[i % len(words)] for i in range(5003)])
    few = light.encode_passages(words)
    assert np.array_equal(many, few[np.arange(5003) % len(words)])


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("læge", "sygeplejerske", "cykel"),
        ("jordemoder", "fødsel", "ambassade"),
        ("gravid", "svangerskab", "skovtur"),
        ("alkohol", "spiritus", "vindue"),
        ("stoffer", "rusmiddel", "bibliotek"),
        ("kvinden", "kvinder", "fabrik"),
        ("børnene", "barn", "regnskab"),
        ("fosterskader", "foster", "trafik"),
        ("angst", "frygt", "køkken"),
        ("Moderen venter barn", "den gravide kvinde", "bilen skal repareres"),
    ],
)
def test_words_of_like_meaning_are_nearer(light: LightEmbedder, word: str, near: str, far: str) -> None:
    assert similarity(light, word, near) > similarity(light, word, far) + 0.1


@pytest.mark.parametrize(
    ("typed", "same"),
    [("FØDSEL", "fødsel"), ("A\u030alborg", "ålborg"), ("idé", "ide\u0301")],
)
def test_case_and_unicode_form_make_no_difference(light: LightEmbedder, typed: str, same: str) -> None:
    assert np.array_equal(light.encode_queries([typed]), light.encode_queries([same]))


def test_soft_hyphens_make_no_difference(light: LightEmbedder) -> None:
    assert similarity(light, "syge\u00adplejerske", "sygeplejerske") == pytest.approx(1, abs=1e-5)


def test_both_paths_give_the_same_vectors_and_the_same_name(light: LightEmbedder) -> None:
    full = SentenceTransformerEmbedder(str(MODEL))
    assert (full.name, full.dimension) == (light.name, light.dimension)
    np.testing.assert_allclose(full.encode_passages(TEXTS), light.encode_passages(TEXTS), atol=1e-5)
    np.testing.assert_allclose(full.encode_queries(TEXTS), light.encode_queries(TEXTS), atol=1e-5)


def test_the_directory_is_a_plain_sentence_transformer(light: LightEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    expected = light.encode_passages(TEXTS)
    model = SentenceTransformer(str(MODEL))
    filled = [i for i, vector in enumerate(expected) if vector.any()]
    half = model.encode([TEXTS[i] for i in filled], convert_to_numpy=True).astype(np.float32)
    assert (half * expected[filled]).sum(axis=1) == pytest.approx(np.ones(len(filled)), abs=1e-3)
    np.testing.assert_allclose(model.float().encode(TEXTS, convert_to_numpy=True), expected, atol=1e-5)


def test_the_light_path_imports_no_heavy_package() -> None:
    program = (
        "import sys; from pathlib import Path; from forlobkg.index.embedding import LightEmbedder;"
        "LightEmbedder(Path(sys.argv[1])).encode_queries(['Hvem hjælper den gravide?']);"
        "heavy = {'torch', 'transformers', 'sentence_transformers'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    paths = [str(MODEL.parents[2]), *filter(None, sys.path)]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {paths!r}; {program}", str(MODEL)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_the_model_is_small_and_says_where_it_comes_from() -> None:
    assert sum(file.stat().st_size for file in MODEL.rglob("*") if file.is_file()) <= 15_000_000
    card = (MODEL / "README.md").read_text(encoding="utf-8")
    assert "license: cc-by-sa-4.0" in card
    assert "Wiktionary" in card


def test_other_weights_have_another_name(light: LightEmbedder, copy: Path) -> None:
    assert LightEmbedder(copy).name == light.name
    weights = load_file(copy / "model.safetensors")["embedding.weight"]
    save_file({"embedding.weight": -weights}, copy / "model.safetensors")
    assert LightEmbedder(copy).name != light.name


def cut(name: str) -> Callable[[Path], None]:
    def damage(model: Path) -> None:
        data = (model / name).read_bytes()
        (model / name).write_bytes(data[: len(data) // 2])

    return damage


def remove(name: str) -> Callable[[Path], None]:
    return lambda model: (model / name).unlink()


def weights(table: np.ndarray, key: str = "embedding.weight") -> Callable[[Path], None]:
    return lambda model: save_file({key: table}, model / "model.safetensors")


def of_another_kind(model: Path) -> None:
    modules = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}]
    (model / "modules.json").write_text(json.dumps(modules), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (cut("model.safetensors"), "model.safetensors is damaged or cut short"),
        (cut("tokenizer.json"), "tokenizer.json is damaged"),
        (cut("modules.json"), "modules.json is damaged"),
        (remove("model.safetensors"), "has no model.safetensors"),
        (remove("tokenizer.json"), "has no tokenizer.json"),
        (remove("modules.json"), "has no modules.json"),
        (weights(np.ones((7, 160), np.float16)), "does not fit together: 7 rows for"),
        (weights(np.ones(160, np.float16)), "not a table of vectors"),
        (weights(np.ones((7, 160), np.int8)), "not a table of vectors"),
        (weights(np.full((7, 160), np.nan, np.float16)), "not finite"),
        (weights(np.ones((7, 160), np.float16), key="other"), "holds no embedding.weight"),
        (of_another_kind, "is not static"),
        (shutil.rmtree, "there is no model directory"),
    ],
)
def test_a_damaged_model_is_named_in_one_line(copy: Path, damage: Callable[[Path], None], message: str) -> None:
    damage(copy)
    with pytest.raises(EmbeddingError) as caught:
        LightEmbedder(copy)
    assert message in str(caught.value)
    assert str(copy) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_sentence_transformers_names_a_damaged_model_too(copy: Path) -> None:
    cut("model.safetensors")(copy)
    with pytest.raises(EmbeddingError, match=r"model\.safetensors is damaged or cut short"):
        SentenceTransformerEmbedder(str(copy))


def test_a_missing_package_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EmbeddingError, match="needs sentence-transformers: install the package"):
        SentenceTransformerEmbedder("some/model")


def test_a_model_that_cannot_be_had_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="check the name or the directory") as caught:
        SentenceTransformerEmbedder(str(tmp_path / "missing"))
    assert "\n" not in str(caught.value)


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    """A SentenceTransformer of three words in three dimensions, one of them a prompt's."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "query": 1, "passage": 2, "barn": 3}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    table = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
    path = tmp_path / "tiny"
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=table)]).save(str(path))
    return str(path)


def test_prompts_stand_before_the_texts(tiny: str) -> None:
    embedder = SentenceTransformerEmbedder(tiny, query_prompt="query ", passage_prompt="passage ")
    half = 0.5**0.5
    assert embedder.dimension == 3
    assert embedder.encode_queries(["barn"])[0] == pytest.approx([half, 0, half])
    assert embedder.encode_passages(["barn", "ukendt"]) == pytest.approx(np.array([[0, half, half], [0, 1, 0]]))


def test_without_prompts_texts_stand_alone(tiny: str) -> None:
    embedder = SentenceTransformerEmbedder(tiny)
    expected = np.array([[0, 0, 1], [0, 0, 0]])
    assert embedder.encode_queries(["barn", "ukendt"]) == pytest.approx(expected)
    assert embedder.encode_passages(["barn", "ukendt"]) == pytest.approx(expected)
    assert embedder.encode_passages([]).shape == (0, 3)
    assert LightEmbedder(Path(tiny)).encode_queries(["barn", "ukendt"]) == pytest.approx(expected)


def test_multilingual_e5_gets_its_prompts(tiny: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # sentence-transformers takes a relative directory for a name, which stands in for the hub's model here.
    name = "intfloat/multilingual-e5-tiny"
    shutil.copytree(tiny, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    embedder = SentenceTransformerEmbedder(name)
    half = 0.5**0.5
    assert embedder.encode_queries(["query"])[0] == pytest.approx([1, 0, 0])
    # "passage" and ":" are two words for this tokenizer; the colon is unknown to it.
    assert embedder.encode_passages(["barn"])[0] == pytest.approx([0, half, half])
