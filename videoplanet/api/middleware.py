"""What belongs to one request: its id, the host that its media URLs name, and its line in the log.

The id is in the answer, in a 500's document and in every line of the log.
"""

import logging
import re
import time
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any, NamedTuple

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware
from django.utils.functional import LazyObject, SimpleLazyObject, empty
from opentelemetry.trace import SpanKind

from videoplanet.db.ids import new_id
from videoplanet.db.statements import Statements, count_statements
from videoplanet.instruments import REQUESTS, STATEMENT_SECONDS, STATEMENTS
from videoplanet.logs import HEALTH, current_request_id
from videoplanet.storage import media_urls
from videoplanet.tracing import Work

access = logging.getLogger("videoplanet.access")

# The ids that are accepted from a gateway; anything else could forge log lines.
ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Others are what somebody makes up, so they share one name in the metrics."""
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


class Begun(NamedTuple):
    """A request that is being answered."""

    id: str
    at: float
    statements: Statements
    work: Work | None
    """Its span; a probe has none."""


def _begin(request: HttpRequest) -> Begun:
    received = request.headers.get("X-Request-Id", "")
    request_id = received if ACCEPTED.fullmatch(received) else str(new_id())
    current_request_id.set(request_id)
    is_probe = HEALTH.fullmatch(request.path_info) is not None
    if is_probe:
        # Who probes a process names its address, which is none of the service's names.
        request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost"
    media_urls.use_origin_of(request)
    work = None if is_probe else Work("request", SpanKind.SERVER)
    return Begun(request_id, time.perf_counter(), count_statements(), work)


def _end(request: HttpRequest, response: HttpResponse, begun: Begun) -> None:
    response["X-Request-Id"] = begun.id
    took = time.perf_counter() - begun.at
    if begun.work is None:
        return
    status, statements = response.status_code, begun.statements
    route = route_of(request, status)
    begun.work.end(
        f"{request.method} {route}",
        failed=status >= 500,
        **{"http.route": route, "http.response.status_code": status},
        **{"sql.statements": statements.count, "sql.seconds": statements.seconds},
    )
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(method, route, status).observe(took)
    if statements.count:
        STATEMENTS.labels(route).inc(statements.count)
        STATEMENT_SECONDS.labels(route).inc(statements.seconds)
    if access.isEnabledFor(logging.INFO):
        _log(request, route, status, took, statements)


def _log(
    request: HttpRequest, route: str, status: int, took: float, statements: Statements
) -> None:
    user = _user_id(request)
    ms, sql_ms = round(took * 1000, 1), round(statements.seconds * 1000, 1)
    access.info(
        "%s %s %d %s ms, user %s, %d statements in %s ms",
        request.method,
        route,
        status,
        ms,
        user or "-",
        statements.count,
        sql_ms,
        extra={
            "method": request.method,
            "route": route,
            "status": status,
            "ms": ms,
            "user": user,
            "sql": statements.count,
            "sql_ms": sql_ms,
        },
    )


def route_of(request: HttpRequest, status: int) -> str:
    """Return the route that answered, as the OpenAPI document writes it: without ids or secrets."""
    if match := request.resolver_match:
        return _template(match.route)
    if request.method == "OPTIONS":
        return "(preflight)"
    return "(none)" if status >= 400 else "(page)"


@lru_cache(maxsize=1000)
def _template(route: str) -> str:
    return f"/{PARAMETER.sub(r'{\1}', route)}"


def _user_id(request: HttpRequest) -> str | None:
    """Return who was found to be asking; a session that nobody needed is not read for it."""
    user: Any = request.__dict__.get("user")
    if isinstance(user, LazyObject) and user._wrapped is empty:  # noqa: SLF001 - no other way
        return None
    pk = getattr(user, "pk", None)
    return None if pk is None else str(pk)


@sync_and_async_middleware
def request_context(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Take `X-Request-Id` from the gateway or make one, and answer with it; note the host."""
    if iscoroutinefunction(get_response):

        async def serve_async(request: HttpRequest) -> HttpResponse:
            begun = _begin(request)
            answer: Awaitable[HttpResponse] = get_response(request)
            response = await answer
            _end(request, response, begun)
            return response

        return serve_async

    def serve(request: HttpRequest) -> HttpResponse:
        begun = _begin(request)
        response: HttpResponse = get_response(request)
        _end(request, response, begun)
        return response

    return serve


class LazyMessages(MessageMiddleware):
    """Django's messages, which only the admin has; no other request makes a store for them."""

    def process_request(self, request: HttpRequest) -> None:
        """Make the store when somebody asks for it."""
        request._messages = SimpleLazyObject(lambda: default_storage(request))  # type: ignore[attr-defined] # noqa: SLF001 - Django's name for it

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save what has changed in the store, if it was made."""
        store = getattr(request, "_messages", None)
        if isinstance(store, LazyObject) and store._wrapped is empty:  # noqa: SLF001 - no other way
            return response
        return super().process_response(request, response)
