"""The CORS rules of a bucket, kept and applied as S3 does.

`PUT /<bucket>?cors` keeps them, GET and DELETE with `?cors` read and delete them. A bucket without
rules lets no page of another origin read anything. The first rule that has the origin, the method
and, in a preflight, all headers that the page wants to send is applied
(https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from fnmatch import translate
from pathlib import Path
from re import IGNORECASE, fullmatch

from nanio.errors import AccessDenied, InvalidRequest, MalformedXML, NoSuchBucket, S3Error
from nanio.handlers._body import read_bounded_body
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = {"GET", "PUT", "POST", "DELETE", "HEAD"}
_FILE = ".nanio-cors.xml"
"""Beside the bucket's objects; nanio hides names that begin like this."""


class NoSuchCORSConfigurationError(S3Error):  # type: ignore[misc]
    """The bucket has no rules."""

    code = "NoSuchCORSConfiguration"
    message = "The CORS configuration does not exist"
    http_status = 404


@dataclass(frozen=True, slots=True)
class Rule:
    """One CORSRule."""

    origins: list[str]
    methods: list[str]
    headers: list[str]
    exposed: list[str]
    max_age: str | None

    def allows(self, origin: str, method: str, headers: list[str]) -> bool:
        """Say whether it lets a page of `origin` send such a request."""
        return (
            any(_matches(pattern, origin) for pattern in self.origins)
            and method in self.methods
            and all(
                any(_matches(pattern, header, flags=IGNORECASE) for pattern in self.headers)
                for header in headers
            )
        )


def _matches(pattern: str, text: str, flags: int = 0) -> bool:
    """Compare with a pattern in which only `*` has a meaning."""
    literal = pattern.replace("[", "[[]").replace("?", "[?]")
    return fullmatch(translate(literal), text, flags) is not None


def parse_rules(document: bytes) -> list[Rule]:
    """Read a CORSConfiguration. Raises MalformedXML, InvalidRequest."""
    try:
        root = ET.fromstring(document)
    except ET.ParseError as error:
        raise MalformedXML from error
    rules = [
        Rule(
            _texts(rule, "AllowedOrigin"),
            _texts(rule, "AllowedMethod"),
            _texts(rule, "AllowedHeader"),
            _texts(rule, "ExposeHeader"),
            next(iter(_texts(rule, "MaxAgeSeconds")), None),
        )
        for rule in root.iterfind("{*}CORSRule")
    ]
    if not rules or not all(rule.origins and rule.methods for rule in rules):
        raise MalformedXML
    for rule in rules:
        if unknown := set(rule.methods) - METHODS:
            raise InvalidRequest(f"Found unsupported HTTP method in CORS config: {unknown}")
        if any(pattern.count("*") > 1 for pattern in rule.origins + rule.headers):
            raise InvalidRequest("A pattern can not have more than one wildcard.")
    return rules


def _texts(rule: ET.Element, name: str) -> list[str]:
    return [element.text or "" for element in rule.iterfind(f"{{*}}{name}")]


async def answer_cors(request: Request, folder: Path) -> Response:
    """Put, read or delete a bucket's rules, for a request whose signature has been checked."""
    name = request.url.path.strip("/")
    bucket = folder / name
    if "/" in name or name.startswith(".") or not bucket.is_dir():
        return _refusal(NoSuchBucket())
    file = bucket / _FILE
    match request.method:
        case "PUT":
            document = await read_bounded_body(request)
            try:
                parse_rules(document)
            except S3Error as error:
                return _refusal(error)
            file.write_bytes(document)
            return Response()
        case "DELETE":
            file.unlink(missing_ok=True)
            return Response(status_code=204)
        case _:
            if not file.exists():
                return _refusal(NoSuchCORSConfigurationError())
            return Response(file.read_bytes(), media_type="application/xml")


class Cors:
    """Answers preflights, and adds what lets a page read an answer, by the bucket's rules."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app, self.folder = app, folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request (ASGI)."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        origin = headers.get("origin")
        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            await self._preflight(scope, headers)(scope, receive, send)
            return
        rule = self._rule(scope, origin, scope["method"], []) if origin else None
        if origin is None or rule is None:
            await self.app(scope, receive, send)
            return
        added = _headers(rule, origin)

        async def send_readable(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(added)
            await send(message)

        await self.app(scope, receive, send_readable)

    def _rule(self, scope: Scope, origin: str, method: str, headers: list[str]) -> Rule | None:
        """Return the first rule that allows it; None without one."""
        bucket = scope["path"].strip("/").partition("/")[0]
        file = self.folder / bucket / _FILE
        if not bucket or bucket.startswith(".") or not file.exists():
            return None
        rules = parse_rules(file.read_bytes())
        return next((rule for rule in rules if rule.allows(origin, method, headers)), None)

    def _preflight(self, scope: Scope, headers: Headers) -> Response:
        origin = headers.get("origin")
        method = headers.get("access-control-request-method")
        if not origin or not method:
            return _refusal(InvalidRequest("Insufficient information. Origin request header."))
        listed = headers.get("access-control-request-headers", "")
        wanted = [name.strip() for name in listed.split(",") if name.strip()]
        rule = self._rule(scope, origin, method, wanted)
        if rule is None:
            return _refusal(AccessDenied("CORSResponse: This CORS request is not allowed."))
        answer = Response(headers=_headers(rule, origin))
        if wanted:
            answer.headers["access-control-allow-headers"] = ", ".join(wanted)
        if rule.max_age:
            answer.headers["access-control-max-age"] = rule.max_age
        return answer


def _headers(rule: Rule, origin: str) -> dict[str, str]:
    is_open = "*" in rule.origins
    headers = {
        "access-control-allow-origin": "*" if is_open else origin,
        "access-control-allow-methods": ", ".join(rule.methods),
        "vary": "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
    }
    if not is_open:
        headers["access-control-allow-credentials"] = "true"
    if rule.exposed:
        headers["access-control-expose-headers"] = ", ".join(rule.exposed)
    return headers


def _refusal(error: S3Error) -> Response:
    return Response(error.to_xml(), error.http_status, media_type="application/xml")
