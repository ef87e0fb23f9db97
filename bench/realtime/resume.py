"""A thousand clients come back at once, to a process that has just started, each behind."""

import time
import urllib.request
from pathlib import Path

from bench.realtime.feeds import LoggedFeed
from bench.realtime.findings import Finding
from bench.realtime.people import Room
from bench.realtime.stack import ClientProcess, socket_server
from devstack.service import HOST
from realtime.models import Log, Stream

BEHIND = 50


def measure(
    folder: Path, clients: ClientProcess, room: Room, payload: str, *, rounds: int
) -> list[Finding]:
    """Write events, then connect all from before them; then one event more must reach all."""
    feed = LoggedFeed(room.id, payload, clients.gauge)
    feed.send(BEHIND)
    log, _new = Log.objects.get_or_create(only=True)
    took, queries = [], []
    for _ in range(rounds):
        last = Stream.objects.get(id=room.id).seq - BEHIND
        paths = [f"{path}&last_seq={last}&log_id={log.name}" for path in room.paths]
        with socket_server(folder, "resumed", "bench.realtime.asgi:application") as server:
            before = _queries(server.port)
            begun = time.monotonic()
            clients.open(2, server.port, paths, at_once=len(paths), wanted=BEHIND)
            queries.append((_queries(server.port) - before) / len(paths))
            got = clients.gauge.events[2]
            feed.send(1)
            while clients.gauge.events[2] < got + len(paths):
                time.sleep(0.002)
                if time.monotonic() - begun > 120:
                    raise RuntimeError("who came back is not live")
            took.append(time.monotonic() - begun)
            clients.ask("close", group=2)
    slowest, count = max(took), len(room.paths)
    what = f"{count} come back, each {BEHIND} behind: seconds until all are live"
    return [
        Finding(what, f"{slowest:.1f}", "≤ 10", slowest <= 10),
        Finding("queries for each of them", f"{max(queries):.2f}", "", None),
    ]


def _queries(port: int) -> int:
    with urllib.request.urlopen(f"http://{HOST}:{port}/queries", timeout=60) as answer:
        return int(answer.read())
