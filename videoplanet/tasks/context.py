"""What surrounds each task: the request that it belongs to, and what is counted of it.

The request's id and its trace go with the message, so that the task's lines in the log have the
id. A task that beat or a sweep enqueued has no request; its lines, and those of the tasks that it
enqueues, have its own id.
"""

import time
from typing import Any

from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun
from django.conf import settings
from django.utils.log import configure_logging
from opentelemetry.trace import SpanKind

from videoplanet.db.statements import count_statements
from videoplanet.instruments import STATEMENT_SECONDS, STATEMENTS, SWEPT, TASK_WAITS, TASKS
from videoplanet.logs import current_request_id
from videoplanet.tracing import TRACEPARENT, Work, traceparent

REQUEST_ID, DUE_AT = "request_id", "due_at"
"""Headers of a task's message; the second is when it may begin, in seconds since 1970."""


@setup_logging.connect
def log_as_servers_do(**kwargs: Any) -> None:
    """Have a worker and beat log in the service's form; with a receiver Celery sets up nothing."""
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)


@before_task_publish.connect
def hand_on(headers: dict[str, Any], **kwargs: Any) -> None:
    """Write the request's id and the time into the task's message."""
    headers[DUE_AT] = time.time() if headers.get("eta") is None else None
    request_id = current_request_id.get()
    if request_id != "-":
        headers[REQUEST_ID] = request_id
    if span := traceparent():
        headers[TRACEPARENT] = span


@task_prerun.connect
def begin(task_id: str, task: Any, **kwargs: Any) -> None:
    """Work for the request that the message names, else under the task's own id."""
    request = task.request
    current_request_id.set(request.get(REQUEST_ID) or task_id)
    request.work = Work(task.name, SpanKind.CONSUMER, request.get(TRACEPARENT))
    request.began_at, request.statements = time.perf_counter(), count_statements()
    if due_at := request.get(DUE_AT):
        queue = (request.delivery_info or {}).get("routing_key") or "-"
        TASK_WAITS.labels(queue).observe(max(0.0, time.time() - due_at))


@task_postrun.connect
def end(task: Any, state: str, retval: Any, **kwargs: Any) -> None:
    """Count the task, and work for nobody until the next one."""
    request, name = task.request, task.name
    TASKS.labels(name, state).observe(time.perf_counter() - request.began_at)
    if request.statements.count:
        STATEMENTS.labels(name).inc(request.statements.count)
        STATEMENT_SECONDS.labels(name).inc(request.statements.seconds)
    # What a sweep returns is how much it has dealt with.
    if name in _PERIODIC and state == "SUCCESS" and isinstance(retval, int):
        SWEPT.labels(name).inc(retval)
    request.work.end(
        name,
        failed=state == "FAILURE",
        **{"sql.statements": request.statements.count, "sql.seconds": request.statements.seconds},
    )
    current_request_id.set("-")


_PERIODIC = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
