"""What the SPARQL routes need of what they serve, so that they serve any dataset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Protocol, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request

from forlobkg.graph import DATASET
from forlobkg.service import Forlobkg
from forlobkg.sparql import QueryEngine

_THREADS = 256
"""More than the engine lets wait: it, and not a lack of threads, decides who is refused."""
_Answer = TypeVar("_Answer")


class Dataset(Protocol):
    """A dataset to be asked."""

    @property
    def engine(self) -> QueryEngine:
        """What runs the queries."""

    @property
    def dataset_hash(self) -> str:
        """The same for the same data."""

    @property
    def max_query_bytes(self) -> int:
        """The longest query accepted."""

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that a query need not declare."""

    @property
    def base_iri(self) -> str | None:
        """What relative IRIs of a query are resolved against."""

    @property
    def iri(self) -> str | None:
        """The IRI of the dataset, where it has one."""

    @property
    def description_graph(self) -> str | None:
        """The graph that describes the dataset (VoID), where there is one."""

    @property
    def default_is_union(self) -> bool:
        """Whether the default graph holds what the named graphs hold."""


@dataclass(frozen=True, slots=True)
class ServedDataset:
    """The dataset of the opened system."""

    service: Forlobkg

    @property
    def engine(self) -> QueryEngine:
        return self.service.engine

    @property
    def dataset_hash(self) -> str:
        return self.service.dataset_hash

    @property
    def max_query_bytes(self) -> int:
        return self.service.settings.sparql_max_query_bytes

    @property
    def prefixes(self) -> Mapping[str, str]:
        return self.service.names.prefixes

    @property
    def base_iri(self) -> str:
        return self.service.names.base

    @property
    def iri(self) -> str:
        return self.service.names.iri("datasaet")

    @property
    def description_graph(self) -> str:
        return self.service.names.iri(DATASET)

    @property
    def default_is_union(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A dataset and the threads that wait for its answers, which are not those of other requests."""

    dataset: Dataset
    _threads: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_THREADS))

    async def wait_for(self, answer: Callable[[], _Answer]) -> _Answer:
        """What ``answer`` gives, called in a thread."""
        return await to_thread.run_sync(answer, limiter=self._threads)


def _endpoint(request: Request) -> Endpoint:
    endpoint: Endpoint = request.app.state.endpoint
    return endpoint


SparqlEndpoint = Annotated[Endpoint, Depends(_endpoint)]
