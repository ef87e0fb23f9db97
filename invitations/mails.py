"""The mail with an invitation: HTML and text, Korean or English.

Names and messages are people's, and strangers read them: templates escape them, and in the headers
they are one line without what ends it or turns its direction.
"""

import re
from collections.abc import Callable
from datetime import datetime
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formatdate, make_msgid, parseaddr
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override
from django.views.decorators.debug import sensitive_variables

from invitations.models import Invitation

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
CRLF = compat32.clone(linesep="\r\n")
NAME_MAX, PROJECT_MAX = 60, 80
"""Characters of the subject."""


def one_line(text: str, most: int) -> str:
    """Return a text as a header may have it: one line, no control characters, not too long."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def public_url(project_id: object, **query: str) -> str:
    """Return the front end's page for guests. A secret is safe in a query as it is."""
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{settings.FRONTEND_URL}/feedback/public/{project_id}?{pairs}"


class Letter(EmailMultiAlternatives):
    """A mail that is put together by the older classes of the standard library.

    The newer ones, which Django takes, parse each header they are given and were half of the time
    that a mail took. What they guard is guarded here: addresses by `ascii_address`, and all that
    people have written is encoded, in base64, where nothing ends a header.
    """

    lines: Callable[[], "dict[str, str | Header]"]
    """The headers; asked for when it is sent, where a ValueError is a refusal."""

    def message(self, *, policy: Any = None) -> Any:
        """Return text and HTML as alternatives, with CRLF at the ends of lines."""
        made: Any = MIMEMultipart("alternative", policy=CRLF)
        for name, value in self.lines().items():
            made[name] = value
        made.attach(MIMEText(str(self.body), "plain", "utf-8", policy=CRLF))
        for content, _type in self.alternatives:
            made.attach(MIMEText(str(content), "html", "utf-8", policy=CRLF))
        return made


@sensitive_variables("token", "context", "url", "text", "html")
def compose(invitation: Invitation, token: str) -> "Letter":
    """Return the mail of an invitation with its batch, sender and project, around the secret."""
    batch = invitation.batch
    sender = batch.sender
    with override(batch.language):
        project = one_line(invitation.project.name, PROJECT_MAX)
        name = one_line(sender.name, NAME_MAX)
        subject = gettext("%(inviter)s invites you to review “%(project)s”") % {
            "inviter": name,
            "project": project,
        }
        context = {
            "subject": subject,
            "inviter": name,
            "inviter_email": sender.email,
            "project": project,
            "message": batch.message,
            "url": public_url(invitation.project_id, token=token),
            "until": _local(invitation.expires_at, sender.time_zone),
            "left": _left(invitation.expires_at),
            "role": invitation.role,
            "language": batch.language,
            "service_url": settings.FRONTEND_URL,
        }
        text = render_to_string("invitations/mail/invitation.txt", context)
        html = render_to_string("invitations/mail/invitation.html", context)
    letter = Letter(subject=subject, body=text, to=[invitation.email])
    letter.attach_alternative(html, "text/html")
    letter.lines = partial(_headers, invitation, subject, name)
    return letter


def _headers(mail: Invitation, subject: str, name: str) -> dict[str, "str | Header"]:
    """Return the headers: from the service, under the inviter's name, as people know them.

    The mail is automatic (RFC 3834); who wants no more says so to who invited them.
    """
    service, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    sender = ascii_address(mail.batch.sender.email or address)
    shown = Header(f"{name} ({service or 'VideoPlanet'})", "utf-8", header_name="From")
    shown.append(f"<{address}>", "us-ascii")
    return {
        "From": shown,
        "To": ascii_address(mail.email),
        "Reply-To": sender,
        "Subject": Header(subject, "utf-8", header_name="Subject"),
        "Date": formatdate(),
        "Message-ID": make_msgid(domain=address.rpartition("@")[2]),
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<mailto:{sender}?subject=unsubscribe>",
    }


def ascii_address(address: str) -> str:
    """Return an address as every mail server takes it. Raises ValueError if there is none."""
    local, _at, domain = address.rpartition("@")
    written = f"{local}@{domain.encode('idna').decode()}"
    if not written.isascii() or _CONTROL.search(written):
        raise ValueError("this address can't be written to")
    return written


def _local(moment: datetime, zone: str) -> datetime:
    """Return the moment as the inviter's clock has it: nobody knows the reader's."""
    try:
        return moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return moment


def _left(end: datetime) -> str:
    """Return in words how long an invitation still holds."""
    hours = max(1, round((end - timezone.now()).total_seconds() / 3600))
    if hours < 48:
        return ngettext("%d hour", "%d hours", hours) % hours
    days = round(hours / 24)
    return ngettext("%d day", "%d days", days) % days
