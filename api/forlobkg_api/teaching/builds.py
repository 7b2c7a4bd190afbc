"""Building files in threads, a few at a time, and keeping previews for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Final, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request

from forlobkg.errors import ForlobkgError

AT_ONCE: Final = 2
WAITING: Final = 6
"""How many may wait for their turn; each waits for a few seconds."""
_AGAIN_AFTER: Final = 10
_KEPT_BYTES: Final = 48_000_000
_KEPT_SECONDS: Final = 1_800
T = TypeVar("T")


class FullHouseError(ForlobkgError):
    """As many files are being built and waited for as there is room for."""

    exit_status = 1
    http_status = 503
    title = "Too many builds"
    retry_after = _AGAIN_AFTER


class Builds:
    """Runs builds in threads: ``at_once`` at a time, ``waiting`` more in line, and nobody beyond that."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._most = at_once + waiting
        self._at_once = at_once
        self._now = 0
        self._limiter: CapacityLimiter | None = None

    async def run(self, build: Callable[[], T]) -> T:
        """What ``build`` gives. Raises ``FullHouseError`` at once where there is no room."""
        if self._now >= self._most:
            raise FullHouseError(
                f"der bygges allerede så meget, som der er plads til; prøv igen om {_AGAIN_AFTER} sekunder"
            )
        # Made in the loop that uses it.
        self._limiter = self._limiter or CapacityLimiter(self._at_once)
        self._now += 1
        try:
            return await to_thread.run_sync(build, limiter=self._limiter)
        finally:
            self._now -= 1


class Previews:
    """Pictures of slides by the digest of what they show, for half an hour; the oldest go where they are too many."""

    def __init__(
        self, most_bytes: int = _KEPT_BYTES, seconds: float = _KEPT_SECONDS, clock: Callable[[], float] = monotonic
    ) -> None:
        self._most = most_bytes
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, tuple[bytes, ...]]] = OrderedDict()
        self._lock = Lock()

    def get(self, digest: str) -> tuple[bytes, ...] | None:
        """The pictures, or None where they are not there (any more)."""
        with self._lock:
            self._tidy()
            return self._kept.get(digest, (0.0, None))[1]

    def put(self, digest: str, pictures: tuple[bytes, ...]) -> None:
        """Keep ``pictures``, which come last to go; what is larger than everything is kept until the next comes."""
        with self._lock:
            self._kept.pop(digest, None)
            self._kept[digest] = (self._clock(), pictures)
            self._tidy()

    def _tidy(self) -> None:
        held = sum(len(picture) for _, pictures in self._kept.values() for picture in pictures)
        late = self._clock() - self._seconds
        # The first were put in first.
        while self._kept:
            made, pictures = next(iter(self._kept.values()))
            if made >= late and (held <= self._most or len(self._kept) == 1):
                return
            held -= sum(map(len, pictures))
            self._kept.popitem(last=False)


def builds(request: Request) -> Builds:
    """What builds files for the application that ``request`` came to."""
    found: Builds = request.app.state.builds
    return found


def previews(request: Request) -> Previews:
    """The pictures that the application has made."""
    found: Previews = request.app.state.previews
    return found
