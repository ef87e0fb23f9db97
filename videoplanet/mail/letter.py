"""What every mail of ours is made of: its headers and its parts, text and HTML.

Names and messages are people's, and strangers read them. In headers they are one line, without
what ends it or turns its direction.
"""

import re
from dataclasses import dataclass
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formatdate, make_msgid, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from videoplanet.mail.addresses import canonical_address

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
_CRLF = compat32.clone(linesep="\r\n")


def one_line(text: str, most: int) -> str:
    """Return a text as a header may have it: one line, no control characters, not too long."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def ascii_address(address: str) -> str:
    """Return an address as every mail server takes it. Raises ValueError if there is none."""
    local, at, domain = address.rpartition("@")
    written = local + canonical_address(at + domain)
    if not written.isascii() or _CONTROL.search(written):
        raise ValueError("this address can't be written to")
    return written


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """What differs between the headers of our mails. A subject and a name are one line already."""

    sender_name: str = ""
    """Shown beside the service's own."""
    reply_to: str = ""
    message_id: str = ""
    """Of a mail that may be sent again as the same, which mail programs show once."""
    unsubscribe_url: str = ""
    """Ends these mails with one POST (RFC 8058)."""


class Letter(EmailMultiAlternatives):
    """A mail that is put together by the older classes of the standard library.

    The newer ones, which Django takes, parse each header they are given and were half of the time
    that a mail took; they also write a long URL in a header as an encoded word, which no mail
    program reads as one. What they guard is guarded here: addresses by `ascii_address`, and all
    that people have written is encoded in base64, where nothing ends a header.
    """

    headers: Headers = Headers()

    def message(self, *, policy: Any = None) -> Any:
        """Return the mail with CRLF at the ends of lines. Raises ValueError for a bad address."""
        parts = [_part(str(self.body), "plain")]
        parts += [_part(str(content), "html") for content, _type in self.alternatives]
        made: Any = parts[0]
        if len(parts) > 1:
            made = MIMEMultipart("alternative", policy=_CRLF)
            for part in parts:
                made.attach(part)
        for name, value in self._lines().items():
            made[name] = value
        return made

    def _lines(self) -> "dict[str, str | Header]":
        service, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        given = self.headers
        shown = service or "VideoPlanet"
        if given.sender_name:
            shown = f"{given.sender_name} ({shown})"
        sender = Header(shown, "utf-8", header_name="From")
        sender.append(f"<{address}>", "us-ascii")
        lines: dict[str, str | Header] = {
            "From": sender,
            "To": ascii_address(self.to[0]),
            "Subject": Header(str(self.subject), "utf-8", header_name="Subject"),
            "Date": formatdate(),
            "Message-ID": given.message_id or make_msgid(domain=address.rpartition("@")[2]),
            # So that no absence notice answers it (RFC 3834).
            "Auto-Submitted": "auto-generated",
        }
        if given.reply_to:
            lines["Reply-To"] = ascii_address(given.reply_to)
        if given.unsubscribe_url:
            # Without spaces, so that a long one can be folded before the URL and nowhere else.
            lines["List-Unsubscribe"] = f"<{given.unsubscribe_url}>"
            lines["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return lines


def _part(text: str, kind: str) -> MIMEText:
    return MIMEText(text, kind, "utf-8", policy=_CRLF)


def message_id(row_id: object) -> str:
    """Return the `Message-ID` of a mail that is a row."""
    return f"<{row_id}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"


def write(
    *, template: str, context: dict[str, Any], subject: str, to: str, headers: Headers
) -> Letter:
    """Return a letter in the language of now, from `<template>.txt` and `<template>.html`.

    Both extend `mail/base`, and find there what every mail says.
    """
    given = {
        **context,
        "subject": subject,
        "language": translation.get_language(),
        "frontend_url": settings.FRONTEND_URL,
        "unsubscribe_url": headers.unsubscribe_url,
    }
    letter = Letter(subject=subject, body=render_to_string(f"{template}.txt", given), to=[to])
    letter.attach_alternative(render_to_string(f"{template}.html", given), "text/html")
    letter.headers = headers
    return letter
