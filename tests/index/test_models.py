"""Larger models and rerankers by setting, with tiny ones of the same formats made on the spot."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from forlobkg.errors import BuildError
from forlobkg.index import (
    CrossEncoderReranker,
    Hit,
    LightEmbedder,
    ModelChoice,
    SentenceTransformerEmbedder,
    load_build_embedder,
    load_query_embedder,
    load_reranker,
)
from forlobkg.service import open_service
from forlobkg.settings import Settings

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "query", "passage", ":", "støtte", "fødslen", "læge", "bolig", "efter"]


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


def save_tokenizer(folder: Path) -> None:
    from transformers import PreTrainedTokenizerFast

    vocabulary = {word: number for number, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        pad_token="[PAD]",  # noqa: S106
        unk_token="[UNK]",  # noqa: S106
        cls_token="[CLS]",  # noqa: S106
        sep_token="[SEP]",  # noqa: S106
    ).save_pretrained(folder)


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A contextual SentenceTransformer of the e5 models' make: XLM-RoBERTa or BERT, mean pooling, normalised."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    inner = tmp_path_factory.mktemp("bert")
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(inner)
    save_tokenizer(inner)
    transformer = modules.Transformer(str(inner))
    whole = SentenceTransformer(modules=[transformer, modules.Pooling(16), modules.Normalize()], device="cpu")
    outer = tmp_path_factory.mktemp("sentence-transformer")
    whole.save(str(outer))
    return str(outer)


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> str:
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(2)
    folder = tmp_path_factory.mktemp("cross-encoder")
    config = BertConfig(  # type: ignore[call-arg]
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    save_tokenizer(folder)
    return str(folder)


def test_a_contextual_model_is_used_for_both_sides(bert: str) -> None:
    choice = ModelChoice(embedding=bert, query_prompt="query: ", passage_prompt="passage: ")
    builds, queries = load_build_embedder(choice), load_query_embedder(choice)
    assert (builds.name, builds.dimension) == (queries.name, queries.dimension) == (bert, 16)
    plain = SentenceTransformerEmbedder(bert)
    assert queries.encode_queries(["støtte"]) == pytest.approx(plain.encode_queries(["query: støtte"]), abs=1e-5)
    assert builds.encode_passages(["støtte"]) == pytest.approx(plain.encode_passages(["passage: støtte"]), abs=1e-5)
    assert not np.allclose(queries.encode_queries(["støtte"]), builds.encode_passages(["støtte"]), atol=1e-3)


def test_the_system_searches_with_a_configured_model_and_reranker(
    bert: str, cross_encoder: str, tmp_path: Path, compiled_lemmas: None, few_questions: None
) -> None:
    chosen = Settings(home=tmp_path, embedding_model=bert, reranker_model=cross_encoder)
    with open_service(chosen) as service:
        found = service.search("støtte efter fødslen", 5)
    assert len(found.hits) == 5
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    # The index was made with that model, and says so to another.
    service.close()
    from forlobkg.index import HybridIndex

    with pytest.raises(BuildError, match="run: forlobkg build"):
        HybridIndex.load(service.build.index, service.analyser, load_query_embedder(ModelChoice()))


def test_a_reranker_puts_hits_in_its_own_order(cross_encoder: str) -> None:
    texts = {"a": "støtte efter fødslen", "b": "læge", "c": "bolig læge"}
    hits = [Hit(name, 0.5, 0.5, ()) for name in texts]
    reranker = CrossEncoderReranker(cross_encoder)
    once = reranker.rerank("støtte", hits, texts)
    assert {hit.id for hit in once} == set(texts)
    assert [hit.score for hit in once] == sorted((hit.score for hit in once), reverse=True)
    assert all(0 < hit.score < 1 for hit in once)
    assert reranker.rerank("støtte", list(reversed(hits)), texts) == once
    assert reranker.rerank("støtte", [], texts) == []


@pytest.mark.parametrize("load", [load_build_embedder, load_query_embedder])
def test_a_model_that_is_not_there_is_said_with_what_to_do(load: object, tmp_path: Path) -> None:
    missing = ModelChoice(embedding=str(tmp_path / "missing"))
    with pytest.raises(BuildError, match=r"cannot load the model .*FORLOBKG_MODEL_FALLBACK=true"):
        load(missing)  # type: ignore[operator]


def test_a_reranker_that_is_not_there_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"cannot load the reranker .*FORLOBKG_RERANKER_MODEL"):
        load_reranker(ModelChoice(reranker=str(tmp_path / "missing")))


def test_with_fallback_the_service_goes_on_with_the_built_in_model(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, compiled_lemmas: None, few_questions: None
) -> None:
    missing = str(tmp_path / "missing")
    chosen = Settings(home=tmp_path / "home", embedding_model=missing, reranker_model=missing, model_fallback=True)
    with caplog.at_level(logging.WARNING, "forlobkg"), open_service(chosen) as service:
        assert service.search("støtte efter fødslen", 3).hits
    messages = " ".join(record.getMessage() for record in caplog.records)
    assert "the built-in model is used in its place" in messages
    assert "hits keep the order of the index" in messages
    assert isinstance(load_query_embedder(ModelChoice(embedding=missing, fallback=True)), LightEmbedder)
