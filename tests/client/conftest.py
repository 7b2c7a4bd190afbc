"""Clients of a real server, and servers that are not forlobkg."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from forlobkg.client import Client

Answering = Callable[[bytes], str]


@pytest.fixture(scope="session")
def guidance(served: str) -> Iterator[Client]:
    with Client(served) as client:
        yield client


@pytest.fixture
def answering() -> Iterator[Answering]:
    """Makes a server that says these bytes to whoever connects, and gives its address."""
    listeners: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def serve(says: bytes) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def once() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(says)

        threads.append(threading.Thread(target=once, daemon=True))
        threads[-1].start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield serve
    for thread in threads:
        thread.join(timeout=10)
    for listener in listeners:
        listener.close()


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def nobody() -> str:
    """An address at which there is no server."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"
