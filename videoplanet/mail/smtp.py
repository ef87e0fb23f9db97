"""Sends mails to the mail server, on a connection that each thread keeps, and reads its errors.

A new connection for each mail would cost more than the mail: TLS, log-in, three round trips.
"""

import logging
import smtplib
import threading
import time
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.smtp import EmailBackend

from videoplanet.instruments import MAILS

logger = logging.getLogger(__name__)

IDLE_SECONDS = 2.0
"""After so long without a mail, we check whether the server is still there."""
REPLY_MAX = 300

BAD_ADDRESS, NO_ANSWER = "bad_address", "no_answer"


class Result(Enum):
    """How sending a mail ended."""

    SENT = "sent"
    REFUSED = "refused"
    """For good (5xx): sending it again would not help."""
    LATER = "later"
    """Not now: 4xx, or the connection broke."""
    NO_SERVER = "no server"
    """There was no connection to send it on, so nothing is known about the mail."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How sending a mail ended, and why."""

    result: Result
    words: str = ""
    """The server's reply, or a code of MAIL_FAILURES. It may contain the address: not for logs."""
    cause: str = ""
    """The reply code or the name of the error, for logs."""
    address_refused: bool = False
    """Whether the server refused the address, and not the mail or the sender."""


class _Connection(threading.local):
    """This thread's connection."""

    backend: EmailBackend | None = None
    used_at = 0.0


_connection = _Connection()


def deliver(mail: EmailMessage) -> Delivery:
    """Send a mail to its one recipient. Failures of the server are returned, never raised."""
    delivery = _deliver(mail)
    MAILS.labels(delivery.result.value).inc()
    return delivery


def _deliver(mail: EmailMessage) -> Delivery:
    """Send it. Servers end a connection after some mails or minutes: a new one is opened then."""
    kept = _connection.backend is not None
    try:
        _send(mail)
    except smtplib.SMTPSenderRefused as error:
        if not (kept and error.smtp_code == 421):
            return read_failure(error)
        hang_up()  # the server hung up before the mail began
        return _deliver(mail)
    except (_NoServer, OSError, smtplib.SMTPException, ValueError) as error:
        return read_failure(error)
    return Delivery(Result.SENT)


def read_failure(error: Exception) -> Delivery:
    """Return what an error means for the mail; close the connection if it can't be used again."""
    if isinstance(error, ValueError):  # from `Letter`: an address or a header that no mail may have
        return Delivery(Result.REFUSED, BAD_ADDRESS, "bad address", address_refused=True)
    if isinstance(error, _NoServer):
        hang_up()
        reply = _reply(error.reason)
        return Delivery(Result.NO_SERVER, reply.words, reply.cause)
    reply = _reply(error)
    if reply.code in (0, 421):  # no reply, or the server says that it hangs up
        hang_up()
    if not 500 <= reply.code < 600:
        return Delivery(Result.LATER, reply.words, reply.cause)
    of_address = isinstance(error, smtplib.SMTPRecipientsRefused)
    return Delivery(Result.REFUSED, reply.words, reply.cause, address_refused=of_address)


def hang_up() -> None:
    """Close this thread's connection; the next mail opens another."""
    backend, _connection.backend = _connection.backend, None
    if backend is None:
        return
    try:
        backend.close()
    except (OSError, smtplib.SMTPException) as error:
        logger.debug("the mail server was gone already: %s", type(error).__name__)


class _NoServer(Exception):
    """We could not connect to the server, or not log in."""

    def __init__(self, reason: Exception) -> None:
        super().__init__()
        self.reason = reason


def _send(mail: EmailMessage) -> None:
    try:
        backend = _connected()
    except (OSError, smtplib.SMTPException) as error:
        # If the log-in fails, the operator has to act; it is no reason to give up a mail.
        raise _NoServer(error) from error
    try:
        backend.send_messages([mail])
    finally:
        _connection.used_at = time.monotonic()


def _connected() -> EmailBackend:
    """Return the kept connection if it works, else a new one. Raises OSError, SMTPException."""
    idle = time.monotonic() - _connection.used_at > IDLE_SECONDS
    if _connection.backend is not None and idle and not _answers():
        hang_up()
    if _connection.backend is None:
        backend = mailers.default
        assert isinstance(backend, EmailBackend)  # noqa: S101 - settings.MAILERS says so
        _connection.backend = backend
        backend.open()
    return _connection.backend


def _answers() -> bool:
    """Say whether the server is still there: it may have hung up while nothing was sent."""
    backend = _connection.backend
    if backend is None or backend.connection is None:
        return False
    try:
        code, _text = backend.connection.noop()
    except (OSError, smtplib.SMTPException):
        return False
    return bool(code == 250)


class _Reply(NamedTuple):
    """The server's reply; code 0 if there was none."""

    code: int
    words: str
    cause: str


def _reply(error: Exception) -> _Reply:
    text: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    else:
        cause = type(error).__name__
        return _Reply(0, NO_ANSWER, cause)
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    return _Reply(code, " ".join(f"{code} {words}".split())[:REPLY_MAX], str(code))
