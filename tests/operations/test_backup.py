"""A backup is made, proved and restored; what can't be restored is never said to be."""

import json
import os
import subprocess
import sys
from io import StringIO
from urllib.parse import urlsplit
from uuid import uuid4

import pyrage
import pytest
from botocore.exceptions import ClientError
from django.core.management import CommandError, call_command

from devstack.engines import CHECKOUT
from operations import postgres
from operations.snapshots import Folder
from tests.conftest import build_cast, give_a_feedback
from tests.worker import environment
from users.models import User
from videoplanet.storage import s3

VIDEO = b"a video's bytes " * 1000


@pytest.fixture
def bucket(settings):
    """An empty bucket of the test's own."""
    settings.S3_BUCKET = f"drill-{uuid4().hex[:12]}"
    s3.client().create_bucket(Bucket=settings.S3_BUCKET)
    return settings.S3_BUCKET


@pytest.fixture
def cast(transactional_db, bucket):
    """The cast, committed, with a video that has its bytes."""
    cast = build_cast()
    give_a_feedback(cast)
    s3.put(cast.video.object_key, VIDEO, content_type="video/mp4")
    return cast


@pytest.fixture
def key(tmp_path):
    """A key of age: the public one, and the file of the private one."""
    identity = pyrage.x25519.Identity.generate()
    file = tmp_path / "key.txt"
    file.write_text(f"# created by a test\n{identity}\n")
    return str(identity.to_public()), str(file)


@pytest.fixture
def elsewhere(django_db_setup, django_db_blocker):
    """An empty database, and the environment of a process that uses it with an empty bucket."""
    name, bucket = f"drill_{uuid4().hex[:12]}", f"drill-{uuid4().hex[:12]}"
    s3.client().create_bucket(Bucket=bucket)
    with django_db_blocker.unblock():
        postgres.create_database(name)
        url = urlsplit(environment()["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        yield name, {**os.environ, "DATABASE_URL": url, "S3_BUCKET": bucket}
        postgres.drop_database(name)


def manage(environment, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def backup(*arguments):
    said = StringIO()
    call_command("backup", *map(str, arguments), stdout=said)
    return said.getvalue()


def test_a_backup_comes_back_as_it_was(cast, key, elsewhere, tmp_path, settings):
    public, private = key
    folder = tmp_path / "backups"
    said = backup(folder, "--recipient", public, "--verify", "--identity", private)
    assert "1 objects" in said
    assert "is whole" in said
    again = backup(folder, "--recipient", public)
    assert "of which 0 were new" in again
    everything = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert b"owner@example.com" not in b"".join(everything)
    assert b"a video's bytes" not in b"".join(everything)

    name, there = elsewhere
    closed = manage(there, "restore", str(folder))
    assert "give the private key" in closed.stderr
    done = manage(there, "restore", str(folder), "--identity", private)
    assert done.returncode == 0, done.stderr
    manifest = Folder(folder).read(Folder(folder).newest())
    with postgres.connected(name) as restored, postgres.connected() as own:
        found = postgres.checksums(restored)
        ids = [one.execute("SELECT name FROM eventlog_log").fetchone() for one in (restored, own)]
    found_log = found.pop("eventlog_log")
    assert found_log != manifest.tables.pop("eventlog_log")
    assert found == manifest.tables
    assert ids[0] != ids[1]
    settings.S3_BUCKET = there["S3_BUCKET"]
    assert s3.get(cast.video.object_key) == VIDEO
    refused = manage(there, "restore", str(folder), "--identity", private)
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr

    stray = f"avatars/{uuid4()}/{uuid4()}.webp"
    s3.put(stray, b"of later", content_type="image/webp")
    with postgres.connected(name) as restored:
        restored.execute("UPDATE users_user SET name = 'Somebody of later'")
    replaced = manage(there, "restore", str(folder), "--identity", private, "--replace")
    assert replaced.returncode == 0, replaced.stderr
    with postgres.connected(name) as restored:
        again = postgres.checksums(restored)
    assert again.pop("eventlog_log") != found_log
    assert again == manifest.tables
    assert not s3.exists(stray)
    assert s3.get(cast.video.object_key) == VIDEO


def test_only_its_owner_reads_a_backup(cast, tmp_path):
    tmp_path.chmod(0o755)
    backup(tmp_path)
    contents = [*tmp_path.glob("objects/*/*"), *tmp_path.glob("snapshots/*/database.dump")]
    assert {path.stat().st_mode & 0o777 for path in contents} == {0o600}
    assert len(contents) == 2


def test_a_backup_that_is_damaged_is_not_whole(cast, tmp_path):
    backup(tmp_path)
    [content] = [path for path in tmp_path.glob("objects/*/*") if path.is_file()]
    content.write_bytes(b"something else")
    [path] = tmp_path.glob("snapshots/*/manifest.json")
    manifest = json.loads(path.read_text())
    manifest["tables"]["users_user"]["rows"] += 1
    path.write_text(json.dumps(manifest))
    with pytest.raises(CommandError) as wrong:
        backup(tmp_path, "--only-verify")
    assert "has changed" in str(wrong.value)
    assert "table users_user" in str(wrong.value)


def test_old_backups_go_with_what_only_they_had(cast, tmp_path):
    backup(tmp_path)
    s3.delete(cast.video.object_key)
    said = backup(tmp_path, "--keep", "1")
    assert f"not in the bucket: {cast.video.object_key}" in said
    assert "was deleted" in said
    assert len(Folder(tmp_path).names()) == 1
    assert not [path for path in tmp_path.glob("objects/*/*") if path.is_file()]


def test_a_program_that_is_too_old_is_named(db, settings, tmp_path):
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 12.9'\n")
    program.chmod(0o755)
    settings.PG_BIN = str(tmp_path)
    with pytest.raises(CommandError, match=r"version 12.*Install postgresql-client-\d+"):
        backup(tmp_path / "backups")


def test_orphans_are_found_both_ways(db, bucket):
    cast, said = build_cast(), StringIO()
    nobody = f"avatars/{uuid4()}/{uuid4()}.webp"
    s3.put(nobody, b"old", content_type="image/webp")
    kept = f"avatars/{cast.viewer.user.id}/{uuid4()}.webp"
    User.objects.filter(id=cast.viewer.user.id).update(avatar_key=kept)
    s3.put(kept, b"new", content_type="image/webp")
    with pytest.raises(SystemExit):
        call_command("find_orphans", "--delete", "--hours", "0", stdout=said)
    assert said.getvalue().splitlines() == [
        f"no row\t{nobody}", f"no object\t{cast.video.object_key}"
    ]  # fmt: skip
    with pytest.raises(ClientError):
        s3.get(nobody)
