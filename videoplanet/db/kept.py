"""Statements that the ORM makes once, because that takes it longer than PostgreSQL needs."""

from collections.abc import Callable
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

USER, ROW = UUID(int=1), UUID(int=2)
"""Stand for the two ids in a statement that is kept."""


class KeptRow:
    """The row that `make` returns for the id of a user and its own; they must be its only values.

    `make` is called once in a process. What it returns must not depend on anything else.
    """

    def __init__(self, make: Callable[[UUID, UUID], QuerySet[Any, Any]]) -> None:
        self.make = make

    @cached_property
    def statement(self) -> tuple[str, tuple[Any, ...]]:
        """The statement and its parameters, with USER and ROW in them."""
        sql, params = self.make(USER, ROW).query.sql_with_params()
        return sql, tuple(params)

    def __call__(self, user_id: UUID, row_id: UUID) -> tuple[Any, ...] | None:
        """Read the row; None if there is none."""
        sql, params = self.statement
        given = {USER: user_id, ROW: row_id}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(param, param) for param in params])
            row: tuple[Any, ...] | None = cursor.fetchone()
        return row
