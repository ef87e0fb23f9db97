"""What `make run` says about the data of earlier runs."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from devstack.engines import CHECKOUT
from devstack.old_data import SENTENCE, refuse_old_data
from devstack.service import StackError


@pytest.fixture(scope="module")
def migrated() -> Iterator[str]:
    """The URL of a database with this code's migrations."""
    with new_database("template1") as url:
        command = (sys.executable, "manage.py", "migrate", "--verbosity", "0")
        subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, cwd=CHECKOUT, check=True)
        yield url


@contextmanager
def new_database(template: str) -> Iterator[str]:
    """A database of its own, a copy of `template`; its URL."""
    server, name = urlsplit(os.environ["DATABASE_URL"]), f"old_data_{uuid4().hex}"
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield server._replace(path=f"/{name}").geturl()
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(migrated: str) -> Iterator[str]:
    """The URL of a migrated database that the test may change."""
    with new_database(urlsplit(migrated).path[1:]) as url:
        yield url


def execute(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement)


def applied(url: str) -> list[tuple[str, str]]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()


def look_at(url: str) -> None:
    asyncio.run(refuse_old_data({"DATABASE_URL": url}))


def test_data_of_the_same_migrations_is_taken(database: str) -> None:
    look_at(database)


def test_an_empty_database_is_taken_and_left_empty() -> None:
    with new_database("template1") as url:
        look_at(url)

        with psycopg.connect(url) as connection:
            tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            assert connection.execute(tables).fetchone() == (0,)


def test_data_of_a_migration_that_is_gone_is_refused(database: str) -> None:
    columns, values = "app, name, applied", "'realtime', '0001_initial', now()"
    execute(database, f"INSERT INTO django_migrations ({columns}) VALUES ({values})")
    before = applied(database)

    with pytest.raises(StackError, match="make reset") as refusal:
        look_at(database)

    assert str(refusal.value) == SENTENCE
    assert applied(database) == before


def test_a_table_of_an_older_initial_migration_is_refused(database: str) -> None:
    execute(database, "ALTER TABLE projects_project DROP COLUMN name CASCADE")

    with pytest.raises(StackError, match="make reset"):
        look_at(database)


def test_data_with_a_migration_still_to_come_is_taken(database: str) -> None:
    execute(database, "DELETE FROM django_migrations WHERE app = 'comments'")

    look_at(database)
