"""Where apps above this one register what they add to projects, when they start.

So the list of projects counts videos and feedback although this app doesn't know them.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

type Rows = Callable[[], QuerySet[Any, Any]]
"""The rows to count; each row has a column `project_id`."""
type BeforeDelete = Callable[[UUID], None]
"""Takes the project's id; runs in the transaction that deletes the project."""

counts: dict[str, Rows] = {}
"""By the name of the member of a project's JSON."""
before_delete: list[BeforeDelete] = []


def register_count(name: str, rows: Rows) -> None:
    """Have a project's JSON count `rows` under `name`."""
    counts[name] = rows


def register_before_delete(prepare: BeforeDelete) -> None:
    """Have `prepare` called before a project and everything in it are deleted."""
    before_delete.append(prepare)
