"""The mail with an invitation: HTML and text, Korean or English.

Names and messages are people's, and strangers read them: templates escape them, and in the headers
they are one line without what ends it or turns its direction.
"""

import re
from datetime import datetime
from email.headerregistry import Address
from email.utils import parseaddr
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override
from django.views.decorators.debug import sensitive_variables

from invitations.models import Invitation

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
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


@sensitive_variables("token", "context", "url")
def compose(invitation: Invitation, token: str) -> EmailMultiAlternatives:
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
        mail = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("invitations/mail/invitation.txt", context),
            from_email=_from(name),
            to=[invitation.email],
            reply_to=[sender.email] if sender.email else None,
            headers=_headers(sender.email),
        )
        mail.attach_alternative(
            render_to_string("invitations/mail/invitation.html", context), "text/html"
        )
    return mail


def _from(name: str) -> str:
    """Return the service's address under the inviter's name, as people know them."""
    service, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return str(Address(f"{name} ({service or 'VideoPlanet'})", addr_spec=address))


def _headers(sender_address: str | None) -> dict[str, str]:
    """Mark the mail as automatic (RFC 3834); who wants no more says so to who invited them."""
    _name, service = parseaddr(settings.DEFAULT_FROM_EMAIL)
    unsubscribe = f"<mailto:{sender_address or service}?subject=unsubscribe>"
    return {"Auto-Submitted": "auto-generated", "List-Unsubscribe": unsubscribe}


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
