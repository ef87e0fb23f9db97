"""The SQL statements of one request, with their parameters, as the product really runs them."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client

STATEMENTS = "BENCH_STATEMENTS"
"""The environment variable with the path of the file that `save` wrote."""
FIELDS = "BENCH_FIELDS"
"""The environment variable with the names of a feedback's fields and of a person's, as JSON."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `returns` says whether it has rows.

    Members of the product's enumerations among the parameters are turned into plain strings, which
    a process without the product can load.
    """

    sql: str
    params: list[Any]
    returns: bool


@dataclass(frozen=True, slots=True)
class Recording:
    """What the bare server's process (`bench.bare`) runs."""

    listing: str
    """The statement of a list."""
    creation: list[Statement]
    created_id: str
    """The id that the recorded creation gave; each replayed one needs an id of its own."""


def record(path: str, token: str, body: bytes) -> tuple[list[Statement], dict[str, Any]]:
    """POST `body` in this process; return all the statements that it ran and the answer's JSON."""
    statements: list[Statement] = []

    def note(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        result = execute(sql, params, many, context)
        plain = [str(value) if isinstance(value, str) else value for value in params or ()]
        # In a pipeline the cursor does not know it yet.
        returns = sql.lstrip().startswith(("SELECT", "WITH")) or "RETURNING" in sql
        statements.append(Statement(sql, plain, returns))
        return result

    with connection.execute_wrapper(note):
        answer = Client().post(
            path,
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}", "Host": "127.0.0.1"},
        )
    if answer.status_code != 201:
        raise RuntimeError(f"{answer.status_code} {answer.content!r}")
    return statements, answer.json()


def save(recording: Recording, file: Path) -> None:
    """Write it to a file, for another process."""
    file.write_bytes(pickle.dumps(recording))


def load(file: Path) -> Recording:
    """Return what `save` wrote."""
    recording: Recording = pickle.loads(file.read_bytes())
    return recording
