"""A process that makes worker processes: one that has everything imported, so that a new worker costs milliseconds.

Run as ``python -m forlobkg.sparql.forkserver STORE MAX_MEMORY``, with a Unix socket as standard input. Each message
that carries a descriptor makes a worker that answers on it; the reply is the worker's process id. It ends when the
socket does. The standard library's fork server would import the main module of the service in every worker.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from multiprocessing.connection import Connection

from forlobkg.sparql.messages import PID_BYTES
from forlobkg.sparql.worker import serve


def main(store_path: str, max_memory: int) -> None:
    """Make workers over the store at ``store_path`` until standard input ends."""
    # Nobody waits for the workers: the system buries them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=os.dup(sys.stdin.fileno())) as orders:
        while True:
            message, descriptors, _, _ = socket.recv_fds(orders, 1, 1)
            if not message:
                return
            pid = os.fork()
            if pid == 0:
                orders.close()
                _become_worker(store_path, max_memory, descriptors[0])
            os.close(descriptors[0])
            orders.sendall(pid.to_bytes(PID_BYTES, "big"))


def _become_worker(store_path: str, max_memory: int, descriptor: int) -> None:
    # A query that is stopped for its memory would write about it here; and standard input is the orders' socket.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    try:
        with Connection(descriptor) as connection:
            serve(store_path, max_memory, connection)
    finally:
        # Whatever happened: a worker never goes on to make workers.
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
