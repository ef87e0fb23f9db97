"""A server process is killed; its thousand clients, all behind, reconnect to a new one at once."""

import time
import urllib.request
from pathlib import Path

from django.conf import settings
from redis import Redis

from bench.realtime.feeds import LoggedFeed
from bench.realtime.findings import Finding
from bench.realtime.people import Room
from bench.realtime.stack import ClientProcess, socket_server
from devstack.service import HOST
from eventlog.models import Log, Stream

BEHIND = 50


def measure(
    folder: Path, clients: ClientProcess, room: Room, payload: str, *, rounds: int
) -> list[Finding]:
    """Kill the server process, write events, and let all clients connect to a new one.

    In every other round Redis has forgotten who was present, as it does 20 s after the kill: each
    client then has to learn of all others.
    """
    feed = LoggedFeed(room.id, payload, clients.gauge)
    feed.send(1)
    log, _new = Log.objects.get_or_create(only=True)
    count, took, queries = len(room.paths), [], []
    for number in range(rounds):
        with socket_server(folder, "killed", "videoplanet.asgi:application") as server:
            greeted = clients.open(2, server.port, room.paths)["seconds"]
            print(f"  {count} come for the first time in {greeted:.1f} s", flush=True)
            clients.ask("leave", group=2)
        last = Stream.objects.get(id=room.id).seq
        feed.send(BEHIND)
        if number % 2:
            _forget_who_is_present(room)
        paths = [f"{path}&last_seq={last}&log_id={log.name}" for path in room.paths]
        with socket_server(folder, "resumed", "bench.realtime.asgi:application") as server:
            before, begun = _queries(server.port), time.monotonic()
            clients.open(2, server.port, paths, at_once=count, wanted=BEHIND)
            queries.append((_queries(server.port) - before) / count)
            feed.send(1)
            _wait(clients, (BEHIND + 1) * count)
            took.append(time.monotonic() - begun)
            clients.ask("close", group=2)
    slowest = max(took)
    what = f"{count} come back, each {BEHIND} behind: seconds until all are live"
    return [
        Finding(what, f"{slowest:.1f}", "≤ 4", slowest <= 4),
        Finding("queries for each of them", f"{max(queries):.2f}", "≤ 1.2", max(queries) <= 1.2),
    ]


def _forget_who_is_present(room: Room) -> None:
    with Redis.from_url(settings.REDIS_URL) as redis:
        redis.delete(f"videoplanet:present:{room.id}")


def _wait(clients: ClientProcess, events: int) -> None:
    until = time.monotonic() + 60
    while clients.gauge.events[2] < events:
        if time.monotonic() > until:
            raise RuntimeError("the clients that came back do not receive events")
        time.sleep(0.002)


def _queries(port: int) -> int:
    with urllib.request.urlopen(f"http://{HOST}:{port}/queries", timeout=60) as answer:
        return int(answer.read())
