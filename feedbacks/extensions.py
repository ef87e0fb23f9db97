"""What apps above this one add to a feedback: each registers it when it starts."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

type Rows = Callable[[], QuerySet[Any, Any]]
"""The rows to count; each row has a column `feedback_id`."""

counts: dict[str, Rows] = {}
"""By the name of the member of a feedback's JSON."""


def register_count(name: str, rows: Rows) -> None:
    """Have a feedback's JSON count `rows` under `name`."""
    counts[name] = rows
