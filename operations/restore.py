"""Restoring a backup, and proving that one can be restored."""

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.core.management.base import CommandError
from django.db import connection

from eventlog.models import new_log_id
from operations import objects, postgres, sealing
from operations.backup import Say
from operations.snapshots import Folder, Manifest


def restore(
    folder: Folder, name: str, *, identities: Sequence[Any], replace: bool, say: Say
) -> None:
    """Make database and bucket what the snapshot says; the log gets a new id.

    Raises CommandError if either is not empty, unless they are to be replaced.
    """
    manifest = folder.read(name)
    program = postgres.program("pg_restore", at_least=manifest.postgres)
    _require_server(manifest)
    if not replace:
        _require_empty()
    missing = [one.sha256 for one in manifest.objects.values() if not _kept(folder, one.sha256)]
    if missing:
        raise CommandError(f"The backup lacks the content of {len(missing)} objects.")
    connection.close()
    with tempfile.TemporaryFile() as dump:
        # First, so that a wrong key leaves everything as it is.
        sealing.read(folder.dump(name), dump, identities)
        dump.seek(0)
        _empty(postgres.database_name())
        _run_restore(program, postgres.database_name(), dump)
    with postgres.connected() as restored:
        restored.execute(
            'INSERT INTO eventlog_log ("only", name) VALUES (true, %s)'
            ' ON CONFLICT ("only") DO UPDATE SET name = excluded.name',
            [new_log_id()],
        )
    say(f"The database is that of {manifest.made_at}, and its log has a new id.")
    written = objects.put_back(folder, manifest, identities)
    deleted = objects.delete_others(manifest) if replace else 0
    say(f"{written} objects were written, {deleted} deleted; {len(manifest.objects)} are there.")


def verify(folder: Folder, name: str, *, identities: Sequence[Any], say: Say) -> None:
    """Restore a snapshot into a scratch database and compare everything. Raises CommandError."""
    manifest = folder.read(name)
    program = postgres.program("pg_restore", at_least=manifest.postgres)
    _require_server(manifest)
    wrong = list(_wrong_objects(folder, manifest, identities))
    if sealing.sha256_of(folder.dump(name), identities) != manifest.dump_sha256:
        raise CommandError(f"The backup {name} is not whole: its dump has changed.")
    scratch = f"verify_{uuid4().hex[:12]}"
    postgres.create_database(scratch)
    try:
        with tempfile.TemporaryFile() as dump:
            sealing.read(folder.dump(name), dump, identities)
            dump.seek(0)
            _run_restore(program, scratch, dump)
        with postgres.connected(scratch) as restored:
            found = postgres.checksums(restored)
    finally:
        postgres.drop_database(scratch)
    wrong += [
        f"table {table}: {manifest.tables.get(table)} became {found.get(table)}"
        for table in sorted(manifest.tables.keys() | found.keys())
        if manifest.tables.get(table) != found.get(table)
    ]
    if wrong:
        raise CommandError("\n".join([f"The backup {name} is not whole:", *wrong]))
    say(f"{name} is whole: {len(found)} tables and {len(manifest.objects)} objects are as noted.")


def _wrong_objects(folder: Folder, manifest: Manifest, identities: Sequence[Any]) -> Iterator[str]:
    for sha256 in sorted({entry.sha256 for entry in manifest.objects.values()}):
        if not _kept(folder, sha256):
            yield f"the content {sha256} is missing"
        elif sealing.sha256_of(folder.content(sha256), identities) != sha256:
            yield f"the content {sha256} has changed"


def _kept(folder: Folder, sha256: str) -> Path | None:
    return sealing.kept_at(folder.content(sha256))


def _require_server(manifest: Manifest) -> None:
    major = postgres.server_major()
    if major < manifest.postgres:
        raise CommandError(
            f"The backup is of PostgreSQL {manifest.postgres}, and this server is {major}:"
            f" restore it into PostgreSQL {manifest.postgres} or newer."
        )


def _require_empty() -> None:
    with postgres.connected() as server:
        if postgres.tables(server):
            raise CommandError(
                f"The database {postgres.database_name()} is not empty. --replace deletes what is"
                " in it, and in the bucket."
            )
    if next(objects.listed(), None):
        raise CommandError("The bucket is not empty. --replace deletes what is in it.")


def _empty(name: str) -> None:
    with postgres.connected(name) as server:
        server.execute("DROP SCHEMA IF EXISTS public CASCADE")
        server.execute("CREATE SCHEMA public")


def _run_restore(program: str, database: str, dump: IO[bytes]) -> None:
    command, env = postgres.arguments(
        program,
        database,
        *("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"),
    )
    done = subprocess.run(command, env=env, stdin=dump, capture_output=True, check=False)  # noqa: S603 - a program that we have found
    if done.returncode:
        raise CommandError(f"pg_restore failed: {done.stderr.decode(errors='replace').strip()}")
