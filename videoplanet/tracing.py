"""What led to what: a request, the tasks that it enqueued, and its events in other processes.

The request's id goes along always, for the log. If OTEL_EXPORTER_OTLP_ENDPOINT is set, so does the
context of a trace, and spans are exported; the other OTEL_ variables are those of OpenTelemetry.
There is no span for a statement: a span says how many there were, and how long they took.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.conf import settings
from opentelemetry import context, propagate, trace
from opentelemetry.trace import Span, SpanKind, StatusCode

from videoplanet.logs import current_request_id
from videoplanet.version import release

ENABLED = bool(settings.OTEL_EXPORTER_OTLP_ENDPOINT)
TRACEPARENT = "traceparent"
"""W3C Trace Context's name for the ids of a trace and of a span in it."""


class Work:
    """A span that is current until `end`; without a receiver of traces it does nothing."""

    __slots__ = ("_span", "_token")

    def __init__(self, name: str, kind: SpanKind, parent: str | None = None) -> None:
        """Begin, as a part of what `parent` (a traceparent) names, else of nothing."""
        self._span: Span | None = None
        if ENABLED:
            above = propagate.extract({TRACEPARENT: parent} if parent else {}, context.Context())
            self._span = _tracer().start_span(name, above, kind)
            self._token = context.attach(trace.set_span_in_context(self._span))

    def end(self, name: str, *, failed: bool, **attributes: Any) -> None:
        """End, under the name that is known by now."""
        if self._span is None:
            return
        self._span.update_name(name)
        self._span.set_attributes({"request.id": current_request_id.get(), **attributes})
        if failed:
            self._span.set_status(StatusCode.ERROR)
        self._span.end()
        context.detach(self._token)


@cache
def _tracer() -> trace.Tracer:
    """Return the tracer, made where it is first used: an exporter's thread is lost in a fork."""
    # Imported only where they are used: they take memory and time.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    name = os.environ.get("OTEL_SERVICE_NAME") or "videoplanet"
    about = {"service.name": name, "service.version": release()}
    provider = TracerProvider(resource=Resource.create(about))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider.get_tracer("videoplanet")


def traceparent() -> str | None:
    """Return the current span, for what follows from it elsewhere."""
    if not ENABLED:
        return None
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier.get(TRACEPARENT)


def origin() -> str:
    """Return the request's id and the current span, as an event takes them along."""
    span = traceparent()
    return f"{current_request_id.get()}:{span}" if span else current_request_id.get()


@contextmanager
def continuing(origin: str, name: str, **attributes: Any) -> Iterator[None]:
    """Work on in another process for what an `origin` names."""
    request_id, _colon, span = origin.partition(":")
    before = current_request_id.set(request_id or "-")
    work = Work(name, SpanKind.CONSUMER, span or None)
    try:
        yield
    finally:
        work.end(name, failed=False, **attributes)
        current_request_id.reset(before)
