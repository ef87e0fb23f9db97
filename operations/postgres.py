"""PostgreSQL's own programs: which ones fit the server, and how they are called."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from psycopg import sql

DEBIAN = "/usr/lib/postgresql"
MINUTES = 60_000
_VERSION = re.compile(r"\b(\d+)(?:\.\d+|devel|beta\d+|rc\d+)")


def database_name() -> str:
    """Return the name of the product's database."""
    return str(connection.settings_dict["NAME"])


@contextmanager
def connected(name: str = "", *, autocommit: bool = True) -> Iterator[psycopg.Connection]:
    """Open a connection of our own to a database, without the limits that requests have."""
    wanted = connection.settings_dict | {"NAME": name or database_name()}
    given = {
        "host": wanted["HOST"],
        "port": wanted["PORT"],
        "user": wanted["USER"],
        "password": wanted["PASSWORD"],
        "dbname": wanted["NAME"],
    }
    plain = {key: value for key, value in given.items() if value}
    plain |= {key: value for key, value in wanted["OPTIONS"].items() if key.startswith("ssl")}
    options = f"-c timezone=UTC -c lock_timeout={MINUTES // 6}"
    with psycopg.connect(**plain, options=options, autocommit=autocommit) as opened:
        yield opened


def server_major() -> int:
    """Return the server's major version."""
    with connected() as server:
        return server.info.server_version // 10_000


def program(name: str, *, at_least: int) -> str:
    """Return the path of `pg_dump` or `pg_restore` of a version that fits the server.

    Looked for in PG_BIN, on the PATH, and where Debian keeps several versions. Raises CommandError.
    """
    found = [(path, _major(path)) for path in _candidates(name)]
    fitting = [(major, path) for path, major in found if major >= at_least]
    if fitting:
        return str(min(fitting)[1])
    seen = ", ".join(f"{path} is version {major}" for path, major in found) or "there is none"
    raise CommandError(
        f"The server is PostgreSQL {at_least}, and {name} must be of that version or newer: {seen}."
        f" Install postgresql-client-{at_least}, or name the folder of its programs in PG_BIN."
    )


def _candidates(name: str) -> list[Path]:
    if settings.PG_BIN:
        return [path for path in [Path(settings.PG_BIN, name)] if path.exists()]
    on_path = shutil.which(name)
    kept = [Path(on_path)] if on_path else []
    return [*kept, *sorted(Path(DEBIAN).glob(f"*/bin/{name}"))]


def _major(path: Path) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603 - a program that we have found
    match = _VERSION.search(said)
    return int(match[1]) if match else 0


def arguments(path: str, name: str, *more: str) -> tuple[list[str], dict[str, str]]:
    """Return the command line of a program for a database, and its environment."""
    wanted = connection.settings_dict | {"NAME": name}
    options = {k: v for k, v in wanted["OPTIONS"].items() if k.startswith("ssl")}
    psql, env = DatabaseClient.settings_to_cmd_args_env(wanted | {"OPTIONS": options}, [])
    at = psql[1:-1]  # -U, -h, -p; the last is the database's name
    return [path, *at, "--dbname", name, *more], {**os.environ, **(env or {})}


def create_database(name: str) -> None:
    """Create an empty database on the same server. Raises CommandError without the right to."""
    try:
        with connected() as server:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
            )
    except psycopg.errors.InsufficientPrivilege as error:
        raise CommandError(
            "The database's user may not create the scratch database for verifying:"
            f" ALTER ROLE {connection.settings_dict['USER']} CREATEDB"
        ) from error


def drop_database(name: str) -> None:
    """Drop a scratch database."""
    with connected() as server:
        server.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def tables(open_: psycopg.Connection) -> list[str]:
    """Return the names of the tables in the schema `public`."""
    rows = open_.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    )
    return [name for (name,) in rows]


def checksums(open_: psycopg.Connection) -> dict[str, dict[str, str | int]]:
    """Return the number of rows of each table, and a sum over their texts in any order."""
    found: dict[str, dict[str, str | int]] = {}
    for table in tables(open_):
        row = open_.execute(
            sql.SQL(
                "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint"
                "::numeric), 0)::text FROM {} AS t"
            ).format(sql.Identifier(table))
        ).fetchone()
        assert row is not None  # noqa: S101 - an aggregate has a row
        found[table] = {"rows": row[0], "sum": row[1]}
    return found
