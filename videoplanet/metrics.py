"""`/metrics`, for Prometheus: at a server's own address, elsewhere on a port of its own.

A server answers inside the network only, past no gateway (`videoplanet.health.may_see_status`): a
port of its own in each worker would show the numbers of one worker, and the workers of one server
would want the same port. Workers and beat listen to nothing else, so METRICS_PORT is theirs alone.
"""

import os
from contextlib import suppress
from typing import Any

from celery.signals import beat_init, worker_process_shutdown, worker_ready
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    generate_latest,
    start_http_server,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from videoplanet.health import may_see_status
from videoplanet.instruments import FOLDER
from videoplanet.state_metrics import StateCollector


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with what the workers of this server have counted."""
    if not may_see_status(request):
        raise Http404
    return HttpResponse(
        generate_latest(registry()),
        content_type=CONTENT_TYPE_LATEST,
        headers={"Cache-Control": "no-store"},
    )


def registry(*more: Collector) -> CollectorRegistry:
    """Return what reads the files of this process and of those that it shares them with."""
    _forget_the_dead()
    found = CollectorRegistry()
    MultiProcessCollector(found, path=str(FOLDER))  # type: ignore[no-untyped-call]
    for collector in more:
        found.register(collector)
    return found


def _forget_the_dead() -> None:
    """Remove what a process that was killed said of itself, such as its open sockets."""
    for file in FOLDER.glob("gauge_live*.db"):
        pid = file.stem.rpartition("_")[2]
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            with suppress(FileNotFoundError):  # another scrape was first
                mark_process_dead(int(pid), str(FOLDER))  # type: ignore[no-untyped-call]
        except (ValueError, PermissionError):
            continue


def _listen(*more: Collector) -> None:
    """Tell the metrics on METRICS_PORT, if it is set, from a thread of this process."""
    if settings.METRICS_PORT:
        start_http_server(settings.METRICS_PORT, settings.METRICS_HOST, registry(*more))


@worker_ready.connect
def listen_in_worker(**kwargs: Any) -> None:
    """Begin when the worker's children exist: they would keep the port open after its end."""
    _listen()


@beat_init.connect
def listen_in_beat(**kwargs: Any) -> None:
    """Tell, in the one process of which there is exactly one, also what all of them share."""
    _listen(StateCollector())


@worker_process_shutdown.connect
def forget_child(pid: int, **kwargs: Any) -> None:
    """Forget what a worker's child said of itself."""
    mark_process_dead(pid, str(FOLDER))  # type: ignore[no-untyped-call]
