"""The base of every REST view."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, ClassVar, NamedTuple

from rest_framework import viewsets
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

ANYTHING = "*/*"


class Negotiation(DefaultContentNegotiation):
    """Chooses by `Accept` alone; `?format=` is an unknown parameter like any other."""

    settings: Any = SimpleNamespace(URL_FORMAT_OVERRIDE=None)

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        """Return the renderer and its type: for nearly all requests the first, without parsing."""
        first = renderers[0]
        if request.META.get("HTTP_ACCEPT", ANYTHING) in (ANYTHING, first.media_type):
            return first, first.media_type
        selected: tuple[Any, str] = super().select_renderer(request, renderers, format_suffix)
        return selected


class FileLimit(NamedTuple):
    """How large the file of a form may be."""

    max_bytes: int
    error: Callable[[], Exception]
    """Makes the error for a form that is far too large."""


class ViewSet(viewsets.ViewSet):
    """Views check access and shape, then call one action; `urls.py` maps methods to them."""

    tag: ClassVar[str]
    """Where the OpenAPI document lists its operations: a key of `schema_parts.TAGS`."""
    content_negotiation_class = Negotiation
    body_limits: ClassVar[Mapping[str, int]] = {}
    """The largest JSON body in bytes of actions that take more than `JSON_BODY_MAX_BYTES`."""
    file_limit: ClassVar[FileLimit]
    """Of the file in a form, for views with the `FileFormParser`."""

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        """Add the headers that every answer has."""
        finished: Response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in getattr(request, "rate_limit_headers", {}).items():
            finished[name] = value
        if request.method in ("GET", "HEAD"):
            finished.setdefault("Cache-Control", "private, no-cache")
        return finished
