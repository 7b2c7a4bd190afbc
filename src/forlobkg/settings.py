"""Settings: environment variables ``FORLOBKG_*``, each with a default that works offline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import Field, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from forlobkg.addresses import DEFAULT_BASE_IRI as DEFAULT_BASE_IRI
from forlobkg.errors import SettingsError
from forlobkg.resources import checkout_root


def _default_home() -> Path:
    root = checkout_root()
    return root / ".forlobkg" if root is not None else platformdirs.user_data_path("forlobkg")


class Settings(BaseSettings):
    """All settings. An environment variable is the field's name in capitals after ``FORLOBKG_``."""

    model_config = SettingsConfigDict(env_prefix="FORLOBKG_", extra="forbid", frozen=True)

    home: Path = Field(
        default_factory=_default_home,
        description="Folder for what is built and what a user adds",
    )
    base_iri: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"{}|\\^`]+[/#]$")] = Field(
        default=DEFAULT_BASE_IRI,
        description="Start of the IRIs of things and passages; ends in / or #",
    )
    host: str = Field(default="127.0.0.1", description="Address that `forlobkg serve` binds")
    port: int = Field(default=8000, ge=0, le=65535, description="Port of `forlobkg serve`; 0 picks a free one")
    embedding_model: str = Field(
        default="",
        description="A SentenceTransformer folder or name to use instead of the built-in model",
    )
    embedding_query_prompt: str = Field(
        default="", description="Put before a question for `FORLOBKG_EMBEDDING_MODEL`; empty for the model's own"
    )
    embedding_passage_prompt: str = Field(
        default="", description="Put before a passage for `FORLOBKG_EMBEDDING_MODEL`; empty for the model's own"
    )
    reranker_model: str = Field(
        default="", description="A CrossEncoder folder or name that looks at the best hits again; empty for none"
    )
    model_fallback: bool = Field(
        default=False,
        description="Whether the service goes on, with a warning, without a model that cannot be loaded",
    )
    max_question_chars: int = Field(
        default=1000, ge=1, le=10_000, description="Longest question or search accepted, in characters"
    )
    sparql_timeout: float = Field(
        default=10.0, gt=0, le=3600, description="Seconds after which a SPARQL query is stopped"
    )
    sparql_max_rows: int = Field(
        default=100_000, ge=1, description="Most rows, or triples, that a SPARQL result may hold"
    )
    sparql_max_bytes: int = Field(default=50_000_000, ge=1000, description="Most bytes that a SPARQL result may hold")
    sparql_max_memory: int = Field(
        default=2_000_000_000, ge=500_000_000, description="Most bytes of memory that a SPARQL query may use"
    )
    sparql_workers: int = Field(
        default=4, ge=1, le=64, description="SPARQL queries of more than an instant that may run at the same time"
    )
    sparql_max_waiting: int = Field(
        default=30, ge=0, le=1000, description="SPARQL queries that may wait for their turn"
    )
    sparql_max_query_bytes: int = Field(
        default=100_000, ge=100, description="Longest SPARQL query accepted, in bytes"
    )
    sparql_url: Annotated[str, StringConstraints(pattern=r"^(https?://[^\s<>\"]+)?$")] = Field(
        default="",
        description="A SPARQL 1.1 endpoint that holds the graph, see `forlobkg publish`; empty for the built one",
    )
    abstain_below: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Confidence under which a question is not answered; the fitted one if unset",
    )
    log_questions: bool = Field(
        default=False, description="Whether questions are written to the log (they may hold personal data)"
    )


def load_settings() -> Settings:
    """The settings of the environment. Raises ``SettingsError``, naming the variable, when one cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"FORLOBKG_{'_'.join(str(part) for part in first['loc'])}".upper()
        raise SettingsError(f"{name}: {first['msg']}") from error
