"""The S3 engine: nanio on a folder, with what browsers and presigned downloads need in addition.

nanio checks SigV4 signatures, but knows no CORS rules (devstack/s3_cors.py), ignores
`If-None-Match` and the `response-…` parameters of a presigned GET, takes only ranges that lie
within the object, joins parts of any size, and mistakes a PUT of an object's tags for one of the
object. This module adds what is missing around it, so that the product meets here what it meets at
S3, and leaves signatures to it.

Run as `python -m devstack.s3 --port 9000 --folder var/s3`, keys in the environment variables
S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl

import uvicorn
from nanio.app import build_app
from nanio.auth.credentials import StaticCredentialResolver
from nanio.config import Settings
from nanio.errors import (
    EntityTooSmall,
    NotImplemented_,
    S3Error,
)
from nanio.handlers import object as object_handlers
from nanio.handlers._body import read_bounded_body
from nanio.handlers.multipart import _parse_complete_body
from nanio.storage.multipart import MultipartManager
from nanio.xml import complete_multipart_upload_xml
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from devstack.engines import HEALTH_PATH
from devstack.s3_cors import Cors, answer_cors
from devstack.service import HOST

_OVERRIDES = (
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-type",
    "expires",
)
# What S3 stores about an object or a bucket and nanio does not.
_UNKNOWN_SUBRESOURCES = {"acl", "encryption", "legal-hold", "lifecycle", "notification", "policy"}
_UNKNOWN_SUBRESOURCES |= {"publicAccessBlock", "retention", "tagging", "versioning", "versions"}
_completing = asyncio.Lock()
MIN_PART_BYTES = 5 * 1024 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class InvalidRangeError(S3Error):  # type: ignore[misc]
    """The answer of S3 to a range that begins after the object's end."""

    code = "InvalidRange"
    message = "The requested range is not satisfiable"
    http_status = 416


def build(*, folder: Path, access_key: str, secret_key: str) -> ASGIApp:
    """Make the ASGI app; objects live in `folder`/<bucket>/<key>."""
    nanio = build_app(
        Settings(
            data_dir=folder.resolve(),
            credentials=StaticCredentialResolver({access_key: secret_key}),
        )
    )
    # Last in the list is innermost: these run only for requests whose signature was good.
    nanio.user_middleware += [
        Middleware(KnownOperations),
        Middleware(ResponseOverrides),
        Middleware(Conditions),
    ]
    # Its dispatcher looks the name up for each request; there is no way in from outside.
    object_handlers.complete_multipart_upload = complete_multipart_upload
    return Health(Cors(nanio, folder.resolve()))


class Health:
    """Answers HEALTH_PATH without a signature."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request (ASGI)."""
        ours = scope["type"] == "http" and scope["path"] == HEALTH_PATH
        app = PlainTextResponse("ok\n") if ours else self.app
        await app(scope, receive, send)


async def complete_multipart_upload(request: Request, bucket: str, key: str) -> Response:
    """Nanio's handler with two differences.

    Parts under 5 MiB, but for the last, are refused as by S3; and joining the parts, 5 s for a
    GiB, happens in a thread, one upload at a time, while other requests go on.
    """
    upload_id = request.query_params["uploadId"]
    manager = MultipartManager(request.app.state.settings.data_dir)
    parts = _parse_complete_body(await read_bounded_body(request))
    async with _completing:
        sizes = {part.part_number: part.size for part in manager.list_parts(upload_id)}
        if any(sizes.get(number, MIN_PART_BYTES) < MIN_PART_BYTES for number, _ in parts[:-1]):
            raise EntityTooSmall
        info = await asyncio.to_thread(manager.complete, upload_id, parts)
    location = f"{request.base_url}{bucket}/{key}"
    content = complete_multipart_upload_xml(
        bucket=bucket, key=key, etag=info.etag, location=location
    )
    return Response(content, media_type="application/xml")


