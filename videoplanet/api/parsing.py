"""Parsing of JSON bodies: of limited size, and strict (no NaN, no lone surrogates)."""

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser


class BodyTooLarge(APIException):
    """The request's body is over the limit (413)."""

    status_code = 413
    default_code = "too_large"
    default_detail = _("The body is larger than %(limit)s bytes.")

    def __init__(self, limit: int) -> None:
        super().__init__(self.default_detail % {"limit": limit})


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
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise BodyTooLarge(limit)
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(_("This is not JSON: %(reason)s") % {"reason": error}) from error
