"""Fills the database: rows go in by COPY, without checks of foreign keys.

The indexes of words are made afterwards, because one row at a time they take many times as long.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db.models import Model
from psycopg import Cursor, sql

from bench.growth.history import History
from eventlog.models import Stream
from feedbacks.models import Feedback
from notifications.models import Notification
from videoplanet.db.tallies import merge_tallies

CHUNK = 10_000
"""Feedbacks that are made before they are sent."""


def fill(history: History, feedbacks: int, comments_each: int) -> None:
    """Add rows until there are so many feedbacks, with so many comments on average."""
    began, first = time.perf_counter(), history.feedbacks
    before, wanted = history.usual_comments, feedbacks * comments_each
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        cursor = connection.cursor()
        cursor.execute("SET session_replication_role = replica")  # no triggers but these
        for model in (Feedback, Notification):
            always = sql.SQL("ALTER TABLE {} ENABLE ALWAYS TRIGGER tally_insert")
            cursor.execute(always.format(_table(model)))
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(sql.SQL("SELECT id, seq FROM {}").format(_table(Stream)))
        history.seqs = dict(cursor.fetchall())
        with _without_word_indexes(cursor, [*history.rows]):
            while history.feedbacks < feedbacks:
                for _ in range(min(CHUNK, feedbacks - history.feedbacks)):
                    share = (history.feedbacks + 1 - first) / (feedbacks - first)
                    history.add(comments_until=round(before + share * (wanted - before)))
                for rows in history.rows.values():
                    rows.copy(cursor)
        statement = sql.SQL("UPDATE {} SET seq = %s WHERE id = %s").format(_table(Stream))
        cursor.executemany(statement, [(seq, stream) for stream, seq in history.seqs.items()])
        connection.commit()
        merge_tallies()
        connection.autocommit = True
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    took = time.perf_counter() - began
    print(f"{feedbacks:,} feedbacks after {took:.0f} s", file=sys.stderr, flush=True)


@contextmanager
def _without_word_indexes(cursor: Cursor[Any], models: list[type[Model]]) -> Iterator[None]:
    """Drop the GIN indexes of the tables, and make them again at the end."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes"
        " WHERE tablename = ANY(%s) AND indexdef LIKE '%%USING gin%%'",
        [[model._meta.db_table for model in models]],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    for _name, definition in found:
        cursor.execute(definition)


def _table(model: type[Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)
