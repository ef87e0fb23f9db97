"""What belongs to one request: its id, and the host that its media URLs name.

The id is in the answer, in a 500's document and in every line of the log.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

from videoplanet.db.ids import new_id
from videoplanet.logs import HEALTH
from videoplanet.storage import media_urls

# The ids that are accepted from a gateway; anything else could forge log lines.
ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}")

current_request_id: ContextVar[str] = ContextVar("request_id", default="-")


def _begin(request: HttpRequest) -> str:
    received = request.headers.get("X-Request-Id", "")
    request_id = received if ACCEPTED.fullmatch(received) else str(new_id())
    current_request_id.set(request_id)
    if HEALTH.fullmatch(request.path_info):
        # Who probes a process names its address, which is none of the service's names.
        request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost"
    media_urls.use_origin_of(request)
    return request_id


@sync_and_async_middleware
def request_context(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Take `X-Request-Id` from the gateway or make one, and answer with it; note the host."""
    if iscoroutinefunction(get_response):

        async def serve_async(request: HttpRequest) -> HttpResponse:
            id_of_request = _begin(request)
            answer: Awaitable[HttpResponse] = get_response(request)
            response = await answer
            response["X-Request-Id"] = id_of_request
            return response

        return serve_async

    def serve(request: HttpRequest) -> HttpResponse:
        id_of_request = _begin(request)
        response: HttpResponse = get_response(request)
        response["X-Request-Id"] = id_of_request
        return response

    return serve


class RequestIdFilter(logging.Filter):
    """Gives every log record the id of the request it belongs to, `-` outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add `request_id`; let every record pass."""
        record.request_id = current_request_id.get()
        return True
