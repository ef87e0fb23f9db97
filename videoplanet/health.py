"""The probes: four questions that load balancers, containers and operators ask.

`/livez` and `/healthz` say that the process answers, `/readyz` that it can do its work, `/statusz`
how every part of the service does. What a process can do without does not make it unready: taking
all REST processes out of service helps nobody whose request needs no Redis.
"""

import ipaddress
import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from redis import RedisError

from videoplanet import heartbeats
from videoplanet.api.throttles import client_address
from videoplanet.celery import app
from videoplanet.db.ids import new_id
from videoplanet.storage import s3

logger = logging.getLogger(__name__)

type Check = Callable[[], object]

DOCTOR_HEADER = "X-VideoPlanet-Doctor"


class MissingError(Exception):
    """A part answers, but not as it must. The text is shown."""


def probe(view: Callable[[HttpRequest], JsonResponse]) -> Callable[[HttpRequest], JsonResponse]:
    """Serve GET and HEAD, with an answer that nobody keeps."""

    @require_safe
    @wraps(view)
    def serve(request: HttpRequest) -> JsonResponse:
        response = view(request)
        response["Cache-Control"] = "no-store"
        return response

    return serve


@probe
def livez(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process serves; it asks nobody, but the doctor who asks is told more."""
    if token := request.headers.get(DOCTOR_HEADER):
        _tell_doctor(request, token)
    return JsonResponse({"status": "ok"})


def _tell_doctor(request: HttpRequest, token: str) -> None:
    """Note how a request arrived, for the `manage.py doctor` that has sent it.

    Only who reaches Redis can have made the key and can read the note.
    """
    seen = {
        "forwarded": request.headers.get("X-Forwarded-For", ""),
        "client": client_address(request),
        "scheme": request.scheme,
    }
    with suppress(RedisError), heartbeats.redis() as client:
        client.set(doctor_key(token), json.dumps(seen), xx=True, keepttl=True)


def doctor_key(token: str) -> str:
    """Return the key in which the answer to a doctor's request is noted."""
    return f"videoplanet:doctor:{token[:64]}"


@probe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if this process can do its work, else 503 with what is `missing`.

    REST and sockets need the database, with this version's migrations, and nothing else: without
    Redis and the storage they serve most requests.
    """
    checks = {name: examine(name, check)["state"] for name, check in NEEDED.items()}
    missing = [name for name, state in checks.items() if state != "ok"]
    body = {"status": "missing" if missing else "ok", "missing": missing, "checks": checks}
    return JsonResponse(body, status=503 if missing else 200)


@probe
def statusz(request: HttpRequest) -> JsonResponse:
    """Answer with every part of the service, its state and milliseconds; 503 if one is down.

    For staff who are logged in to the admin, and for requests from inside the network; everybody
    else gets 404.
    """
    if not may_see_status(request):
        raise Http404
    with ThreadPoolExecutor(len(PARTS)) as pool:
        asked = {name: pool.submit(examine, name, check) for name, check in PARTS.items()}
        parts = {name: examine(name, check) for name, check in NEEDED.items()}
        parts |= {name: future.result() for name, future in asked.items()}
    missing = [name for name, part in parts.items() if part["state"] != "ok"]
    body = {
        "status": "missing" if missing else "ok",
        "missing": missing,
        "version": settings.VERSION,
        "commit": settings.COMMIT or None,
        "parts": parts,
    }
    return JsonResponse(body, status=503 if missing else 200)


def may_see_status(request: HttpRequest) -> bool:
    """Say whether the request comes from inside the network, past no gateway, or from staff."""
    if "X-Forwarded-For" not in request.headers:
        try:
            if ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_private:
                return True
        except ValueError:  # a Unix socket has no address
            return True
    return bool(request.user.is_active and getattr(request.user, "is_staff", False))


def examine(name: str, check: Check) -> dict[str, Any]:
    """Return a part's state, "ok" or why not, and the milliseconds."""
    began = time.perf_counter()
    try:
        check()
        state = "ok"
    except Exception as error:  # noqa: BLE001 - any error is an answer
        # The reason is only in the log: it may name hosts and users.
        state = str(error) if isinstance(error, MissingError) else type(error).__name__
        if name not in _down:  # probes come every few seconds
            logger.warning("%s: %s", name, error)
            _down.add(name)
    else:
        if name in _down:
            logger.warning("%s: ok again", name)
            _down.discard(name)
    return {"state": state, "ms": round((time.perf_counter() - began) * 1000, 1)}


_down: set[str] = set()
"""The parts whose failure is in the log."""


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@cache
def _newest_migrations() -> frozenset[tuple[str, str]]:
    """Return this version's last migration of each app; reading the files takes long."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _migrations() -> None:
    if missing := _newest_migrations() - set(MigrationRecorder(connection).applied_migrations()):
        raise MissingError(f"{len(missing)} apps have migrations that are not applied")


def _redis() -> None:
    with heartbeats.redis() as client:
        client.ping()


def _broker() -> None:
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=1)
        broker.default_channel  # noqa: B018 - asks Redis


def _storage() -> None:
    key = f"status/{new_id()}"
    s3.put(key, b"ok", content_type="text/plain")
    s3.delete(key)


def _heartbeat(key: str, who: str) -> Check:
    def check() -> None:
        if not heartbeats.alive(key):
            raise MissingError(f"{who} within {heartbeats.MAX_AGE} s")

    return check


NEEDED: dict[str, Check] = {"database": _database, "migrations": _migrations}
"""Without these a process can't serve."""
PARTS: dict[str, Check] = {
    "redis": _redis,
    "broker": _broker,
    "storage": _storage,
    "tasks": _heartbeat(heartbeats.TASKS, "no task was done"),
    "beat": _heartbeat(heartbeats.BEAT, "no heartbeat"),
} | {
    f"workers of {queue.name}": _heartbeat(
        heartbeats.queue_key(queue.name), "no worker's heartbeat"
    )
    for queue in settings.CELERY_TASK_QUEUES
}
"""All the others, none of which asks the database."""
