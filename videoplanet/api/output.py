"""Finished JSON on its way out: rows, the cache and the log hold one text for all readers.

Object keys become signed URLs, codes of failures become sentences, shapes that the reader does not
know become others, and what a guest may not see is taken out. Everything that is sent, over REST
and over sockets, passes through here.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import get_language
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from videoplanet.api.drawings import PARAMETER, asks_for_paths, without_paths
from videoplanet.api.languages import BEGUN, translated, with_deleted_name
from videoplanet.api.rendering import RawJSON, dumps
from videoplanet.storage import media_urls

# The colon is as PostgreSQL writes json, and jsonb, and as orjson does. Quotes inside a JSON
# string are escaped, so what is found can only be a real member.
_ADDRESS = re.compile(rb'("email" ?: ?)"(?:[^"\\]|\\.)*"')
FRAMES_KEPT = 4000


class Reader(NamedTuple):
    """What a text depends on when it is sent."""

    origin: str | None
    """Scheme and host of media URLs; None for those that the current request names."""
    language: str
    is_guest: bool
    paths: bool = False
    """Whether drawings may have the shape `path`."""


def reader_of(request: Request) -> Reader:
    """Return the reader of a request's answer; somebody who has not logged in reads as a guest."""
    is_guest = bool(getattr(request.user, "is_guest", True))
    paths = asks_for_paths(request.query_params.getlist(PARAMETER))
    return Reader(None, get_language() or "en", is_guest, paths)


def finished(text: bytes, reader: Reader, codes: Sequence[bytes] = BEGUN) -> bytes:
    """Return the text as the reader receives it. `codes` is how its coded members may begin."""
    text = translated(media_urls.fill(text, reader.origin), reader.language, codes)
    text = with_deleted_name(text, reader.language)
    if not reader.paths:
        text = without_paths(text)
    # Guests' own addresses are null anyway.
    return _ADDRESS.sub(rb"\1null", text) if reader.is_guest else text


def finished_frame(text: str, reader: Reader) -> str:
    """Return a frame as the reader receives it; it is made once for all equal readers."""
    return _finished_in(media_urls.signing_window(), text, reader)


@lru_cache(maxsize=FRAMES_KEPT)
def _finished_in(signing_window: int, text: str, reader: Reader) -> str:
    return finished(text.encode(), reader).decode()


class FinishedJSON(NamedTuple):
    """JSON as its reader receives it."""

    body: bytes
    """No bytes of a class of its own: Django would copy a long page for it."""


class JSONRenderer(BaseRenderer):
    """The API's only renderer."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """Return the bytes of the body; for None no bytes."""
        if data is None:
            return b""
        if isinstance(data, FinishedJSON):
            return data.body
        if isinstance(data, RawJSON):
            return finished(data, reader_of(renderer_context["request"]))
        return dumps(data)
