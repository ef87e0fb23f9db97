"""Thousands of WebSocket clients in one process. They only count frames, to be no bottleneck.

`python -m bench.realtime.clients <file>` reads commands, one JSON object on each line, and answers
each with one. The file is shared memory: how many events each group received, and when each event
was sent.

Only frames of type `feedback.created` count as events. Each client offers compression, as browsers
do.
"""

import asyncio
import mmap
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import uvloop  # type: ignore[import-not-found,unused-ignore]

from devstack.service import HOST

GROUPS = 16
EVENTS = 100_000
"""How many events one watch may hold."""
PING_SECONDS, PING_STEPS = 25.0, 500
BUFFER = bytearray(1024 * 1024)
"""All connections read into it, one after the other."""
KIND = 36
"""This many bytes of a frame include its type; pings and closes are shorter."""
EVENT, GREETING = b'"feedback.created"', b'"connection.ready"'
PING = b'{"type":"ping"}'
HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
    "Origin: http://localhost:3000\r\nUser-Agent: bench\r\n\r\n"
)


class Gauge:
    """The shared memory: `events[group]`, and `sent[number]` in seconds of the monotonic clock."""

    def __init__(self, file: Path) -> None:
        """Map the file, and create it if it is missing."""
        if not file.exists():
            file.write_bytes(bytes(8 * (GROUPS + EVENTS)))
        with file.open("r+b") as opened:
            self.memory = memoryview(mmap.mmap(opened.fileno(), 0))
        self.events = self.memory[: 8 * GROUPS].cast("q")
        self.sent = self.memory[8 * GROUPS :].cast("d")


class Group:
    """Clients that are opened, watched and closed together."""

    def __init__(self, number: int, gauge: Gauge) -> None:
        self.number, self.gauge = number, gauge
        self.clients: list[Client] = []
        self.lost: list[str] = []
        self.times: list[float] | None = None
        """Seconds from the sending of each event to its arrival at each client, if watched."""
        self.closing = False


class Client(asyncio.BufferedProtocol):
    """One connection."""

    def __init__(self, group: Group, wanted: int, *, greeting: bool) -> None:
        self.group, self.wanted = group, wanted
        self.greeted = not greeting
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.begun = False
        self.events = 0
        self.rest = b""
        """The beginning of a frame's head."""
        self.skip = 0
        """How much of a frame is still to come, and whether it is an event."""
        self.is_event = False

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def get_buffer(self, hint: int) -> bytearray:
        return BUFFER

    def buffer_updated(self, size: int) -> None:
        data: bytes | bytearray = BUFFER
        if self.rest or not self.begun:
            data = self.rest + BUFFER[:size]
            size, self.rest = len(data), b""
            if not self.begun:
                end = data.find(b"\r\n\r\n")
                if end < 0:
                    self.rest = data
                    return
                if not data.startswith(b"HTTP/1.1 101"):
                    self._lose(repr(data[:80]))
                    return
                self.begun, data, size = True, data[end + 4 :], size - end - 4
        events = self._count(data, size)
        if events:
            self._note(events)
        if self.greeted and self.wanted <= self.events and not self.opened.done():
            self.opened.set_result(None)

    def _count(self, data: bytes | bytearray, size: int) -> int:  # noqa: C901 - a parser
        """Return how many events end in `data`."""
        at, events = self.skip, 0
        if at > size:
            self.skip = at - size
            return 0
        if at:
            events, self.skip = self.is_event, 0
        while at + 2 <= size:
            length, head = data[at + 1], 2
            if length == 126 and at + 4 <= size:
                length, head = data[at + 2] << 8 | data[at + 3], 4
            elif length == 127 and at + 10 <= size:
                length, head = int.from_bytes(data[at + 2 : at + 10]), 10
            elif length >= 126:
                break
            end = at + head + length
            if end > size and (length < KIND or at + head + KIND > size):
                break
            is_event = False
            if length >= KIND:
                kind = bytes(data[at + head : at + head + KIND])
                is_event = EVENT in kind
                self.greeted = self.greeted or GREETING in kind
            else:
                self._take_short(data[at] & 15, bytes(data[at + head : end]))
            at = end
            if end > size:
                self.is_event, self.skip = is_event, end - size
                return events
            events += is_event
        if at < size:
            self.rest = bytes(data[at:size])
        return events

    def _note(self, events: int) -> None:
        group = self.group
        group.gauge.events[group.number] += events
        if group.times is not None:
            now = time.monotonic()
            for number in range(self.events, self.events + events):
                group.times.append(now - group.gauge.sent[number])
        self.events += events

    def _take_short(self, opcode: int, body: bytes) -> None:
        if opcode == 9:
            self.send(10, body)
        elif opcode == 8:
            self._lose(f"closed with {int.from_bytes(body[:2])}")

    def send(self, opcode: int, body: bytes) -> None:
        """Send a short frame, masked with zeros."""
        self.transport.write(bytes([0x80 | opcode, 0x80 | len(body), 0, 0, 0, 0]) + body)

    def connection_lost(self, error: Exception | None) -> None:
        """Note it, unless the group is closing."""
        self._lose("connection lost")

    def _lose(self, why: str) -> None:
        if not self.group.closing:
            self.group.lost.append(why)
        if not self.opened.done():
            self.opened.set_exception(ConnectionError(why))


