"""Statements that the ORM makes once, because that takes it longer than PostgreSQL needs."""

from collections.abc import Callable
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from videoplanet.db.sql_json import Sql

STANDING_FOR = (UUID(int=1), UUID(int=2))
"""Stand for the values in a statement that is kept."""


class KeptRow:
    """The first row of what `make` returns for some ids, at most two; they must be its only values.

    `make` is called once in a process. What it returns must not depend on anything else.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], values: int) -> None:
        self.make, self.standing_for = make, STANDING_FOR[:values]

    @cached_property
    def statement(self) -> Sql:
        """The statement, with its parameters."""
        return self.make(*self.standing_for)[:1].query.sql_with_params()

    def __call__(self, *values: UUID) -> Any:
        """Read the row for these values; None if there is none."""
        sql, params = self.statement
        given = dict(zip(self.standing_for, values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(param, param) for param in params])
            return cursor.fetchone()
