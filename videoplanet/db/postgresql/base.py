"""Django's PostgreSQL (the database's `ENGINE`), with two things that Django leaves out.

Foreign keys are checked by each statement and not by COMMIT. The check locks the row that is
referred to, so all of an action's locks are taken before the one on its stream
(eventlog/publish.py).

Statements can be sent without waiting for the results of those before (`pipelined`, libpq's
pipeline mode). What Django asks for is fetched when it asks: rows, and how many were changed. A
savepoint ends only when its statements have succeeded, so that errors are raised inside of it.

A pipeline around a transaction ends with its COMMIT. So a transaction that reads nothing waits
once: psycopg's own `autocommit` and `commit` would wait four times more for it.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg import Error, Pipeline
from psycopg.errors import PipelineAborted

from videoplanet.db.statements import timed, waited, waited_at_end


class Cursor(base.ServerBindingCursor):
    """A cursor that knows its row count in a pipeline too."""

    @property
    def rowcount(self) -> int:
        """Return how many rows the last statement returned or changed."""
        if pipeline := getattr(self.connection, "open_pipeline", None):  # type: ignore[attr-defined]
            pipeline.sync()
        return int(super().rowcount)  # type: ignore[misc]


class Operations(DatabaseOperations):
    """Makes foreign keys that each statement checks."""

    def deferrable_sql(self) -> str:
        """Return what is written after a constraint. Migrations alter it, so it is deferrable."""
        return " DEFERRABLE INITIALLY IMMEDIATE"


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection."""

    ops_class = Operations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(timed)
        self._end_of_pipeline = ExitStack()

    def _set_autocommit(self, autocommit: bool) -> None:
        if not self._open_pipeline:
            super()._set_autocommit(autocommit)  # type: ignore[misc] # the stubs leave it out
        elif not autocommit:
            self._send("BEGIN")

    def _commit(self) -> None:
        if not self._open_pipeline:
            waited(super()._commit)  # type: ignore[misc] # likewise
            return
        self._send("COMMIT")
        with self.wrap_database_errors:
            try:
                self._end_of_pipeline.close()
            except PipelineAborted as aborted:
                # What is raised last is about the statements behind the one that failed.
                raise aborted.__context__ or aborted from None

    def _send(self, command: str) -> None:
        """Send a command of the transaction without waiting for its result."""
        with self.wrap_database_errors:
            self.connection.execute(command)

    def get_connection_params(self) -> dict[str, Any]:
        """Return what psycopg's `connect` takes."""
        params: dict[str, Any] = super().get_connection_params()
        return params | {"cursor_factory": Cursor}

    @contextmanager
    def pipelined(self) -> Iterator[None]:
        """Send the statements of the block without waiting for each one's result."""
        self.ensure_connection()
        connection: Any = self.connection
        if self._open_pipeline:
            yield
            return
        with ExitStack() as self._end_of_pipeline:
            self._end_of_pipeline.callback(setattr, connection, "open_pipeline", None)
            pipeline = self._end_of_pipeline.enter_context(waited_at_end(connection.pipeline()))
            connection.open_pipeline = pipeline
            yield

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor; in a pipeline one that fetches all rows, since it takes no other."""
        return super().create_cursor(None if self._open_pipeline else name)

    @property
    def _open_pipeline(self) -> Pipeline | None:
        pipeline: Pipeline | None = getattr(self.connection, "open_pipeline", None)
        return pipeline

    def _savepoint_commit(self, sid: str) -> None:
        super()._savepoint_commit(sid)  # type: ignore[misc] # the stubs leave it out
        if self._open_pipeline:
            with self.wrap_database_errors:
                self._open_pipeline.sync()

    def _savepoint_rollback(self, sid: str) -> None:
        if self._open_pipeline:
            # After an error a pipeline takes no statement until it is synchronized. That raises the
            # error again, or that of a statement behind it.
            with suppress(Error):
                self._open_pipeline.sync()
        super()._savepoint_rollback(sid)  # type: ignore[misc] # likewise
