"""Making a backup: the database as it was at one moment, and every object that it names.

Objects are copied before the dump and after it. What was deleted meanwhile is there from the first
time, what came meanwhile from the second.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from operations import objects, postgres, sealing
from operations.snapshots import Folder, Manifest

type Say = Callable[[str], Any]


def make_backup(folder: Folder, *, recipient: Any, say: Say) -> str:
    """Make a snapshot; return its name. Raises CommandError."""
    major = postgres.server_major()
    dump = postgres.program("pg_dump", at_least=major)
    names = folder.names()
    before = folder.read(names[-1]) if names else None
    made_at = datetime.now(UTC)
    name = made_at.strftime("%Y-%m-%dT%H%M%S.%fZ")
    partial = f".{name}"
    manifest = Manifest(
        made_at=made_at.isoformat(),
        version=settings.VERSION,
        commit=settings.COMMIT,
        postgres=major,
        migrations=_migrations(),
    )
    read = objects.copy_new(folder, manifest, before, recipient)
    _dump(dump, folder.dump(partial), manifest, recipient)
    read += objects.copy_new(folder, manifest, manifest, recipient)
    manifest.missing = sorted(set(objects.named_by_rows()) - set(manifest.objects))
    folder.finish(partial, name, manifest)
    rows = sum(int(table["rows"]) for table in manifest.tables.values())
    size = sum(entry.size for entry in manifest.objects.values())
    say(
        f"{name}: {rows} rows of {len(manifest.tables)} tables, {len(manifest.objects)} objects of"
        f" {size / 1024**2:.1f} MiB, of which {read} were new."
    )
    for key in manifest.missing:
        say(f"A row names an object that is not in the bucket: {key}")
    return name


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _dump(program: str, path: Path, manifest: Manifest, recipient: Any) -> None:
    """Write the dump, and note the sums of all tables in the same moment of the database."""
    with postgres.connected(autocommit=False) as seen:
        seen.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = seen.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None  # noqa: S101 - a function has a row
        command, env = postgres.arguments(
            program,
            postgres.database_name(),
            *("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={row[0]}"),
        )
        # A file, since nobody reads a second pipe meanwhile: a full one would hold pg_dump up.
        with (
            tempfile.TemporaryFile() as said,
            subprocess.Popen(  # noqa: S603 - a program that we have found
                command, env=env, stdout=subprocess.PIPE, stderr=said
            ) as running,
        ):
            assert running.stdout  # noqa: S101 - a pipe
            reading = sealing.write(running.stdout, path, recipient)
            if running.wait():
                shutil.rmtree(path.parent)
                said.seek(0)
                reason = said.read().decode(errors="replace").strip()
                raise CommandError(f"pg_dump failed: {reason}")
        manifest.dump_sha256 = reading.digest.hexdigest()
        manifest.tables = postgres.checksums(seen)
