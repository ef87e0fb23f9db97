"""A result that is written by the statement that ends its work: one round trip in place of four."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection, transaction

# Reading from the note's result makes a statement wait until the note is written: the subject's row
# is locked first, as everywhere.
AFTER_NOTE = "USING (SELECT count(*) FROM note) AS written_note"


@dataclass(frozen=True, slots=True)
class Note:
    """An UPDATE … RETURNING that writes the result on the subject's row.

    `then` is called after the commit with the columns that it returned (the first is never null),
    if it found the row.
    """

    sql: str
    params: Sequence[Any]
    then: Callable[..., None] = lambda *_row: None

    def write(self) -> None:
        """Write it on its own, within the caller's transaction."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            if row := cursor.fetchone():
                self._follow(row)

    def write_and(self, delete: str, params: Sequence[Any]) -> bool:
        """Write it and then delete, in one statement; say whether anything was deleted.

        `delete` is a DELETE with AFTER_NOTE.
        """
        sql = f"""
            WITH note AS ({self.sql}), deleted AS ({delete} RETURNING 1)
            SELECT EXISTS (SELECT FROM deleted), note.*
            FROM (SELECT) AS always_one_row LEFT JOIN note ON true
        """  # noqa: S608 - both are constants of ours
        with connection.cursor() as cursor:
            cursor.execute(sql, [*self.params, *params])
            is_deleted, *row = cursor.fetchone()
        if row[0] is not None:
            self._follow(row)
        return bool(is_deleted)

    def _follow(self, row: Sequence[Any]) -> None:
        transaction.on_commit(partial(self.then, *row))
