"""Media URLs: one signature for all pictures of a project, valid for 15 to 30 minutes.

Rows, the log and the cache hold object keys (`avatars/…`, `projects/<id>/…`, and
`screenshots/<id>/…` until a feedback takes the picture). On output a key becomes
`<origin>/media/<expires>/<signature>/<key>`. The signature covers the key's scope, not each
picture, so a list of 200 needs only one. It is part of the path, so that the cues of a WebVTT file
can name the picture beside it relatively. `videoplanet/storage/views.py` serves these URLs.

The origin is the host that the request named, if it is allowed, and `PUBLIC_URL` outside of
requests (tasks, mails).
"""

import hashlib
import hmac
import re
import time
from base64 import urlsafe_b64encode
from contextvars import ContextVar
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

WINDOW = 15 * 60
"""Seconds for which equal keys get equal URLs. They end with the next window, so that somebody
who is removed from a project loses its pictures within two windows."""
AVATARS = "avatars"
PROJECTS = "projects"
SCREENSHOTS = "screenshots"
"""Uploads that no feedback has yet. Their URL is given out before the picture is there."""

_ID = "[0-9a-f-]{36}"
_PICTURE = re.compile(
    rf"{AVATARS}/{_ID}/{_ID}\.webp"
    rf"|{SCREENSHOTS}/{_ID}/picture\.webp"
    rf"|{PROJECTS}/{_ID}/videos/{_ID}/"
    rf"(?:poster\.webp|sprite\.jpg|sprite\.vtt|peaks\.json"
    rf"|feedbacks/{_ID}/(?:screenshot|annotated-[0-9a-f]{{16}})\.webp)"
)

FIELDS = ("avatar", "screenshot", "annotated", "poster", "sprite_vtt", "peaks")
"""Each `<name>_url` of a resource's JSON is an object key, or null, until it is sent."""

# The pattern begins with a rare text, which makes the search quick; names are checked by looking
# back. Around the colon PostgreSQL writes spaces (json and jsonb differ), orjson none.
_NAMES = "|".join(f'(?<="{name}_url")' for name in FIELDS)
_MEMBER = re.compile(
    rf'url"(?:(?:{_NAMES})( ?: ?)"({AVATARS}|{PROJECTS}/{_ID})/'
    rf'|(?<="url")( ?: ?)"({SCREENSHOTS}/{_ID})/)'.encode()
)

_origin: ContextVar[str | None] = ContextVar("media_origin", default=None)


def origin_of(request: HttpRequest) -> str:
    """Return scheme and host as the request names them; `PUBLIC_URL` if the host isn't allowed."""
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return str(settings.PUBLIC_URL)


def use_origin_of(request: HttpRequest) -> None:
    """Have the media URLs of this request's response name the request's own host."""
    _origin.set(origin_of(request))


def current_origin() -> str:
    """Return the origin that media URLs name now."""
    return _origin.get() or settings.PUBLIC_URL


def signing_window() -> int:
    """Return the number of the current window since 1970: with it, all media URLs change."""
    return int(time.time()) // WINDOW


@lru_cache(maxsize=10_000)
def _signature(scope: str, expires: int, old_key: str = "") -> str:
    message = f"{scope}|{expires}".encode()
    mac = hmac.new((old_key or settings.MEDIA_SIGNING_KEY).encode(), message, hashlib.sha256)
    return urlsafe_b64encode(mac.digest()[:18]).decode()


def _base(scope: str, origin: str | None) -> str:
    expires = (signing_window() + 2) * WINDOW
    origin = origin or current_origin()
    return f"{origin}/media/{expires}/{_signature(scope, expires)}/"


def _scope(key: str) -> str:
    """Return what one signature covers: `projects/<id>`, `screenshots/<id>` or `avatars`."""
    first, _, rest = key.partition("/")
    return first if first == AVATARS else f"{first}/{rest.partition('/')[0]}"


def is_picture(key: str) -> bool:
    """Say whether a media URL may name this object.

    Only what we made ourselves, under its exact name: no original, no rendition, and nothing that
    a storage might resolve to another object (`..`, `.`, empty segments, control characters).
    """
    return _PICTURE.fullmatch(key) is not None


def is_signed(key: str, *, expires: int, signature: str) -> bool:
    """Say whether the signature of a media URL is ours. It may have expired."""
    # As bytes: text beyond ASCII can't be compared in constant time.
    return any(
        hmac.compare_digest(_signature(_scope(key), expires, old).encode(), signature.encode())
        for old in ("", *settings.MEDIA_SIGNING_KEY_FALLBACKS)
    )


def url(key: str | None) -> str | None:
    """Return the signed URL of an object; None for none."""
    return None if not key else _base(_scope(key), None) + key


def fill(text: bytes, origin: str | None = None) -> bytes:
    """Turn the object keys in finished JSON into signed URLs (a list of 200: 0.2 ms).

    Quotes inside a JSON string are escaped, so only a real member can match. The URLs name
    `origin`, or what the current request named.
    """
    bases: dict[bytes, bytes] = {}

    def signed(match: re.Match[bytes]) -> bytes:
        colon, scope, upload_colon, upload_scope = match.groups()
        scope = scope or upload_scope
        if scope not in bases:
            bases[scope] = _base(scope.decode(), origin).encode()
        return b'url"%b"%b%b/' % (colon or upload_colon, bases[scope], scope)

    return _MEMBER.sub(signed, text)


def key_of(url: str) -> str | None:
    """Return the object key that a media URL of ours names, expired or not; None for others."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host, _port = split_domain_port(parts.netloc)
    ours = url.startswith(f"{settings.PUBLIC_URL}/") or validate_host(host, settings.ALLOWED_HOSTS)
    path = parts.path.split("/", 4)
    if not ours or len(path) != 5 or path[1] != "media" or not is_picture(path[4]):
        return None
    return path[4]
