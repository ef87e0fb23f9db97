"""`/media/…`: the pictures behind media URLs, read from the storage and passed on.

A redirect to the storage would cost less, but browsers send `Origin: null` after a redirect to
another origin: WebVTT and pictures that a page of the front end loads with CORS would be blocked.
"""

import time
from typing import ClassVar

from botocore.exceptions import ClientError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from videoplanet.api.errors import ProblemError, Text
from videoplanet.storage import s3
from videoplanet.storage.media_urls import is_picture, is_signed

CONTENT_TYPES = {
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "vtt": "text/vtt; charset=utf-8",
    "json": "application/json",
}


class MediaURLExpired(ProblemError):
    """The URL was good once (410)."""

    status: ClassVar[int] = 410
    code: ClassVar[str] = "expired"
    detail: Text = _("This URL has expired. Read the resource again for a new one.")


@require_safe
def serve_media(request: HttpRequest, expires: int, signature: str, key: str) -> HttpResponse:
    """Answer with the picture, or with a part of it (`Range`); 304 if the client has it.

    404 if it does not exist or is not a known picture, or if the signature is wrong. Raises
    MediaURLExpired. No query: the signature is the permission.
    """
    if not is_picture(key) or not is_signed(key, expires=expires, signature=signature):
        raise Http404
    if expires <= time.time():
        raise MediaURLExpired
    response = _read(request, key)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private"
    # A point in time, not a max-age: the gateway hands out what it cached minutes ago.
    response["Expires"] = http_date(expires)
    # How long the gateway may keep it (deploy/nginx.conf); it does not pass this header on.
    response["X-Accel-Expires"] = f"@{expires}"
    return response


def _read(request: HttpRequest, key: str) -> HttpResponse:
    conditions = {
        name: request.headers[header]
        for name, header in (("Range", "Range"), ("IfNoneMatch", "If-None-Match"))
        if header in request.headers
    }
    try:
        stored = s3.read(key, **conditions)
    except ClientError as error:
        match error.response["ResponseMetadata"].get("HTTPStatusCode"):
            case 404:
                raise Http404 from None
            case 304:
                headers = error.response["ResponseMetadata"]["HTTPHeaders"]
                return HttpResponse(status=304, headers={"ETag": headers["etag"]})
            case 416:
                return HttpResponse(status=416)
            case _:
                raise
    # The whole body, not a stream: these files are small, and a slow client would hold a thread.
    response = HttpResponse(stored.body, content_type=CONTENT_TYPES[key.rpartition(".")[2]])
    response["ETag"] = stored.etag
    if stored.content_range:
        response.status_code = 206
        response["Content-Range"] = stored.content_range
    return response
