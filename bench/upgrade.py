"""`python -m bench.upgrade [COMMIT]`: an older version is replaced by this one, under load.

Both serve one database side by side, as while a deployment replaces processes one by one: the old
one alone; `migrate` of the new one; both in turn; the new one alone. People give and read feedback
all the while. Ends with 1 if a request fails, a feedback is missing, or the log has a hole.

The old version runs with the packages that are installed here.
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
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import psycopg

from bench.migrations import Load
from bench.stack import WITHOUT_LIMIT, engines_of_a_run, free_engine_port, served
from devstack.engines import CHECKOUT
from devstack.service import HOST, Service, http_status

CLIENTS = ("POST", "POST", "GET", "GET")
MAKE = """
import json
from bench.realtime.people import make_people
from projects.actions import create_project
from videos.models import Video
[(user, token)] = make_people(1)
project = create_project(creator=user, name="Film")
video = Video.objects.create(
    project=project, uploader=user, title="Cut", filename="cut.mp4", size=1000,
    content_type="video/mp4", part_size=8 * 1024**2, status=Video.Status.READY,
)
print(json.dumps({"project": str(project.id), "video": str(video.id), "token": token}))
"""


def main() -> int:
    """Replace the version and print what people saw; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.upgrade", description=__doc__)
    parser.add_argument("commit", nargs="?", default="HEAD~1", help="the older version")
    parser.add_argument("--seconds", type=float, default=10, help="of each stage")
    options = parser.parse_args()
    with engines_of_a_run() as folder, _checked_out(options.commit, folder / "old") as old:
        os.environ["WRITE_RATE"] = WITHOUT_LIMIT
        _run(old, "manage.py", "migrate", "--no-input")
        made = json.loads(_run(old, "manage.py", "shell", "--no-imports", "-c", MAKE))
        ports: list[int] = []
        with ExitStack() as new_one, _load(ports, made) as load:
            with _serve(folder, "old", old) as port:
                _stage(load, ports, [port], options.seconds, "the old version")
                _run(CHECKOUT, "manage.py", "migrate", "--no-input")
                _stage(load, ports, [port], options.seconds, "the old one, migrated")
                new = new_one.enter_context(_serve(folder, "new", CHECKOUT))
                _stage(load, ports, [port, new], options.seconds, "both")
                _stage(load, ports, [new], 1, "the new one, while the old one ends")
            _stage(load, ports, [new], options.seconds, "the new version")
        wrong = _differences(made["project"], load)
    for sentence in (*load.failures[:10], *wrong):
        print(sentence, file=sys.stderr)
    return 1 if load.failures or wrong else 0


@contextmanager
def _checked_out(commit: str, folder: Path) -> Iterator[Path]:
    git = ("git", "-C", str(CHECKOUT), "worktree")
    subprocess.run([*git, "add", "--quiet", "--detach", str(folder), commit], check=True)
    try:
        yield folder
    finally:
        subprocess.run([*git, "remove", "--force", str(folder)], check=True)


def _run(version: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=version, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


@contextmanager
def _serve(folder: Path, name: str, version: Path) -> Iterator[int]:
    port = free_engine_port()
    service = Service(
        name=name,
        argv=(
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", HOST, "--port", str(port), "--blocking-threads", "2"),
            *("--log-level", "warning", "videoplanet.wsgi:application"),
        ),
        is_ready=lambda: http_status(f"http://{HOST}:{port}/readyz") == 200,
        ready_seconds=60,
        cwd=version,
    )
    with served(service, port, folder):
        yield port


@contextmanager
def _load(ports: list[int], made: dict[str, str]) -> Iterator[Load]:
    """Ask the servers in turn until the end; nothing is asked while there is none."""
    load, going, turns = Load(), threading.Event(), count()
    going.set()
    body = json.dumps({"video_id": made["video"], "timestamp": 1.5, "content": "Too dark"})
    listed = f"/api/v1/feedbacks?project_id={made['project']}"

    def client(method: str) -> None:
        while going.is_set():
            if not (now := list(ports)):
                time.sleep(0.01)
                continue
            port = now[next(turns) % len(now)]
            path = "/api/v1/feedbacks" if method == "POST" else listed
            load.ask(port, method, path, made["token"], body if method == "POST" else None)

    threads = [threading.Thread(target=client, args=(method,)) for method in CLIENTS]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        going.clear()
        for thread in threads:
            thread.join()


def _stage(load: Load, ports: list[int], now: list[int], seconds: float, name: str) -> None:
    """Have these servers asked for some time; print how it went."""
    asked, failed = len(load.seconds), len(load.failures)
    ports[:] = now
    time.sleep(seconds)
    waits = sorted(load.seconds[asked:])
    print(
        f"{name}: {len(waits)} requests, {len(load.failures) - failed} failed,"
        f" median {waits[len(waits) // 2] * 1000:.0f} ms, slowest {waits[-1] * 1000:.0f} ms",
        flush=True,
    )


def _differences(project: str, load: Load) -> list[str]:
    """Compare what the servers said with the rows and the log."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        one = connection.execute(
            "SELECT (SELECT count(*) FROM feedbacks_feedback),"
            " (SELECT count(*) FROM eventlog_event WHERE stream_id = %(id)s),"
            " (SELECT seq FROM eventlog_stream WHERE id = %(id)s)",
            {"id": project},
        ).fetchone()
    rows, events, seq = one or (0, 0, 0)
    wrong, created = [], load.statuses.count(201)
    if rows != created:
        wrong.append(f"{created} feedbacks were answered with 201, but there are {rows}")
    if events != seq:
        wrong.append(f"the log has {events} events, but its newest is {seq}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
