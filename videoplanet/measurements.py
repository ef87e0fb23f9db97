"""What pages measure in browsers: web vitals, requests, live connections, errors.

Everybody may send it, signed in or not, since pages load slowly for strangers too. So it is only
counted: names come from a list, values are numbers, and nothing of it is stored or logged. Somebody
who makes numbers up falsifies them, at most as often as MEASUREMENT_RATE allows.
"""

from typing import Any

from django.conf import settings
from limits import parse
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from videoplanet.api.operations import operation
from videoplanet.api.serializers import NumberField, StrictSerializer, body
from videoplanet.api.throttles import WriteThrottle, client_network
from videoplanet.api.views import ViewSet
from videoplanet.instruments import (
    BROWSER_CONNECTIONS,
    BROWSER_ERRORS,
    BROWSER_SECONDS,
    BROWSER_SHIFTS,
)

SECONDS = ("ttfb", "fcp", "lcp", "inp", "load", "api", "feedback")
"""Web vitals, the load event, a request to the API, writing a feedback until it is sent."""
SHIFT = "cls"
ERRORS = ("script", "promise", "load")
"""An exception, a promise that nobody caught, a file of the page that did not come."""
CONNECTIONS = ("live", "lost", "ended")
NAMES = (
    *SECONDS,
    SHIFT,
    *(f"error.{kind}" for kind in ERRORS),
    *(f"connection.{status}" for status in CONNECTIONS),
)
SAMPLES_MAX = 100
VALUE_MAX = 3600
BODY_MAX_BYTES = 8 * 1024


class Sample(StrictSerializer):
    """One measurement: seconds, a layout shift, or how often something happened."""

    name = serializers.ChoiceField(choices=NAMES)
    value = NumberField(min_value=0, max_value=VALUE_MAX)


class Measurements(StrictSerializer):
    """What a page has measured since it last sent something."""

    samples = serializers.ListField(child=Sample(), min_length=1, max_length=SAMPLES_MAX)


class MeasurementThrottle(WriteThrottle):
    """Counts what one network sends."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request; leave the `RateLimit` headers for the answer."""
        limit = parse(settings.MEASUREMENT_RATE)
        return self.count(request, limit, f"measurements:{client_network(request)}")


class MeasurementViewSet(ViewSet):
    """Measurements of pages."""

    tag = "Measurements"
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (MeasurementThrottle,)
    body_limits = {"create": BODY_MAX_BYTES}  # noqa: RUF012 - as in the other views

    @operation("sendMeasurements", request=Measurements, responses={204: None}, headers=())
    def create(self, request: Request) -> Response:
        """Count what a page has measured. Only numbers are kept, of everybody together."""
        for sample in body(Measurements, request)["samples"]:
            _count(sample["name"], sample["value"])
        return Response(status=204)


def _count(name: str, value: float) -> None:
    group, _dot, what = name.partition(".")
    if name == SHIFT:
        BROWSER_SHIFTS.observe(value)
    elif group == "error":
        BROWSER_ERRORS.labels(what).inc(value)
    elif group == "connection":
        BROWSER_CONNECTIONS.labels(what).inc(value)
    else:
        BROWSER_SECONDS.labels(name).observe(value)
