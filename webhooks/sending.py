"""Sends one request to a receiver: to an address that was checked, within 15 seconds.

It is written on `http.client`, which follows no redirects and knows no proxies, and takes a
connection that we have made. A receiver that answers byte by byte would outlast every time-out of
its socket, so a timer cuts the line.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache

from django.utils import timezone

from webhooks import failures
from webhooks.addresses import ForbiddenAddress, Target, addresses_of
from webhooks.models import ANSWER_MAX

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0
READ_MAX = 4096
"""Bytes of the answer's body that are read."""
WAIT_MAX = 3600.0
"""Seconds that `Retry-After` may ask for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request. Without a `failure` the receiver has taken it."""

    failure: str = ""
    code: int | None = None
    text: str = ""
    milliseconds: int = 0
    wait: float = 0.0
    """Seconds that the receiver asks us to wait (`Retry-After`)."""


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send a body. What goes wrong is returned, never raised."""
    begun = time.monotonic()
    try:
        answer = _exchange(target, body, headers)
    except ForbiddenAddress:
        answer = Answer(failures.FORBIDDEN)
    except socket.gaierror:
        answer = Answer(failures.NO_NAME)
    except ssl.SSLCertVerificationError:
        answer = Answer(failures.TLS)
    except TimeoutError:
        answer = Answer(failures.TIMEOUT)
    except OSError:
        answer = Answer(failures.NO_CONNECTION)
    except (http.client.HTTPException, ValueError):
        answer = Answer(failures.BROKEN)
    taken = time.monotonic() - begun
    if answer.failure in (failures.NO_CONNECTION, failures.BROKEN) and taken >= TOTAL_SECONDS:
        answer = Answer(failures.TIMEOUT)  # our timer has cut the line
    return Answer(answer.failure, answer.code, answer.text, int(taken * 1000), answer.wait)


def _exchange(target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    deadline = time.monotonic() + TOTAL_SECONDS
    line = _connect(addresses_of(target), target.port)
    connection = http.client.HTTPConnection(target.host, target.port)
    with _cut_at(deadline, line) as held:
        if target.secure:
            # The handshake is begun only when the timer knows the socket.
            line = _tls().wrap_socket(
                line, server_hostname=target.host, do_handshake_on_connect=False
            )
            held[0] = line
            line.do_handshake()
            connection.default_port = http.client.HTTPS_PORT  # so that `Host` leaves it out
        connection.sock = line
        try:
            connection.request("POST", target.path, body, dict(headers))
            response = connection.getresponse()
            return _read(response)
        finally:
            connection.close()
            line.close()


def _read(response: http.client.HTTPResponse) -> Answer:
    code = response.status
    text = response.read(READ_MAX).decode("utf-8", "replace").replace("\0", "")[:ANSWER_MAX]
    if 200 <= code < 300:
        return Answer("", code, text)
    if code == 410:
        return Answer(failures.GONE, code, text)
    if 300 <= code < 400:
        return Answer(failures.REDIRECT, code, text)
    return Answer(failures.STATUS, code, text, wait=_wait(response.getheader("Retry-After", "")))


def _wait(header: str) -> float:
    """Return the seconds that a `Retry-After` asks for, at most an hour."""
    seconds = 0.0
    with suppress(ValueError, TypeError, OverflowError):
        if header.strip().isdecimal():
            seconds = float(header)
        elif header:
            seconds = (parsedate_to_datetime(header) - timezone.now()).total_seconds()
    return min(max(seconds, 0.0), WAIT_MAX)


def _connect(addresses: list[str], port: int) -> socket.socket:
    """Connect to the first of the addresses that answers. Raises OSError."""
    for last, address in enumerate(addresses, 1 - len(addresses)):
        try:
            return socket.create_connection((address, port), CONNECT_SECONDS / len(addresses))
        except OSError:
            if last == 0:
                raise
    raise ForbiddenAddress


@contextmanager
def _cut_at(deadline: float, line: socket.socket) -> Iterator[list[socket.socket]]:
    """Cut the connection that the list holds at the deadline, whatever it waits for."""
    held = [line]

    def cut() -> None:
        with suppress(OSError):
            # Not `SSLSocket.shutdown`: it would end TLS under the reader, who then reads on.
            socket.socket.shutdown(held[0], socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    line.settimeout(TOTAL_SECONDS)
    try:
        yield held
    finally:
        timer.cancel()


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
