"""The API of the server: requests that are repeated where that is safe, and pages of lists."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, Self
from uuid import uuid4

import httpx

from videoplanet_cli.credentials import Server, current
from videoplanet_cli.failures import Code, Failure, failure_of
from videoplanet_cli.output import say
from videoplanet_cli.texts import LANGUAGE, _

ATTEMPTS = 5
LONGEST_WAIT = 300
"""Seconds: who is asked to wait for longer is told so instead."""
PAGE = 500
USER_AGENT = f"vp/{version('videoplanet-cli')}"
# The request was not begun, so that repeating it does nothing twice.
_NOT_BEGUN = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_GATEWAY = {HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT}


class Api:
    """A client of one server. Everything raises Failure."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._client = httpx.Client(
            base_url=f"{server.url}/api/v1/",
            headers={
                "Authorization": f"Bearer {server.token}",
                "Accept-Language": LANGUAGE,
                "User-Agent": USER_AGENT,
            },
            timeout=httpx.Timeout(60, connect=10),
        )

    @classmethod
    def connect(cls) -> Self:
        """Return a client of the server that one has logged in to."""
        return cls(current())

    def get(self, path: str, **params: object) -> Any:
        """Read something."""
        return self._send("GET", path, params=_given(params)).json()

    def seq(self, path: str) -> int:
        """Return which event of a project's log a read includes."""
        return int(self._send("GET", path).headers["X-Project-Seq"])

    def rows(self, path: str, **params: object) -> Iterator[Any]:
        """Read a list, page by page."""
        wanted = httpx.QueryParams(_given(params)).set("limit", PAGE)
        while True:
            answer = self._send("GET", path, params=wanted)
            yield from answer.json()
            if "next" not in answer.links:
                return
            # Only the query: the host in it may be the one that a proxy knows, and the token is
            # for the server that one has logged in to.
            wanted = httpx.URL(answer.links["next"]["url"]).params

    def create(self, path: str, body: object, *, key: str | None = None) -> Any:
        """Create something once, however often the line breaks."""
        headers = {"Idempotency-Key": key or uuid4().hex}
        return self._send("POST", path, json=body, headers=headers).json()

    def post(self, path: str, body: object) -> Any:
        """Send a POST that may be repeated by its nature."""
        return self._send("POST", path, json=body).json()

    @contextmanager
    def download(self, path: str, params: httpx.QueryParams) -> Iterator[httpx.Response]:
        """Open a file of the server; its bytes are read from the answer."""
        answer = self._send("GET", path, params=params, stream=True)
        try:
            yield answer
        except httpx.TransportError as error:
            text = _("The connection broke off: {error}").format(error=error)
            raise Failure(text, Code.UNAVAILABLE) from error
        finally:
            answer.close()

    def _send(
        self, method: str, path: str, *, stream: bool = False, **options: Any
    ) -> httpx.Response:
        for attempt in range(1, ATTEMPTS + 1):
            is_last = attempt == ATTEMPTS
            request = self._client.build_request(method, path, **options)
            try:
                answer = self._client.send(request, stream=stream)
            except httpx.TransportError as error:
                if is_last:
                    raise self._no_answer(error) from error
                say(_("No answer from {url}. Trying again.").format(url=self.server.url))
                time.sleep(backoff(attempt))
                continue
            if answer.is_success:
                return answer
            answer.read()
            wait = _wait(answer, attempt)
            if wait is None or is_last:
                raise failure_of(answer)
            time.sleep(wait)
        raise AssertionError

    def _no_answer(self, error: httpx.TransportError) -> Failure:
        text = _("No answer from {url}: {error}").format(
            url=self.server.url, error=str(error) or type(error).__name__
        )
        return Failure(text, Code.UNAVAILABLE)


def backoff(attempt: int, longest: float = 30) -> float:
    """Return how many seconds to wait after the nth attempt; by chance, so that many don't meet."""
    return min(longest, 2.0 ** (attempt - 1)) * random.uniform(0.5, 1)  # noqa: S311


def _wait(answer: httpx.Response, attempt: int) -> float | None:
    """Return for how long to wait before the request is sent again; None: it is not."""
    if answer.status_code in _GATEWAY:
        return backoff(attempt)
    if answer.status_code not in _NOT_BEGUN:
        return None
    asked = _retry_after(answer.headers.get("Retry-After", ""))
    if asked is None:
        return backoff(attempt)
    if asked > LONGEST_WAIT:
        return None
    say(_("The server asks to wait for {seconds} s.").format(seconds=round(asked)))
    return asked


def _retry_after(text: str) -> float | None:
    """Return the seconds of `Retry-After`, which has them or a date (RFC 9110)."""
    if text.isdecimal():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (at - datetime.now(UTC)).total_seconds())


def _given(params: dict[str, object]) -> dict[str, Any]:
    return {name: value for name, value in params.items() if value is not None}
