"""Users' queries over a store on this machine, run in worker processes that are killed at the time limit.

pyoxigraph cannot stop a query that runs in its own process, so a query that a user wrote never does.

Most queries are done in a moment, some take all the time they can get. A query begins at once in one of many
*quick* places. One that is not done after a moment gives way to newer ones, and once it has worked for a moment, it
needs one of the few *long* places, where it runs at the lowest priority. So however many long queries come, a small
one is not kept waiting behind them. The moment is of work, not of time: on a busy machine a small query takes longer
without being a long one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Self

from forlobkg.errors import BuildError, InputError, QueryBusyError, QueryLimitError, QueryTimeoutError
from forlobkg.sparql.engine import GRAPH_TYPES, RESULT_TYPES, SparqlResult
from forlobkg.sparql.inspection import inspect_query, undeclared_prefixes
from forlobkg.sparql.limits import Limits
from forlobkg.sparql.messages import Request
from forlobkg.sparql.places import Places, Waiting
from forlobkg.sparql.processes import Answer, Worker, WorkerPool

QUICK_PLACES = 32
QUICK_SECONDS = 0.1
"""How long a query may work in a quick place."""
_LONGEST_QUICK = 2.0
"""How long it may stay there, should it get no time to work; never more than half of what it has in all."""
_AT_ONCE = 0.05
_LOOK_AGAIN = 0.05
_GIVES_WAY = 10
_LOWEST_PRIORITY = 19
_MESSAGE_CHARS = 200
_MOST_NAMED = 3


class SparqlRunner:
    """A ``QueryEngine`` over the store at ``store_path``; processes start with the first query."""

    def __init__(
        self, store_path: Path, *, prefixes: Mapping[str, str], base_iri: str | None, limits: Limits
    ) -> None:
        self._prefixes = dict(prefixes)
        self._base_iri = base_iri
        self._limits = limits
        self._pool = WorkerPool(store_path, limits.max_memory)
        waiting = Waiting(limits.max_waiting)
        self._quick = Places(QUICK_PLACES, waiting)
        self._long = Places(limits.workers, waiting)
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(
        self,
        query: str,
        *,
        results: str = "json",
        graph: str = "ttl",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> SparqlResult:
        """As ``QueryEngine.run``; waiting counts as part of the query's time."""
        deadline = monotonic() + self._limits.timeout
        header, content = self._answer(self._request(query, results, graph, default_graphs, named_graphs), deadline)
        match header["status"]:
            case "ok":
                return SparqlResult(content, header["media_type"])
            case "syntax":
                raise InputError(_syntax_message(header["message"], undeclared_prefixes(query, self._prefixes)))
            case "unknown-graph":
                raise InputError(
                    f"datasættet har ingen graf <{header['iri']}>; her kan kun spørges i datasættets egne grafer "
                    "(SELECT DISTINCT ?g { GRAPH ?g {} } giver dem)"
                )
            case "bytes":
                raise QueryLimitError(
                    f"resultatet fylder mere end {self._limits.max_bytes} byte, som er grænsen; "
                    "hent mindre med LIMIT eller færre kolonner"
                )
            case "rows":
                raise QueryLimitError(
                    f"resultatet har mere end {self._limits.max_rows} rækker, som er grænsen; "
                    "hent det i dele med ORDER BY, LIMIT og OFFSET, eller hent hele datasættet som fil"
                )
            case "memory":
                raise self._out_of_memory()
            case _:
                raise InputError(f"forespørgslen kan ikke udføres: {header['message']}")

    def close(self) -> None:
        """End the processes; queries that run get ``BuildError``."""
        self._closed = True
        self._pool.close()

    def _request(
        self, query: str, results: str, graph: str, default_graphs: Sequence[str], named_graphs: Sequence[str]
    ) -> Request:
        inspected = inspect_query(
            query, self._limits.max_query_bytes, prefixes=self._prefixes, base_iri=self._base_iri
        )
        default, named = tuple(default_graphs), tuple(named_graphs)
        if not default and not named:
            default, named = inspected.default_graphs, inspected.named_graphs
        whole = not default and not named
        return Request(
            query=query,
            results=RESULT_TYPES[results],
            graph=GRAPH_TYPES[graph],
            prefixes=self._prefixes,
            base_iri=self._base_iri,
            default_graphs=None if whole else default,
            named_graphs=None if whole else named,
            max_rows=self._limits.max_rows,
            max_bytes=self._limits.max_bytes,
            cpu_seconds=self._limits.timeout,
        )

    def _answer(self, request: Request, deadline: float) -> Answer:
        if not self._quick.take(deadline):
            raise self._no_place(QUICK_PLACES)
        try:
            worker, answer = self._first_answer(request, deadline)
            if answer is not None:
                return answer
            goes_on = self._long.take_at_once()
            if not goes_on:
                self._pool.discard(worker)
        finally:
            self._quick.leave()
        if not goes_on and not self._long.take(deadline):
            raise self._no_place(self._limits.workers)
        try:
            if not goes_on:
                worker = self._begun(request)
            worker.lower_priority(_LOWEST_PRIORITY)
            answer = self._answer_within(worker, deadline - monotonic())
            self._pool.discard(worker)
        except EOFError as error:
            raise self._ended() from error
        finally:
            self._long.leave()
        if answer is None:
            raise self._out_of_time()
        return answer

    def _first_answer(self, request: Request, deadline: float) -> tuple[Worker, Answer | None]:
        """A worker that was given the request, and its quick answer.

        One that something outside has killed is replaced once; what dies a second time, the query has killed.
        """
        worker = self._begun(request)
        try:
            return worker, self._quick_answer(worker, deadline)
        except EOFError:
            if self._closed:
                raise self._ended() from None
        worker = self._begun(request)
        try:
            return worker, self._quick_answer(worker, deadline)
        except EOFError as error:
            raise self._ended() from error

    def _quick_answer(self, worker: Worker, deadline: float) -> Answer | None:
        """The answer of a query that is done in a moment; None for any other, which goes on meanwhile."""
        now = monotonic()
        until = min(now + min(_LONGEST_QUICK, self._limits.timeout / 2), deadline)
        answer = self._answer_within(worker, min(_AT_ONCE, until - now))
        if answer is not None:
            self._pool.give_back(worker, answer[0])
            return answer
        worker.lower_priority(_GIVES_WAY)
        most = worker.processor_time() + QUICK_SECONDS - _AT_ONCE
        while answer is None and monotonic() < until and worker.processor_time() < most:
            answer = self._answer_within(worker, min(_LOOK_AGAIN, until - monotonic()))
        if answer is not None:
            # Its priority stays low, so that it is not for the next one.
            self._pool.discard(worker)
        return answer

    def _begun(self, request: Request) -> Worker:
        """A worker that has been given the request; one that died while nobody used it is passed over."""
        while True:
            worker = self._pool.take()
            try:
                worker.send(request)
            except EOFError:
                self._pool.discard(worker)
            else:
                return worker

    def _answer_within(self, worker: Worker, seconds: float) -> Answer | None:
        """The worker's answer, or None when it is not there in time.

        Raises ``EOFError``, and discards the worker, when it has died.
        """
        if not worker.answered_within(seconds):
            return None
        try:
            return worker.receive()
        except EOFError:
            self._pool.discard(worker)
            raise

    def _ended(self) -> BuildError | QueryLimitError:
        return BuildError("tjenesten er ved at lukke") if self._closed else self._out_of_memory()

    def _out_of_time(self) -> QueryTimeoutError:
        return QueryTimeoutError(
            f"forespørgslen blev stoppet efter {_danish(self._limits.timeout)} sekunder, som er grænsen; "
            "gør den mindre, for eksempel med LIMIT eller færre sammenkædninger",
            retry_after=math.ceil(self._limits.timeout),
        )

    def _no_place(self, places: int) -> QueryBusyError:
        return QueryBusyError(
            f"forespørgslen blev stoppet efter {_danish(self._limits.timeout)} sekunder, som er grænsen: "
            f"alle {places} pladser var optaget af andre; prøv igen om lidt, eller gør den mindre, så den er "
            f"færdig på {_danish(QUICK_SECONDS)} sekund og ikke skal vente",
            retry_after=math.ceil(self._limits.timeout),
        )

    def _out_of_memory(self) -> QueryLimitError:
        return QueryLimitError(
            f"forespørgslen blev stoppet, da den brugte mere end {self._limits.max_memory} byte hukommelse "
            "eller var for indviklet; gør den mindre, for eksempel uden ORDER BY over det hele"
        )


def _danish(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def _syntax_message(message: str, undeclared: Sequence[str]) -> str:
    """The parser's message in one line: where it stopped, and the beginning of what it would have taken.

    The parser does not name a prefix that it misses: ``undeclared`` ones are named.
    """
    line = " ".join(message.split())
    place = re.match(r"error at (\d+):(\d+): (.*)", line)
    where = f"SPARQL-fejl på linje {place[1]}, tegn {place[2]}: " if place else "SPARQL-fejl: "
    detail = place[3] if place else line
    if undeclared:
        missing = ", ".join(f"{prefix}:" for prefix in undeclared[:_MOST_NAMED])
        return f"{where}præfikset {missing} er ikke erklæret; skriv PREFIX {undeclared[0]}: <…> først"
    return where + (detail if len(detail) <= _MESSAGE_CHARS else detail[:_MESSAGE_CHARS] + " …")
