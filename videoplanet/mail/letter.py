"""How all our mails are built: the headers, and the parts in plain text and HTML.

Mails contain names and messages that users wrote. In headers they are one line, without characters
that would end the line or change the direction of the text.
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

CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
CRLF_POLICY = compat32.clone(linesep="\r\n")


def one_line(text: str, most: int) -> str:
    """Return a text that fits into a header: one line, no control characters, at most so long."""
    line = " ".join(CONTROL_CHARACTERS.sub(" ", text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def ascii_address(address: str) -> str:
    """Return an address in ASCII, for every mail server. Raises ValueError if it has none."""
    local, at, domain = address.rpartition("@")
    encoded = local + canonical_address(at + domain)
    if not encoded.isascii() or CONTROL_CHARACTERS.search(encoded):
        raise ValueError("this address can't be written to")
    return encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """The headers that differ between our mails. The name must be one line already."""

    sender_name: str = ""
    """Shown beside the service's own."""
    reply_to: str = ""
    message_id: str = ""
    """For a mail that may be sent twice: mail programs then show it once."""
    unsubscribe_url: str = ""
    """A POST to it ends mails of this kind (RFC 8058)."""


class Letter(EmailMultiAlternatives):
    """A mail that is built by the older classes of the standard library (`email.mime`).

    The newer ones, which Django uses, parse each header again and took half of the time of a mail.
    They also encode a long URL in a header in a way that no mail program reads. What they protect
    against is prevented here: addresses go through `ascii_address`, and texts of users are encoded
    in base64, so they can't end a header.
    """

    headers: Headers = Headers()

    def message(self, *, policy: Any = None) -> Any:
        """Return the mail with CRLF line ends. Raises ValueError for a bad address."""
        parts = [_part(str(self.body), "plain")]
        parts += [_part(str(content), "html") for content, _type in self.alternatives]
        mail: Any = parts[0]
        if len(parts) > 1:
            mail = MIMEMultipart("alternative", policy=CRLF_POLICY)
            for part in parts:
                mail.attach(part)
        for name, value in self._headers().items():
            mail[name] = value
        return mail

    def _headers(self) -> "dict[str, str | Header]":
        service, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        shown = service or "VideoPlanet"
        if self.headers.sender_name:
            shown = f"{self.headers.sender_name} ({shown})"
        sender = Header(shown, "utf-8", header_name="From")
        sender.append(f"<{address}>", "us-ascii")
        lines: dict[str, str | Header] = {
            "From": sender,
            "To": ascii_address(self.to[0]),
            "Subject": Header(str(self.subject), "utf-8", header_name="Subject"),
            "Date": formatdate(),
            "Message-ID": self.headers.message_id or make_msgid(domain=address.rpartition("@")[2]),
            # So that no automatic reply ("I am away") comes back (RFC 3834).
            "Auto-Submitted": "auto-generated",
        }
        if self.headers.reply_to:
            lines["Reply-To"] = ascii_address(self.headers.reply_to)
        if self.headers.unsubscribe_url:
            # Without spaces a long line can be folded only before the URL.
            lines["List-Unsubscribe"] = f"<{self.headers.unsubscribe_url}>"
            lines["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return lines


def _part(text: str, kind: str) -> MIMEText:
    return MIMEText(text, kind, "utf-8", policy=CRLF_POLICY)


def message_id(row_id: object) -> str:
    """Return the `Message-ID` for a mail that is a row of the database."""
    return f"<{row_id}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"


def write(
    *, template: str, context: dict[str, Any], subject: str, to: str, headers: Headers
) -> Letter:
    """Return a letter in the active language, from `<template>.txt` and `<template>.html`.

    Both extend `mail/base`, which has what all mails share.
    """
    values = {
        **context,
        "subject": subject,
        "language": translation.get_language(),
        "frontend_url": settings.FRONTEND_URL,
        "unsubscribe_url": headers.unsubscribe_url,
    }
    letter = Letter(subject=subject, body=render_to_string(f"{template}.txt", values), to=[to])
    letter.attach_alternative(render_to_string(f"{template}.html", values), "text/html")
    letter.headers = headers
    return letter
