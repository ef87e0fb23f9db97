"""Media URLs of our own: one signature for all of a project's pictures, valid for about an hour.

Rows, log and cache hold object keys (`avatars/…`, `projects/<id>/…`). On output a key becomes
`{PUBLIC_URL}/media/<expires>/<signature>/<key>`. The signature covers the key's scope, not each
picture, so a list of 200 costs one; it stands in the path, so that a file beside another can be
named relatively. Following the URL needs no query: it redirects to the private object in S3.
"""

import hashlib
import hmac
import time
from base64 import urlsafe_b64encode
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from videoplanet.api import storage

HOUR = 3600
AVATARS = "avatars"


def signing_hour() -> int:
    """Return the number of the current hour since 1970: with it, what was signed changes."""
    return int(time.time()) // HOUR


def _expiry(hour: int) -> int:
    """Return the end of the next full hour: at least one hour, at most two."""
    return (hour + 2) * HOUR


@lru_cache(maxsize=10_000)
def _signature(scope: str, expires: int) -> str:
    message = f"{scope}|{expires}".encode()
    mac = hmac.new(settings.MEDIA_SIGNING_KEY.encode(), message, hashlib.sha256)
    return urlsafe_b64encode(mac.digest()[:18]).decode()


def _base(scope: str) -> str:
    expires = _expiry(signing_hour())
    return f"{settings.PUBLIC_URL}/media/{expires}/{_signature(scope, expires)}/"


def _scope(key: str) -> str:
    """Return what one signature covers: `projects/<id>` or `avatars`."""
    first, _, rest = key.partition("/")
    return first if first == AVATARS else f"{first}/{rest.partition('/')[0]}"


def url(key: str | None) -> str | None:
    """Return the signed URL of an object; None for none."""
    return None if not key else _base(_scope(key)) + key


def fill(text: str) -> str:
    """Turn the object keys in finished JSON into signed URLs.

    Quotes inside of a JSON string are escaped, so the searched text can only be a real member.
    """
    base = _base(AVATARS)
    for colon in (" : ", ": "):  # as PostgreSQL writes json, and jsonb (the log keeps that)
        member = f'"avatar_url"{colon}"'
        text = text.replace(f"{member}{AVATARS}/", f"{member}{base}{AVATARS}/")
    return text


@require_safe
def serve(request: HttpRequest, expires: int, signature: str, key: str) -> HttpResponse:
    """Redirect to the object if the signature holds; 404 otherwise, whatever the reason."""
    # As bytes: text beyond ASCII can't be compared in constant time.
    good = hmac.compare_digest(_signature(_scope(key), expires).encode(), signature.encode())
    left = expires - int(time.time())
    if not good or left <= 0:
        raise Http404
    response = HttpResponseRedirect(storage.download_url(key, expires_in=left))
    response["Cache-Control"] = f"private, max-age={min(left, HOUR)}"
    return response
