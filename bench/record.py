"""The SQL statements of one request, with their parameters, as the product really runs them."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `returns` says whether it has rows.

    Among the parameters, members of the product's enumerations became the strings that they are.
    """

    sql: str
    params: list[Any]
    returns: bool


def record(path: str, token: str, body: bytes) -> tuple[list[Statement], dict[str, Any]]:
    """POST `body` in this process; return all statements it took and the answer's JSON."""
    found: list[Statement] = []

    def note(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        result = execute(sql, params, many, context)
        plain = [str(each) if isinstance(each, str) else each for each in params or ()]
        found.append(Statement(sql, plain, context["cursor"].description is not None))
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
    return found, answer.json()


def save(statements: list[Statement], created_id: str, file: Path) -> None:
    """Keep them for the bare server's process (`bench.bare`)."""
    file.write_bytes(pickle.dumps((statements, created_id)))


def load(file: Path) -> tuple[list[Statement], str]:
    """Return what `save` kept."""
    statements, created_id = pickle.loads(file.read_bytes())
    return statements, created_id
