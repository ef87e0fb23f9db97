"""A keep-alive HTTP/1.1 client over raw sockets that costs some 30 µs a request.

It runs in the bench's own process, with two connections for each of a server's threads: while one
answer is read, the server already works on the next request, so the client's own time doesn't
count.
"""

import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle

from devstack.service import HOST

CONNECTIONS = 4


@dataclass(frozen=True, slots=True)
class Target:
    """One request, over and over: where, what, and the status that it must have."""

    name: str
    port: int
    path: str
    headers: Mapping[str, str]
    body: bytes = b""
    method: str = "GET"
    status: int = 200

    def text(self) -> bytes:
        """Return the request's bytes."""
        headers = {"Host": f"{HOST}:{self.port}", "Accept": "*/*", **self.headers}
        if self.body:
            headers |= {
                "Content-Type": "application/json",
                "Content-Length": str(len(self.body)),
            }
        lines = [f"{self.method} {self.path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class UnexpectedAnswer(Exception):
    """Another status than the one that is measured: the figures would be of something else."""


class Connection:
    """One connection; `exchange` sends a request's bytes and reads the answer."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = bytearray(4 * 1024 * 1024)

    def exchange(self, request: bytes) -> tuple[bytes, memoryview]:
        """Return the head and the body; the body is valid until the next call."""
        self._socket.sendall(request)
        view, filled, end = memoryview(self._buffer), 0, -1
        while end < 0:
            filled += self._read(view[filled:])
            end = self._buffer.find(b"\r\n\r\n", 0, filled)
        head = bytes(view[:end])
        total = end + 4 + _content_length(head)
        while filled < total:
            filled += self._read(view[filled:])
        return head, view[end + 4 : total]

    def _read(self, into: memoryview) -> int:
        size = self._socket.recv_into(into)
        if size == 0:
            raise ConnectionError("the server closed the connection")
        return size

    def close(self) -> None:
        """Close it."""
        self._socket.close()


def _content_length(head: bytes) -> int:
    lower = head.lower()
    if b"\r\ntransfer-encoding:" in lower:
        raise UnexpectedAnswer("the answer comes in chunks, which this client can't read")
    at = lower.find(b"\r\ncontent-length:")
    if at < 0:
        return 0
    end = lower.find(b"\r\n", at + 2)
    return int(lower[at + 17 : end if end >= 0 else None])


def once(target: Target) -> Answer:
    """Send the request once. Raises UnexpectedAnswer for another status."""
    connection = Connection(target.port)
    try:
        head, body = connection.exchange(target.text())
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.split(":", 1) for line in lines)
        headers = {name.lower(): value.strip() for name, value in pairs}
        answer = Answer(int(first.split()[1]), headers, bytes(body))
    finally:
        connection.close()
    if answer.status != target.status:
        raise UnexpectedAnswer(f"{target.name}: {answer.status} {answer.body[:500]!r}")
    return answer


@dataclass(frozen=True, slots=True)
class Sample:
    """What one slot of a round measured."""

    rate: float
    """Requests a second over all connections."""
    times: list[float]
    """Seconds of each request, including the wait for the other connections' requests."""


def drive(target: Target, seconds: float) -> Sample:
    """Send the request on all connections for so long, each as soon as the last is answered."""
    return drive_all([target], seconds)


def drive_all(targets: Sequence[Target], seconds: float, connections: int = CONNECTIONS) -> Sample:
    """Send the requests, all of one server, on so many connections in turn for so long.

    The connections begin at different ones.
    """
    times: list[float] = []
    failures: list[BaseException] = []
    until = time.perf_counter() + seconds

    def guarded(first: int) -> None:
        try:
            _repeat([*targets[first:], *targets[:first]], until, times.append)
        except BaseException as error:  # noqa: BLE001 - it is raised again below
            failures.append(error)

    firsts = [number * len(targets) // connections for number in range(connections)]
    threads = [threading.Thread(target=guarded, args=(first,)) for first in firsts]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return Sample(len(times) / (time.perf_counter() - start), times)


def _repeat(targets: Sequence[Target], until: float, note: Callable[[float], None]) -> None:
    target = targets[0]
    connection, requests = Connection(target.port), cycle([target.text() for target in targets])
    expected = f"HTTP/1.1 {target.status} ".encode()
    try:
        while (start := time.perf_counter()) < until:
            head, body = connection.exchange(next(requests))
            note(time.perf_counter() - start)
            if not head.startswith(expected):
                raise UnexpectedAnswer(f"{target.name}: {head[:200]!r} {bytes(body[:300])!r}")
    finally:
        connection.close()
