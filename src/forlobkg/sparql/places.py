"""Places for queries at work, and the queue for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Semaphore
from time import monotonic

from forlobkg.errors import QueryBusyError


class Waiting:
    """Those who wait for a place of any kind, at most ``most`` of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._now = 0
        self._lock = Lock()

    @contextmanager
    def one(self) -> Iterator[None]:
        """One more waits, while the block runs. Raises ``QueryBusyError`` when there are too many."""
        with self._lock:
            if self._now >= self._most:
                raise QueryBusyError(
                    f"der venter allerede {self._now} SPARQL-forespørgsler, og flere kan ikke vente; "
                    "prøv igen om lidt",
                    retry_after=1,
                )
            self._now += 1
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1


class Places:
    """A number of places; whoever finds none free waits among ``waiting``."""

    def __init__(self, count: int, waiting: Waiting) -> None:
        self._free = Semaphore(count)
        self._waiting = waiting

    def take_at_once(self) -> bool:
        """Whether a place was free; it is taken then."""
        return self._free.acquire(blocking=False)

    def take(self, deadline: float) -> bool:
        """Whether a place was got before ``deadline``, on the clock of ``monotonic``. Raises ``QueryBusyError``."""
        if self.take_at_once():
            return True
        with self._waiting.one():
            return self._free.acquire(timeout=max(deadline - monotonic(), 0.0))

    def leave(self) -> None:
        """Give a place back."""
        self._free.release()
