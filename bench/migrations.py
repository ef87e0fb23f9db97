"""`python -m bench.migrations`: how long people wait while a large table is migrated.

A server of the version before gives and reads feedback, over and over, while a column, an index
and a check are added to a table of many rows, which somebody's report holds. Ends with 1 if a
request fails, or waits longer than `migrate` may make it wait.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection

import django
import psycopg
from django.core.management import call_command

from bench.stack import WITHOUT_LIMIT, engines_of_a_run, server
from devstack.engines import CHECKOUT
from devstack.service import HOST

SETTINGS = "bench.settings_migrations"
MOST = 3.5
"""Seconds: for two `migrate` waits for a lock, and all others behind it; then come the others."""
CLIENTS = ("POST", "POST", "GET")


@dataclass
class Load:
    """What the clients have seen."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def ask(self, port: int, method: str, path: str, token: str, body: str | None) -> None:
        """Ask once."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        began = time.perf_counter()
        connection = HTTPConnection(HOST, port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            self.statuses.append(answer.status)
            if answer.status not in {200, 201}:
                self.failures.append(f"{method}: {answer.status}")
        except OSError as error:
            self.failures.append(f"{method}: {error!r}")
        finally:
            connection.close()
        self.seconds.append(time.perf_counter() - began)


def main() -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.migrations", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="feedbacks")
    options = parser.parse_args()
    with engines_of_a_run() as folder:
        django.setup()
        call_command("migrate", verbosity=0)
        video, token = _make(options.rows)
        limits = {"WRITE_RATE": WITHOUT_LIMIT}
        with (
            server(folder, "before", "videoplanet.settings", limits) as served,
            _load(served.port, video, token) as load,
        ):
            _wait_for(load, 10)
            took, gave_way = _migrate()
            _wait_for(load, len(load.seconds) + 10)
    slowest = max(load.seconds)
    print(f"{options.rows:,} feedbacks; a report holds the table until migrate gives way")
    print(f"migrate: {took:.1f} s, gave way {gave_way} times")
    print(f"requests meanwhile: {len(load.seconds)}, failed: {len(load.failures)}")
    print(f"the slowest of them: {slowest:.2f} s (allowed: {MOST:g} s)")
    for failure in load.failures[:10]:
        print(failure, file=sys.stderr)
    return 1 if load.failures or slowest > MOST or not gave_way else 0


def _make(rows: int) -> tuple[str, str]:
    """Make a video with so many feedbacks; return its id and a token of somebody in its project."""
    from bench.realtime.people import make_people  # noqa: PLC0415 - models come after the setup
    from feedbacks.models import Feedback  # noqa: PLC0415
    from projects.actions import create_project  # noqa: PLC0415
    from videos.models import Video  # noqa: PLC0415

    [(user, token)] = make_people(1)
    project = create_project(creator=user, name="Film")
    video = Video.objects.create(
        project=project, uploader=user, title="Cut", filename="cut.mp4", size=1000,
        content_type="video/mp4", part_size=8 * 1024**2, status=Video.Status.READY,
    )  # fmt: skip
    Feedback.objects.create(project=project, video=video, user=user, video_timestamp=1, content="?")
    columns = ", ".join(str(field.column) for field in Feedback._meta.concrete_fields[1:])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # no triggers
        connection.execute(
            f"INSERT INTO feedbacks_feedback (id, {columns}) SELECT gen_random_uuid(), {columns}"
            f" FROM feedbacks_feedback, generate_series(2, {rows})"
        )
        connection.execute("VACUUM ANALYZE feedbacks_feedback")
    return str(video.id), token


@contextmanager
def _load(port: int, video: str, token: str) -> Iterator[Load]:
    """Let clients ask one request after the other, until the end."""
    load, going = Load(), threading.Event()
    going.set()
    body = json.dumps({"video_id": video, "timestamp": 1.5, "content": "Too dark"})

    def client(method: str) -> None:
        while going.is_set():
            if method == "POST":
                load.ask(port, method, "/api/v1/feedbacks", token, body)
            else:
                load.ask(port, method, f"/api/v1/videos/{video}", token, None)

    threads = [threading.Thread(target=client, args=(method,)) for method in CLIENTS]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        going.clear()
        for thread in threads:
            thread.join()


def _wait_for(load: Load, requests: int) -> None:
    deadline = time.monotonic() + 60
    while len(load.seconds) < requests:
        if time.monotonic() > deadline:
            raise SystemExit("The server does not answer.")
        time.sleep(0.02)


def _migrate() -> tuple[float, int]:
    """Run the command in a process of its own; return its seconds and how often it gave way."""
    began, gave_way = time.monotonic(), 0
    with (
        psycopg.connect(os.environ["DATABASE_URL"]) as report,
        subprocess.Popen(
            [sys.executable, "manage.py", "migrate", "--no-input"],
            env=os.environ | {"DJANGO_SETTINGS_MODULE": SETTINGS},
            cwd=CHECKOUT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as command,
    ):
        report.execute("SELECT id FROM feedbacks_feedback LIMIT 1")
        for line in command.stderr or ():
            if "A table is in use" in line:
                gave_way += 1
                report.rollback()
            else:
                print(line, end="", file=sys.stderr)
    if command.returncode:
        raise SystemExit(f"migrate ended with {command.returncode}")
    return time.monotonic() - began, gave_way


if __name__ == "__main__":
    sys.exit(main())
