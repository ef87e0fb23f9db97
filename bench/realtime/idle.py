"""Thousands of idle sockets, and one event that goes to many of them."""

import sys
import time
from pathlib import Path

from bench.realtime.fanout import Side, pace
from bench.realtime.feeds import LoggedFeed
from bench.realtime.findings import Finding
from bench.realtime.people import Room
from bench.realtime.stack import ClientProcess, socket_server

REST = 4.0
"""Seconds before memory is read: long enough for two rechecks of access."""
EVENTS_A_SECOND = 5.0


def measure(
    folder: Path, clients: ClientProcess, rooms: list[Room], payload: str, *, seconds: float
) -> list[Finding]:
    """Connect the users of all rooms; events are published only in the first."""
    count = sum(len(room.paths) for room in rooms)
    with socket_server(folder, "idle", "videoplanet.asgi:application") as server:
        # The first sockets make the server create its threads, connections and caches.
        clients.open(9, server.port, [path for room in rooms for path in room.paths[:3]])
        clients.ask("close", group=9)
        time.sleep(REST)
        before = server.kilobytes()
        opened = clients.open(0, server.port, rooms[0].paths)
        rest = [path for room in rooms[1:] for path in room.paths]
        opened_rest = clients.open(1, server.port, rest)
        took = opened["seconds"] + opened_rest["seconds"]
        time.sleep(REST)
        kilobytes = (server.kilobytes() - before) / count
        print(f"  {count} sockets connected in {took:.1f} s", flush=True)
        feed = LoggedFeed(rooms[0].id, payload, clients.gauge)
        side = Side("idle", server, 0, len(rooms[0].paths), feed)
        pace(side, clients, EVENTS_A_SECOND, seconds)
        idle = server.cpu()
        time.sleep(3)
        idle = (server.cpu() - idle) / 3
        late = side.p99[0]
        print(f"  idle, they take {idle:.0%} of a processor", flush=True)
        print("idle sockets measured", file=sys.stderr)
        for group in (0, 1):
            clients.ask("close", group=group)
    many = len(rooms[0].paths)
    return [
        Finding(f"{count} idle sockets, KB each", f"{kilobytes:.1f}", "≤ 45", kilobytes <= 45),
        Finding(f"an event to {many} of them, p99 ms", f"{late:.0f}", "< 500", late < 500),
    ]