class Clients:
    """The commands."""

    def __init__(self, gauge: Gauge) -> None:
        self.gauge = gauge
        self.groups: dict[int, Group] = {}

    async def open(
        self, *, group: int, port: int, paths: list[str], at_once: int, wanted: int, greeting: bool
    ) -> dict[str, Any]:
        """Connect to each path; wait until each client has its greeting and `wanted` events."""
        into = self.groups[group] = Group(group, self.gauge)
        self.gauge.events[group] = 0
        gate = asyncio.Semaphore(at_once)
        begun = time.monotonic()

        async def enter(path: str) -> float:
            async with gate:
                client = Client(into, wanted, greeting=greeting)
                into.clients.append(client)
                loop = asyncio.get_running_loop()
                await loop.create_connection(lambda: client, HOST, port)
                text = HANDSHAKE.format(path=path, host=f"{HOST}:{port}")
                client.transport.write(text.encode())
                await client.opened
                return time.monotonic() - begun

        took = await asyncio.gather(*map(enter, paths))
        return {"seconds": max(took), "median": statistics.median(took)}

    async def watch(self, *, group: int, times: bool) -> dict[str, Any]:
        """Start counting at zero; with `times`, note when each event arrives."""
        into = self.groups[group]
        into.times = [] if times else None
        for client in into.clients:
            client.events = 0
        self.gauge.events[group] = 0
        return {}

    async def result(self, *, group: int) -> dict[str, Any]:
        """Return latencies in milliseconds, and why connections were lost."""
        into = self.groups[group]
        times = sorted(into.times or [])
        into.times = None
        return {
            "count": len(times),
            "p50": 1000 * times[len(times) // 2] if times else 0,
            "p99": 1000 * times[len(times) * 99 // 100] if times else 0,
            "lost": into.lost[:5],
        }

    async def leave(self, *, group: int) -> dict[str, Any]:
        """Expect a group's server to be killed."""
        self.groups.pop(group).closing = True
        return {}

    async def close(self, *, group: int) -> dict[str, Any]:
        """Close a group's connections."""
        into = self.groups.pop(group)
        into.closing = True
        for client in into.clients:
            client.transport.abort()
        return {}

    async def cpu(self) -> dict[str, Any]:
        """Return the CPU time that this process has used, in seconds."""
        return {"seconds": time.process_time()}

    async def keep_alive(self) -> None:
        """Send the pings that the server requires, spread over time."""
        while True:
            clients = [client for group in self.groups.values() for client in group.clients]
            for number in range(PING_STEPS):
                await asyncio.sleep(PING_SECONDS / PING_STEPS)
                for client in clients[number::PING_STEPS]:
                    if client.begun and not client.transport.is_closing():
                        client.send(1, PING)


async def _serve(file: Path) -> None:
    clients = Clients(Gauge(file))
    reader = asyncio.StreamReader(limit=64 * 1024 * 1024)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    pinging = asyncio.create_task(clients.keep_alive())
    while line := await reader.readline():
        command = orjson.loads(line)
        do: Callable[..., Any] = getattr(clients, command.pop("do"))
        try:
            answer = await do(**command)
        except (OSError, ConnectionError) as error:
            answer = {"error": str(error)}
        print(orjson.dumps(answer).decode(), flush=True)
    pinging.cancel()


if __name__ == "__main__":
    uvloop.run(_serve(Path(sys.argv[1])))
