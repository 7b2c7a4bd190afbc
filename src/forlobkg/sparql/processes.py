"""The worker processes as the service sees them: started, asked, put aside for the next query, killed."""

from __future__ import annotations

import json
import math
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Any

from forlobkg.errors import BuildError
from forlobkg.sparql.messages import PID_BYTES, READY, Request

_START_SECONDS = 30.0
_MOST_IDLE = 8
_READY_AHEAD = 2
"""How many workers are made ready beforehand when others were killed."""
_LARGE_KIB = 200_000
"""A worker that has used more memory than this is not asked again: what it holds goes back to the system."""

# proc(5), /proc/pid/stat: fields 14 and 15, counted here from the one after the name.
_USER_TICKS, _SYSTEM_TICKS = 11, 12

Answer = tuple[dict[str, Any], bytes]


class Worker:
    """One worker process; used by one thread at a time."""

    def __init__(self, pid: int, connection: Connection) -> None:
        self._pid = pid
        self._connection = connection
        # Through a descriptor no signal can reach another process that has got the number meanwhile.
        self._descriptor = os.pidfd_open(pid) if sys.platform == "linux" else None

    def wait_until_ready(self) -> None:
        """Raise ``BuildError`` when the worker cannot open the store."""
        try:
            message = self._connection.recv_bytes() if self._connection.poll(_START_SECONDS) else b""
        except (EOFError, OSError):
            message = b""
        if message != READY:
            reason = message.decode("utf-8", "replace")
            raise BuildError(f"SPARQL-processen kunne ikke starte ({reason or 'intet svar'}); kør: forlobkg build")

    def send(self, request: Request) -> None:
        """Give the worker a query. Raises ``EOFError`` when it has died."""
        try:
            self._connection.send_bytes(request.to_bytes())
        except OSError as error:
            raise EOFError from error

    def answered_within(self, seconds: float) -> bool:
        """Whether an answer, or the worker's end, comes within so many seconds."""
        return self._connection.poll(max(seconds, 0.0))

    def receive(self) -> Answer:
        """The answer. Raises ``EOFError`` when the worker died over it."""
        try:
            header: dict[str, Any] = json.loads(self._connection.recv_bytes())
            return header, self._connection.recv_bytes()
        except OSError as error:
            raise EOFError from error

    def processor_time(self) -> float:
        """The seconds that the process has worked, by the system's account; infinite where it keeps none."""
        try:
            fields = Path(f"/proc/{self._pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return math.inf
        return (int(fields[_USER_TICKS]) + int(fields[_SYSTEM_TICKS])) / os.sysconf("SC_CLK_TCK")

    def lower_priority(self, niceness: int) -> None:
        """From now on the worker gives way to others, at 19 to all of them; it cannot be undone."""
        try:
            os.setpriority(os.PRIO_PROCESS, self._pid, niceness)
        except ProcessLookupError:
            return  # it has died; whoever waits for its answer learns so

    def stop(self) -> None:
        """Make the process end; whoever waits for its answer gets ``EOFError``."""
        try:
            if self._descriptor is None:
                os.kill(self._pid, signal.SIGKILL)
            else:
                signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)
        except ProcessLookupError:
            return

    def kill(self) -> None:
        """Make the process end, and forget it."""
        self.stop()
        self._connection.close()
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class _ForkServer:
    """The process that workers are forked from; started when the first worker is needed, and anew if it dies."""

    def __init__(self, store_path: Path, max_memory: int) -> None:
        self._arguments = [str(store_path), str(max_memory)]
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None

    def start_worker(self) -> Worker:
        """A new worker. Raises ``BuildError``."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                pid = self._order(theirs)
                worker = Worker(pid, Connection(ours.detach()))
            except OSError as error:
                ours.close()
                raise BuildError(f"SPARQL-processen kunne ikke starte ({error}); prøv igen") from error
        try:
            worker.wait_until_ready()
        except BuildError:
            worker.kill()
            raise
        return worker

    def _order(self, end: socket.socket) -> int:
        with self._lock:
            try:
                return self._send(end)
            except (BrokenPipeError, ConnectionResetError):
                self._stop()
                return self._send(end)

    def _send(self, end: socket.socket) -> int:
        if self._orders is None:
            self._orders = self._start()
        socket.send_fds(self._orders, [b"w"], [end.fileno()])
        reply = self._orders.recv(PID_BYTES, socket.MSG_WAITALL)
        if len(reply) < PID_BYTES:
            raise BrokenPipeError("SPARQL-processernes ophav er standset")
        return int.from_bytes(reply, "big")

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
                [sys.executable, "-P", "-m", "forlobkg.sparql.forkserver", *self._arguments],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        return ours

    def _stop(self) -> None:
        if self._orders is not None:
            self._orders.close()
            self._orders = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        with self._lock:
            self._stop()


class WorkerPool:
    """Workers over one store: those at work, and some that are ready for the next query."""

    def __init__(self, store_path: Path, max_memory: int) -> None:
        self._server = _ForkServer(store_path, max_memory)
        self._lock = Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._closed = False
        self._background = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sparql-workers")

    def take(self) -> Worker:
        """A worker that is ready. Raises ``BuildError``."""
        with self._lock:
            if self._idle:
                worker = self._idle.pop()
                self._busy.add(worker)
                return worker
        worker = self._server.start_worker()
        self._put(worker, self._busy.add)
        return worker

    def give_back(self, worker: Worker, header: dict[str, Any]) -> None:
        """The worker has given an answer with this header and may be asked again."""
        with self._lock:
            room = not self._closed and len(self._idle) < _MOST_IDLE
            if room and header["peak_kib"] <= _LARGE_KIB:
                self._busy.discard(worker)
                self._idle.append(worker)
                return
        self.discard(worker)

    def discard(self, worker: Worker) -> None:
        """Kill the worker, and have another made ready."""
        with self._lock:
            self._busy.discard(worker)
            if not self._closed:
                self._background.submit(self._make_ready)
        worker.kill()

    def _make_ready(self) -> None:
        with self._lock:
            if self._closed or len(self._idle) >= _READY_AHEAD:
                return
        try:
            worker = self._server.start_worker()
            self._put(worker, self._idle.append)
        except BuildError:
            return  # whoever needs a worker next tries again, and says so

    def _put(self, worker: Worker, place: Callable[[Worker], None]) -> None:
        with self._lock:
            if not self._closed:
                place(worker)
                return
        worker.kill()
        raise BuildError("tjenesten er ved at lukke")

    def close(self) -> None:
        """End all workers; those who wait for an answer get ``EOFError``."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for worker in self._busy:
                worker.stop()
        for worker in idle:
            worker.kill()
        self._background.shutdown(wait=True, cancel_futures=True)
        self._server.close()
