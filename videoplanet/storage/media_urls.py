"""Media URLs of our own: one signature for all of a project's pictures, valid for about an hour.

Rows, log and cache hold object keys (`avatars/…`, `projects/<id>/…`, and `screenshots/<id>/…` until
a feedback takes one). On output a key becomes
`{PUBLIC_URL}/media/<expires>/<signature>/<key>`. The signature covers the key's scope, not each
picture, so a list of 200 costs one; it stands in the path, so that a file beside another can be
named relatively. Following the URL needs no query: it redirects to the private object in S3.
"""

import hashlib
import hmac
import re
import time
from base64 import urlsafe_b64encode
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from videoplanet.storage import s3

HOUR = 3600
AVATARS = "avatars"
PROJECTS = "projects"
SCREENSHOTS = "screenshots"
"""What has no project yet. Its URL is given out before the object is there."""

FIELDS = ("avatar", "screenshot", "annotated", "poster", "sprite_vtt", "peaks")
"""Each `<name>_url` of a resource's JSON is an object key, or null, until it is sent."""

# It begins with what is rare, which is what makes it quick; the names are matched from their ends.
# The colon is as PostgreSQL writes json, and jsonb (the log keeps that).
_NAMES = "|".join(f'(?<="{name}_url")' for name in FIELDS)
_MEMBER = re.compile(rf'_url"(?:{_NAMES})( ?: )"({AVATARS}|{PROJECTS}/[0-9a-f-]{{36}})/')


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
    """Return what one signature covers: `projects/<id>`, `screenshots/<id>` or `avatars`."""
    first, _, rest = key.partition("/")
    return first if first == AVATARS else f"{first}/{rest.partition('/')[0]}"


def url(key: str | None) -> str | None:
    """Return the signed URL of an object; None for none."""
    return None if not key else _base(_scope(key)) + key


def fill(text: str) -> str:
    """Turn the object keys in finished JSON into signed URLs (a list of 200: 0.3 ms).

    Quotes inside of a JSON string are escaped, so what is found can only be a real member.
    """

    def signed(found: re.Match[str]) -> str:
        colon, scope = found.groups()
        return f'_url"{colon}"{_base(scope)}{scope}/'

    return _MEMBER.sub(signed, text)


def key_of(url: str) -> str | None:
    """Return the object key that a media URL of ours names, signed or run out; None for others."""
    _base, found, rest = url.partition(f"{settings.PUBLIC_URL}/media/")
    parts = rest.split("/", 2)
    return parts[2] if found and not _base and len(parts) == 3 else None


@require_safe
def serve(request: HttpRequest, expires: int, signature: str, key: str) -> HttpResponse:
    """Redirect to the object if the signature holds; 404 otherwise, whatever the reason."""
    # As bytes: text beyond ASCII can't be compared in constant time.
    good = hmac.compare_digest(_signature(_scope(key), expires).encode(), signature.encode())
    left = expires - int(time.time())
    if not good or left <= 0:
        raise Http404
    if key.startswith(f"{SCREENSHOTS}/") and not s3.exists(key):
        raise Http404
    response = HttpResponseRedirect(s3.download_url(key, expires_in=left))
    response["Cache-Control"] = f"private, max-age={min(left, HOUR)}"
    return response
