"""`/healthz` says whether the process serves, `/readyz` whether all that it needs works."""

import logging
import time
from collections.abc import Callable
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from redis import Redis

from videoplanet.storage import s3

logger = logging.getLogger(__name__)

HEARTBEAT_KEY = "videoplanet:worker-heartbeat"
HEARTBEAT_MAX_AGE = 60
"""Seconds. Beat enqueues a heartbeat every 10 s: an older one means that beat, broker or worker is
down."""


def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=1)


@worker_ready.connect
def first_heartbeat(**kwargs: Any) -> None:
    """Make a starting service ready before beat has enqueued its first heartbeat."""
    beat_heartbeat()


@shared_task
def beat_heartbeat() -> None:
    """Note that beat, broker and worker are all up."""
    _redis().set(HEARTBEAT_KEY, int(time.time()), ex=HEARTBEAT_MAX_AGE)


def _database() -> None:
    connection.ensure_connection()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("migrations are not applied")


def _storage() -> None:
    s3.client().head_bucket(Bucket=settings.S3_BUCKET)


def _worker() -> None:
    if _redis().get(HEARTBEAT_KEY) is None:
        raise RuntimeError(f"no heartbeat of a worker within {HEARTBEAT_MAX_AGE} s")


CHECKS: dict[str, Callable[[], object]] = {
    "database": _database,
    "redis": lambda: _redis().ping(),
    "storage": _storage,
    "worker": _worker,
}


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process serves."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if everything works, else 503 with what is missing."""
    checks = {name: _try(name, check) for name, check in CHECKS.items()}
    missing = [name for name, state in checks.items() if state != "ok"]
    body = {"status": "missing" if missing else "ok", "missing": missing, "checks": checks}
    return JsonResponse(body, status=503 if missing else 200)


def _try(name: str, check: Callable[[], object]) -> str:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - any error is an answer
        logger.warning("not ready: %s: %s", name, error)
        # The reason is only in the log: it may name hosts and users.
        return type(error).__name__
    return "ok"
