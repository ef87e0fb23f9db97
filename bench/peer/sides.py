"""The requests of both sides, and what a round of them takes."""

import os
import statistics
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import psycopg
import redis

from bench.client import CONNECTIONS, Target, drive_all, once
from bench.cpu import cpu_seconds, parent_of
from bench.peer.zou import Zou, zou
from bench.stack import Served, server

LIST, CACHED, CHANGE, CHANGE_AND_LIST, TEXT, DRAWING = range(6)
CHANGES = ("자막을 조금 올려 주세요.", "Please raise the subtitles.")
"""A change gives one of these texts, in turn."""


@dataclass(slots=True)
class Work:
    """Requests that are sent one after the other, over and over."""

    served: Served
    targets: Sequence[Target]
    connections: int = CONNECTIONS
    repeats: int = 1
    """How many units of work `targets` are."""
    rates: list[float] = field(default_factory=list)
    """Units a second, by round."""
    cpu: list[float] = field(default_factory=list)
    """Milliseconds of CPU time a unit: the server, PostgreSQL and Valkey."""

    def run(self, seconds: float) -> tuple[float, float]:
        """Send them for so long; return the rate and the CPU time."""
        processes = (self.served.pid, *engine_processes())
        before = sum(map(cpu_seconds, processes))
        sample = drive_all(self.targets, seconds, self.connections)
        used = sum(map(cpu_seconds, processes)) - before
        each = self.repeats / len(self.targets)
        return sample.rate * each, 1000 * used / (len(sample.times) * each)

    def note(self, measured: tuple[float, float]) -> None:
        """Keep a round's figures."""
        self.rates.append(measured[0])
        self.cpu.append(measured[1])


@cache
def engine_processes() -> tuple[int, int]:
    """Return the first processes of PostgreSQL and of Valkey."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        postgres = parent_of(connection.info.backend_pid)
    return postgres, int(redis.Redis.from_url(os.environ["REDIS_URL"]).info()["process_id"])


@dataclass(frozen=True, slots=True)
class Figure:
    """Requests a second and milliseconds of CPU time for each."""

    rate: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Side:
    """One product's work, by what it is."""

    name: str
    work: Mapping[int, Work]
    list_bytes: int

    def figure(self, number: int) -> Figure:
        """Return the medians of the rounds."""
        work = self.work[number]
        return Figure(statistics.median(work.rates), statistics.median(work.cpu))

    def list_after_change(self) -> Figure:
        """Return the list's part of a change with the list after it."""
        both, change = self.figure(CHANGE_AND_LIST), self.figure(CHANGE)
        return Figure(1 / (1 / both.rate - 1 / change.rate), both.cpu - change.cpu)


def ours(stack: ExitStack, folder: Path, rows: int, processes: int) -> Side:
    """Start our servers with a project of so many feedbacks."""
    from bench import data  # noqa: PLC0415 - models can be imported only after the setup

    projects = data.make([rows])
    product, uncached = (
        stack.enter_context(server(folder, name, settings, {}, processes=processes))
        for name, settings in (
            ("product", "videoplanet.settings"),
            ("uncached", "bench.settings_uncached"),
        )
    )
    login = orjson.dumps({"email": data.EMAIL, "password": data.PASSWORD})
    answer = once(Target("login", product.port, "/api/v1/auth/login", {}, login, "POST"))
    token = orjson.loads(answer.body)["meta"]["access_token"]

    def target(
        path: str, method: str = "GET", *, body: Any = None, status: int = 200, port: int = 0
    ) -> Target:
        text = orjson.dumps(body) if body else b""
        headers = {"Authorization": f"Bearer {token}"}
        port = port or product.port
        return Target("ours", port, f"/api/v1/feedbacks{path}", headers, text, method, status)

    query = f"?project_id={projects.listed[rows]}&limit={rows}"
    listed = once(target(query)).body
    # Not always the same one: an edit takes the text of all earlier edits out of the log.
    changes = [
        target(f"/{row['id']}", "PATCH", body={"content": text})
        for row in orjson.loads(listed)
        for text in CHANGES
    ]
    given = {"video_id": str(projects.video), "timestamp": 12.5, "content": data.TEXTS[0]}
    drawn = given | {"drawing_data": {"shapes": [data.SHAPE]}}
    work = {
        LIST: Work(uncached, [target(query, port=uncached.port)]),
        CACHED: Work(product, [target(query)]),
        **_changed(product, changes, target(query)),
        TEXT: Work(product, [target("", "POST", body=given, status=201)]),
        DRAWING: Work(product, [target("", "POST", body=drawn, status=201)]),
    }
    return Side("ours", work, len(listed))


def theirs(stack: ExitStack, folder: Path, installed: Path, rows: int, processes: int) -> Side:
    """Start zou with a task of so many comments."""
    from bench.data import TEXTS  # noqa: PLC0415 - as above

    peer: Zou = stack.enter_context(zou(installed, folder, processes))
    changed = peer.fill(rows, TEXTS)
    listing = peer.target("GET", f"data/tasks/{peer.listed}/comments")
    listed = once(listing).body
    found = len(orjson.loads(listed))
    if found != rows:
        raise RuntimeError(f"zou lists {found} comments, not {rows}")
    path = f"data/comments/{changed}"
    changes = [peer.target("PUT", path, {"text": text}) for text in CHANGES]
    created = Work(peer.served, [peer.comment(peer.written, TEXTS[0])])
    listings = Work(peer.served, [listing])
    work = {
        **dict.fromkeys((LIST, CACHED), listings),
        **_changed(peer.served, changes, listing),
        **dict.fromkeys((TEXT, DRAWING), created),
    }
    return Side("zou", work, len(listed))


def _changed(served: Served, changes: Sequence[Target], listing: Target) -> dict[int, Work]:
    """Return changes alone, and each with the list after it; on one connection, in this order."""
    both = [target for change in changes for target in (change, listing)]
    return {
        CHANGE: Work(served, changes, 1, len(changes)),
        CHANGE_AND_LIST: Work(served, both, 1, len(changes)),
    }
