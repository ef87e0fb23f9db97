"""zou, Kitsu's API, on a database of its own in the run's PostgreSQL, and on the run's Valkey.

It is served as its documentation says, by gunicorn's gevent workers. Its search engine is not
there: zou then goes without, and comments are not in it.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from bench.client import Target, once
from bench.stack import Served, free_engine_port, served
from devstack.service import HOST, Service, accepts_connections

DATABASE = "zou"
EMAIL, PASSWORD = "admin@example.com", "a-long-password-42"


@contextmanager
def zou(installed: Path, folder: Path, processes: int) -> Iterator["Zou"]:
    """Make the database and its first rows, serve zou, and yield it."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE}")
    env, cwd = _environment(folder), folder / "zou"
    for arguments in (
        ("init-db",),
        ("init-data",),
        ("create-admin", EMAIL, "--password", PASSWORD),
    ):
        command = (str(installed / "bin" / "zou"), *arguments)
        done = subprocess.run(
            command, env=env, cwd=cwd, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"zou {arguments[0]}:\n{done.stdout}{done.stderr}")
    port = free_engine_port()
    service = Service(
        name="zou-server",
        argv=(
            *(str(installed / "bin" / "gunicorn"), "--worker-class", "gevent"),
            *("--workers", str(processes), "--bind", f"{HOST}:{port}"),
            *("--log-level", "warning", "zou.app:app"),
        ),
        env=env,
        is_ready=lambda: accepts_connections(port),
        cwd=cwd,
    )
    with served(service, port, folder) as running:
        yield Zou(running)


def _environment(folder: Path) -> dict[str, str]:
    database, cache = urlsplit(os.environ["DATABASE_URL"]), urlsplit(os.environ["REDIS_URL"])
    files = folder / "zou"
    files.mkdir()
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME")},
        "DB_HOST": database.hostname or "",
        "DB_PORT": str(database.port),
        "DB_USERNAME": database.username or "",
        "DB_PASSWORD": database.password or "",
        "DB_DATABASE": DATABASE,
        "KV_HOST": cache.hostname or "",
        "KV_PORT": str(cache.port),
        "SECRET_KEY": os.environ["SECRET_KEY"],
        "MAIL_ENABLED": "False",
        "PREVIEW_FOLDER": str(files / "previews"),
        "TMP_DIR": str(files / "tmp"),
    }


class Zou:
    """Its server, and a production with one asset and two tasks."""

    def __init__(self, running: Served) -> None:
        self.served = running
        self.headers: dict[str, str] = {}
        login = self.ask("POST", "auth/login", {"email": EMAIL, "password": PASSWORD}, 200)
        self.headers = {"Authorization": f"Bearer {login['access_token']}"}
        self.status = self.ask("GET", "data/task-status")[0]["id"]
        project = self.ask("POST", "data/projects", {"name": "Spring film"})
        kind = self.ask("GET", "data/asset-types")[0]["id"]
        path = f"data/projects/{project['id']}/asset-types/{kind}/assets/new"
        asset = self.ask("POST", path, {"name": "Lion"})
        types = self.ask("GET", "data/task-types")
        usable = [one["id"] for one in types if one["for_entity"] == "Asset"]
        self.listed, self.written = (
            self.ask(
                *("POST", "data/tasks"),
                {
                    "project_id": project["id"],
                    "entity_id": asset["id"],
                    "task_type_id": task_type,
                    "task_status_id": self.status,
                },
            )["id"]
            for task_type in usable[:2]
        )

    def ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, status: int = 0
    ) -> Any:
        """Send a request and return the answer's JSON."""
        return json.loads(once(self.target(method, path, body, status)).body)

    def target(
        self, method: str, path: str, body: dict[str, Any] | None = None, status: int = 0
    ) -> Target:
        """Return a request; a POST creates unless another status is given."""
        text = json.dumps(body).encode() if body else b""
        status = status or (201 if method == "POST" else 200)
        return Target("zou", self.served.port, f"/{path}", self.headers, text, method, status)

    def comment(self, task: str, text: str) -> Target:
        """Return the creation of a comment."""
        body = {"task_status_id": self.status, "comment": text}
        return self.target("POST", f"actions/tasks/{task}/comment", body)

    def fill(self, rows: int, texts: Sequence[str]) -> str:
        """Give the listed task so many comments with these texts; return the last one's id."""
        made = [once(self.comment(self.listed, texts[n % len(texts)])) for n in range(rows)]
        last: str = json.loads(made[-1].body)["id"]
        return last
