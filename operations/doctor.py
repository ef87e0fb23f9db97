"""Looks at a deployment from the inside: what is wrong, and how it is mended.

Each look is one subject. One that fails itself is a finding, so that the others are still made.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.core.mail import mailers
from django.db import connection
from django.utils import timezone

from operations.findings import Finding, Level, Look, ok, warning, wrong
from operations.outside import OUTSIDE
from videoplanet import health, heartbeats
from videoplanet.storage import s3
from videoplanet.tasks.models import Work

CLOCK_OFF, CLOCK_WRONG = 2.0, 30.0
"""Seconds. The storage refuses requests signed 15 minutes off; tokens live half an hour."""
DISK_LOW, DISK_FULL = 20 * 1024**3, 2 * 1024**3
LATE = timedelta(minutes=10)
OLDEST_POSTGRES = 15
MENDS = {
    "database": "Check DATABASE_URL, and that PostgreSQL runs and lets this host in.",
    "migrations": "manage.py migrate",
    "redis": "Check REDIS_URL, and that Redis or Valkey runs.",
    "broker": "Check CELERY_BROKER_URL; without it, it is REDIS_URL.",
    "storage": "Check the S3_ variables; manage.py ensure_bucket makes the bucket.",
    "tasks": "Start the worker of the queue `celery`, and beat; look at their logs.",
    "beat": "Start beat: celery -A videoplanet beat",
}


def examine() -> Iterator[Finding]:
    """Yield what is found, as it is found."""
    for about, look in LOOKS.items():
        try:
            yield from look()
        except Exception as error:  # noqa: BLE001 - the others are looked at all the same
            mend = MENDS.get(about, "The log of the part that failed says more.")
            yield wrong(about, f"{type(error).__name__}: {error}".splitlines()[0], mend)


def _settings() -> Iterator[Finding]:
    found = run_checks(include_deployment_checks=True)
    for message in found:
        level = Level.WRONG if message.is_serious() else Level.WARNING
        yield Finding("settings", level, f"{message.id}: {message.msg}", message.hint or "")
    if not found:
        yield ok("settings")


def _parts() -> Iterator[Finding]:
    for name, check in {**health.NEEDED, **health.PARTS}.items():
        part = health.examine(name, check)
        if part["state"] == "ok":
            yield ok(name, f"{part['ms']} ms")
        else:
            queue = name.removeprefix("workers of ")
            mend = f"Start a worker: celery -A videoplanet worker -Q {queue}"
            yield wrong(name, str(part["state"]), MENDS.get(name, mend))


def _versions() -> Iterator[Finding]:
    connection.ensure_connection()
    version = connection.connection.info.server_version // 10_000
    if version < OLDEST_POSTGRES:
        yield wrong("PostgreSQL", f"version {version}", f"Take {OLDEST_POSTGRES} or newer.")
    else:
        yield ok("PostgreSQL", f"version {version}")
    with heartbeats.redis() as client:
        about = client.info()
    policy, limit = about.get("maxmemory_policy", ""), int(about.get("maxmemory", 0))
    if not policy.startswith("volatile-") and policy != "noeviction":
        mend = "--maxmemory-policy volatile-lru: with another, tasks that wait may be dropped."
        yield wrong("Redis", f"maxmemory-policy is {policy}", mend)
    elif not limit:
        yield warning("Redis", "maxmemory has no bound", "--maxmemory 256mb")
    else:
        yield ok("Redis", f"version {about.get('valkey_version') or about.get('redis_version')}")
    yield ok("VideoPlanet", f"{settings.VERSION} {settings.COMMIT}".strip())
    yield ok("Python", sys.version.split()[0])


def _clock() -> Iterator[Finding]:
    """Compare this machine's clock with those of the others, half the way there taken off."""
    for about, clock in (("PostgreSQL", _database_time), ("storage", _storage_time)):
        before = time.time()
        theirs = clock()
        after = time.time()
        # A Date header has whole seconds.
        off = max(0.0, before - theirs - 1, theirs - after)
        said = f"{off:.0f} s from that of {about}"
        mend = "Run an NTP client (chrony, systemd-timesyncd) on both machines."
        if off > CLOCK_WRONG:
            yield wrong("clock", said, mend)
        elif off > CLOCK_OFF:
            yield warning("clock", said, mend)
        else:
            yield ok("clock", f"as that of {about}")


def _database_time() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float")
        seconds: float = cursor.fetchone()[0]
    return seconds


def _storage_time() -> float:
    answer = s3.client().head_bucket(Bucket=settings.S3_BUCKET)
    date = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
    return parsedate_to_datetime(date).timestamp() if date else time.time()


def _disk() -> Iterator[Finding]:
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    said = f"{free / 1024**3:.0f} GiB are free in {folder}"
    mend = "Media workers keep a copy of each video there while they convert it: set TMPDIR."
    if free < DISK_FULL:
        yield wrong("disk", said, mend)
    elif free < DISK_LOW:
        yield warning("disk", said, mend)
    else:
        yield ok("disk", said)


def _mail() -> Iterator[Finding]:
    server: Any = mailers["default"]  # of SMTP
    server.open()
    try:
        server.connection.noop()
    finally:
        server.close()
    yield ok("mail", "the server takes the log-in; send a mail to yourself to be sure")


def _backlog() -> Iterator[Finding]:
    late = Work.objects.filter(due_at__lt=timezone.now() - LATE)
    kinds = late.order_by("kind").values_list("kind", flat=True).distinct()
    if count := late.count():
        said = f"{count} pieces of work are more than ten minutes late: {', '.join(kinds)}"
        yield wrong("work", said, "Look at the workers' logs, and start more of them.")
    else:
        yield ok("work", "nothing is late")


def _long_transactions() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND xact_start < now() - interval '10 minutes' AND pid <> pg_backend_pid()"
        )
        count = cursor.fetchone()[0]
    if count:
        said = f"{count} transactions are open for more than ten minutes"
        yield warning("database", said, "SELECT * FROM pg_stat_activity names who holds them.")


LOOKS: dict[str, Look] = {
    "settings": _settings,
    "parts": _parts,
    "versions": _versions,
    "clock": _clock,
    "disk": _disk,
    "mail": _mail,
    "work": _backlog,
    "transactions": _long_transactions,
    **OUTSIDE,
}
