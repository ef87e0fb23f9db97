"""Lints what each migration executes for locks that would hold up requests (`make check`).

The statements are those that PostgreSQL gets as all migrations are applied to an empty database,
with the embedded server: constraints' names and quoting need one. Squawk reads them; .squawk.toml
says which of its rules are about something else. What an old migration does all the same is in
accepted_locks.toml with a reason. docs/adding-a-feature.md says how new ones are written.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import django

from devstack import postgres
from devstack.engines import CHECKOUT
from devstack.service import ENGINE_PORTS, Running, free_port

ACCEPTED = Path(__file__).with_name("accepted_locks.toml")
_SQUAWK = Path(sys.executable).with_name("squawk")
# What a migration asks about the database, and what Django writes down of it, locks nothing.
_NO_CHANGES = ("SELECT", "SHOW", 'INSERT INTO "django_migrations"')


_NEW_TABLE = re.compile(r'CREATE TABLE "(\w+)"')


@dataclass(frozen=True)
class Migration:
    """What PostgreSQL gets from one migration."""

    given: Any
    statements: list[str]

    @property
    def name(self) -> str:
        """Its app and name."""
        return f"{self.given.app_label}.{self.given.name}"

    @property
    def is_ours(self) -> bool:
        """Say whether it is of this repository, not of a library."""
        file = Path(sys.modules[self.given.__module__].__file__ or "")
        return file.is_relative_to(CHECKOUT) and not file.is_relative_to(CHECKOUT / ".venv")


def main() -> int:
    """Print what is found and not accepted; return 1 if there is any."""
    accepted = tomllib.loads(ACCEPTED.read_text())
    with database() as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "videoplanet.settings"}
        django.setup()
        migrations = executed()
    problems = [
        problem
        for migration in migrations
        for problem in judge(migration, accepted.pop(migration.name, {}))
    ]
    problems += [f"{name}: accepted, but there is no such migration" for name in accepted]
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


@contextmanager
def database() -> Iterator[str]:
    """Start an empty server, give its address, and delete it."""
    with tempfile.TemporaryDirectory(prefix="videoplanet-locks-") as name:
        home = Path(name)
        home.chmod(0o711)  # as root, PostgreSQL runs under another account
        folder, password = postgres.cluster_folder(home), secrets.token_hex()
        port = free_port(secrets.choice(ENGINE_PORTS), within=ENGINE_PORTS)
        server = postgres.service(folder=folder, port=port, password=password, throwaway=True)
        server.prepare()
        running = Running.start(server, home / "log")
        try:
            running.wait_until_ready()
            yield postgres.url(port, password)
        finally:
            running.ask_to_stop()
            running.wait_stopped()
            shutil.rmtree(folder, ignore_errors=True)


def executed() -> list[Migration]:
    """Apply all migrations to the database; return ours with what they executed."""
    from django.db import connection  # noqa: PLC0415 - the address is set by now
    from django.db.backends.postgresql.psycopg_any import mogrify  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    applied: list[Migration] = []

    def begin(action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "apply_start":
            applied.append(Migration(migration, []))

    def hear(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if applied and not sql.lstrip().startswith(_NO_CHANGES):
            values = next(iter(params), None) if many else params
            applied[-1].statements.append(mogrify(sql, values, connection))
        return execute(sql, params, many, context)

    executor = MigrationExecutor(connection, cast("Any", begin))
    with connection.execute_wrapper(hear):
        executor.migrate(executor.loader.graph.leaf_nodes())
    connection.close()
    return [migration for migration in applied if migration.is_ours]


def judge(migration: Migration, accepted: dict[str, str]) -> Iterator[str]:
    """Give what Squawk finds beyond the accepted rules, and rules that are accepted for nothing."""
    if not migration.given.atomic:
        # What failed halfway is run again from the start.
        for operation in migration.given.operations:
            if not type(operation).__module__.startswith("django_pg_migration_tools."):
                name = type(operation).__name__
                yield f"{migration.name}: {name} can't be repeated, and atomic is False"
    found = findings(migration)
    for finding in found:
        if finding["rule_name"] not in accepted:
            statement = finding["statement"].strip()
            yield f"{migration.name}: {finding['rule_name']}: {finding['message']}\n    {statement}"
    for rule in accepted.keys() - {finding["rule_name"] for finding in found}:
        yield f"{migration.name}: {rule} is accepted, but it is not found"


def findings(migration: Migration) -> list[dict[str, str]]:
    """Return what Squawk says, each with its `rule_name`, `message` and `statement`."""
    no = "" if migration.given.atomic else "no-"
    statements = [statement.strip().rstrip(";") + ";" for statement in migration.statements]
    text = "\n".join(statements)
    command = [str(_SQUAWK), "--config", str(CHECKOUT / ".squawk.toml"), "--reporter", "json"]
    command.append(f"--{no}assume-in-transaction")
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stderr)
    lines, own = text.splitlines(), _NEW_TABLE.findall(text)
    found = [{**found, "statement": lines[found["line"]]} for found in json.loads(done.stdout)]
    # Nobody waits for a table that nobody has yet.
    return [one for one in found if not _changes(one["statement"], own)]


def _changes(statement: str, tables: list[str]) -> bool:
    """Say whether a statement changes one of these tables."""
    return any(
        statement.startswith(f'ALTER TABLE "{table}" ') or f' ON "{table}" ' in statement
        for table in tables
    )


if __name__ == "__main__":
    sys.exit(main())
