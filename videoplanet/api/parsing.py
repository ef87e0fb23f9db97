"""Parsing of bodies: JSON of limited size and depth, and forms with one file of limited size.

JSON is read strictly: no NaN, no lone surrogates.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import wraps
from typing import IO, Any
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request


class BodyTooLarge(APIException):
    """The request's body is over the limit (413)."""

    status_code = 413
    default_code = "too_large"
    default_detail = _("The body is larger than %(limit)s bytes.")

    def __init__(self, limit: int) -> None:
        super().__init__(self.default_detail % {"limit": limit})


MAX_DEPTH = 64
"""Levels of nested lists and objects; a drawing has six."""


def parse_json(body: bytes, *, limit: int) -> Any:
    """Return the document. Raises ParseError (400), or BodyTooLarge (413) over `limit` bytes."""
    if len(body) > limit:
        raise BodyTooLarge(limit)
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ParseError(_("This is not JSON: %(reason)s") % {"reason": error}) from error
    if _is_deeper(document, MAX_DEPTH):
        raise ParseError(
            _("Lists and objects may be nested %(depth)d deep.") % {"depth": MAX_DEPTH}
        )
    return document


SHORT_BODY = 64 * 1024
"""Bytes of a body in which `id_in_body` looks."""


def id_in_body(request: Request, field: str) -> UUID | None:
    """Return the id that a short JSON body seems to have in `field`, before it is parsed.

    It is a guess: what is found may be inside a text or another object.
    """
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > SHORT_BODY:
        return None
    found = re.search(rb'"%b"\s*:\s*"([0-9a-fA-F-]{36})"' % field.encode(), request.body)
    with suppress(ValueError):
        return UUID(found[1].decode()) if found else None
    return None


def _is_deeper(document: Any, depth: int) -> bool:
    """Say whether lists and objects are nested deeper than `depth`."""
    level = [document]
    for _level in range(depth):
        level = [
            child
            for parent in level
            if isinstance(parent, list | dict)
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, list | dict)
        ]
    return bool(level)


def strict_body[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Let a view that is not REST framework's get no body that `parse_json` refuses."""

    @wraps(view)
    def serve(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        assert isinstance(request, HttpRequest)  # noqa: S101 - a view's first argument
        if request.method not in SAFE_METHODS and request.body:
            parse_json(request.body, limit=settings.JSON_BODY_MAX_BYTES)
        return view(*args, **kwargs)

    return serve


class JSONParser(BaseParser):
    """Parses `application/json` of at most `settings.JSON_BODY_MAX_BYTES` bytes.

    A view may allow more for one of its actions (`ViewSet.body_limits`).
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the document. Raises ParseError (400) or BodyTooLarge (413)."""
        view = (parser_context or {}).get("view")
        limits = getattr(view, "body_limits", {})
        limit = limits.get(getattr(view, "action", None), settings.JSON_BODY_MAX_BYTES)
        return parse_json(stream.read(limit + 1), limit=limit)


FORM_BYTES = 64 * 1024
"""Bytes of a form besides its file: boundaries and names."""


class FileFormParser(MultiPartParser):
    """Parses a form with one file of at most `ViewSet.file_limit`.

    A form whose declared length is far too large is refused before it fills the disk.
    """

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the form. Raises the error of the view's `file_limit`."""
        context = parser_context or {}
        limit = context["view"].file_limit
        length = context["request"].META.get("CONTENT_LENGTH") or 0
        if int(length) > limit.max_bytes + FORM_BYTES:
            raise limit.error()
        return super().parse(stream, media_type, parser_context)
