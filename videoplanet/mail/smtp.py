"""The way to the mail server: a connection that each worker process keeps, and what an error means.

A connection for each mail would cost more than the mail: TLS, log-in, three round trips.
"""

import logging
import smtplib
import threading
import time
from dataclasses import dataclass, replace
from enum import Enum, auto

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.smtp import EmailBackend

logger = logging.getLogger(__name__)

IDLE = 2.0
"""Seconds of silence after which the server is asked whether it is still there."""
SAID_MAX = 300


class Result(Enum):
    """What became of a mail."""

    SENT = auto()
    REFUSED = auto()
    """For good (5xx)."""
    LATER = auto()
    """Not now: 4xx, a dropped connection, a server that isn't there."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a mail, and what the server said."""

    result: Result
    said: str = ""
    of_the_address: bool = False
    """Whether it was the address that was refused, and not the mail or the sender."""
    not_begun: bool = False
    """Whether the server hung up before the mail began."""
    no_server: bool = False
    """Whether there was no connection to send it on."""


class _Line(threading.local):
    """This thread's connection."""

    backend: EmailBackend | None = None
    used_at = 0.0


_line = _Line()


def deliver(mail: EmailMessage) -> Delivery:
    """Hand a mail with one recipient to the server. Never raises what a server can cause.

    Servers end a connection after so many mails: then another one is opened at once.
    """
    kept = _line.backend is not None
    delivery = _hand_over(mail)
    return _hand_over(mail) if kept and delivery.not_begun else delivery


def _hand_over(mail: EmailMessage) -> Delivery:
    try:
        backend = _connected()
    except (OSError, smtplib.SMTPException) as error:
        # Also a log-in that fails: it is the operator's matter and no reason to give up.
        return replace(_broken(error), no_server=True)
    try:
        backend.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        return _answered(code, text, of_the_address=True)
    except smtplib.SMTPResponseException as error:
        not_begun = isinstance(error, smtplib.SMTPSenderRefused)
        return _answered(error.smtp_code, error.smtp_error, not_begun=not_begun)
    except (OSError, smtplib.SMTPException) as error:
        return _broken(error)
    except ValueError:  # Django, of an address or a header that no mail may have
        return Delivery(Result.REFUSED, "This address can't be written to.", of_the_address=True)
    _line.used_at = time.monotonic()
    return Delivery(Result.SENT)


def hang_up() -> None:
    """Close this thread's connection; the next mail opens another."""
    backend, _line.backend = _line.backend, None
    if backend is None:
        return
    try:
        backend.close()
    except (OSError, smtplib.SMTPException) as error:
        logger.debug("the mail server was gone already: %s", type(error).__name__)


def _connected() -> EmailBackend:
    """Return a connection that works, as far as one can know. Raises OSError, SMTPException."""
    if _line.backend is not None and time.monotonic() - _line.used_at > IDLE and not _answers():
        hang_up()
    if _line.backend is None:
        backend = mailers.default
        assert isinstance(backend, EmailBackend)  # noqa: S101 - settings.MAILERS says so
        _line.backend = backend
        backend.open()
    return _line.backend


def _answers() -> bool:
    """Say whether the server is still there: it may have gone while nothing was to be sent."""
    backend = _line.backend
    if backend is None or backend.connection is None:
        return False
    try:
        code, _text = backend.connection.noop()
    except (OSError, smtplib.SMTPException):
        return False
    return bool(code == 250)


def _answered(
    code: int, text: bytes | str, *, of_the_address: bool = False, not_begun: bool = False
) -> Delivery:
    """Judge a server's refusal by its code, and hang up where it did so (421)."""
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    said = " ".join(f"{code} {words}".split())[:SAID_MAX]
    _line.used_at = time.monotonic()
    gone = code == 421
    if gone:
        hang_up()
    if 500 <= code < 600:
        return Delivery(Result.REFUSED, said, of_the_address)
    return Delivery(Result.LATER, said, not_begun=gone and not_begun)


def _broken(error: Exception) -> Delivery:
    """Judge a connection that did not come about, or broke: begin anew, later."""
    hang_up()
    if isinstance(error, smtplib.SMTPResponseException):
        return Delivery(Result.LATER, _answered(error.smtp_code, error.smtp_error).said)
    return Delivery(Result.LATER, f"The mail server does not answer ({type(error).__name__}).")