class KnownOperations:
    """501 for what nanio would mistake for another operation, such as PUT ?tagging for a PUT."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request (ASGI)."""
        app = self.app
        if scope["type"] == "http":
            names = {name for name, _ in parse_qsl(_query(scope), keep_blank_values=True)}
            if names & _UNKNOWN_SUBRESOURCES:
                error = NotImplemented_()
                app = Response(error.to_xml(), error.http_status, media_type="application/xml")
            elif "cors" in names:
                folder = scope["app"].state.settings.data_dir
                app = await answer_cors(Request(scope, receive), folder)
        # The client broke its upload off: nobody waits for an answer, and nothing was stored.
        with suppress(ClientDisconnect):
            await app(scope, receive, send)


class ResponseOverrides:
    """`?response-content-disposition=…` and the like replace headers of a successful GET."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request (ASGI)."""
        wanted = _overrides(scope) if scope["type"] == "http" else {}

        async def send_replaced(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 206):
                MutableHeaders(scope=message).update(wanted)
            await send(message)

        await self.app(scope, receive, send_replaced if wanted else send)


def _query(scope: Scope) -> str:
    return str(scope["query_string"], "latin-1")


def _overrides(scope: Scope) -> dict[str, str]:
    if scope["method"] not in ("GET", "HEAD"):
        return {}
    # As in nanio's signature check the last of several equal names counts.
    query = dict(parse_qsl(_query(scope)))
    overrides = {name: query.get(f"response-{name}", "") for name in _OVERRIDES}
    return {
        name: value
        for name, value in overrides.items()
        if value.isascii() and value.isprintable() and value
    }


class Conditions:
    """Adds `If-None-Match`, and gives `Range` the meaning that it has for RFC 9110 and S3.

    A range that ends after the object's end is cut, `bytes=-500` are the last 500 bytes, one
    that begins after the end is a 416, and one that can't be read is ignored.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request (ASGI)."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        known, value = headers.get("if-none-match"), headers.get("range")
        if (known or value) is None or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        try:
            bucket, _, key = scope["path"].removeprefix("/").partition("/")
            stored = scope["app"].state.storage.head_object(bucket, key)
        except S3Error:  # the handler says the same again
            await self.app(scope, receive, send)
            return
        etag, size = f'"{stored.etag.strip(chr(34))}"', stored.size
        if known == "*" or etag in _etags(known or ""):
            await Response(status_code=304, headers={"etag": etag})(scope, receive, send)
            return
        await self._send_part(scope, receive, send, _bounds(value or "", size), size)

    async def _send_part(
        self, scope: Scope, receive: Receive, send: Send, bounds: tuple[int, int] | None, size: int
    ) -> None:
        if bounds is not None and bounds[0] > bounds[1]:
            await _unsatisfiable(size)(scope, receive, send)
            return
        passed_on = [pair for pair in scope["headers"] if pair[0] != b"range"]
        if bounds is not None:
            passed_on.append((b"range", b"bytes=%d-%d" % bounds))
        await self.app({**scope, "headers": passed_on}, receive, send)


def _etags(value: str) -> list[str]:
    return [etag.strip().removeprefix("W/") for etag in value.split(",")]


def _bounds(value: str, size: int) -> tuple[int, int] | None:
    """First and last byte (inclusive), None to ignore; first > last can't be satisfied."""
    match = _RANGE.fullmatch(value.strip())
    if match is None or match[0] == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def _unsatisfiable(size: int) -> Response:
    return Response(
        InvalidRangeError().to_xml(),
        status_code=InvalidRangeError.http_status,
        media_type="application/xml",
        headers={"content-range": f"bytes */{size}"},
    )


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    arguments = parser.parse_args()
    app = build(
        folder=arguments.folder,
        access_key=os.environ["S3_ACCESS_KEY_ID"],
        secret_key=os.environ["S3_SECRET_ACCESS_KEY"],
    )
    uvicorn.run(
        app,
        host=HOST,
        port=arguments.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    main()
