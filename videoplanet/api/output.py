"""Finished JSON on its way out: rows, cache and log hold one text for all readers.

Object keys become signed URLs, and what a guest may not see is taken out. Everything that is sent,
over REST and over sockets, passes through here.
"""

import re
from functools import lru_cache

from rest_framework.request import Request

from videoplanet.storage import media_urls

# The colon is as PostgreSQL writes json, and jsonb, and as orjson does. Quotes inside of a JSON
# string are escaped, so what is found can only be a real member.
_ADDRESS = re.compile(r'("email" ?: ?)"(?:[^"\\]|\\.)*"')


def is_guest(request: Request) -> bool:
    """Say whether the reader is none of the team: a guest, or nobody who has logged in."""
    return bool(getattr(request.user, "is_guest", True))


def finished(request: Request, text: str) -> str:
    """Return the text as the reader of `request` receives it."""
    text = media_urls.fill(text)
    return without_addresses(text) if is_guest(request) else text


def without_addresses(text: str) -> str:
    """Return the text with null for each `email`; guests' own are null anyway."""
    return _ADDRESS.sub(r"\1null", text)


@lru_cache(maxsize=2000)
def frame_for_guests(text: str) -> str:
    """Return the same of a frame, made once for all guests who are connected to this process."""
    return without_addresses(text)
