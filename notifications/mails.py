"""What a mail says: in its reader's language, with links that open at the place."""

from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.models import Email, Mail, Notification, Preferences, preferences_of

SHOWN_MAX = 50
"""How many a digest lists; the front end has the rest."""


@dataclass(frozen=True, slots=True)
class Item:
    """One notification as a mail shows it."""

    sentence: str
    place: str
    excerpt: str
    url: str


def compose(mail: Mail) -> EmailMultiAlternatives | None:
    """Return the mail; None if its reader has read all of it, left, muted it or wants none."""
    user = mail.user
    address = user.email or user.contact_email
    rows = _rows(mail, preferences_of(user.id))
    if not rows or not address or not user.is_active:
        return None
    with translation.override(user.language or settings.LANGUAGE_CODE):
        items = [_item(row) for row in rows[:SHOWN_MAX]]
        subject = _subject(items[0], rows)
        context = {
            "language": translation.get_language(),
            "subject": subject,
            "items": items,
            "more": len(rows) - len(items),
            "all_url": f"{settings.FRONTEND_URL}/notifications",
            "preferences_url": settings.FRONTEND_PREFERENCES_URL,
            "frontend_url": settings.FRONTEND_URL,
        }
        message = EmailMultiAlternatives(
            subject=f"[VideoPlanet] {subject}",
            body=render_to_string("notifications/mail.txt", context),
            to=[address],
            headers=_headers(mail),
        )
        message.attach_alternative(
            render_to_string("notifications/mail.html", context), "text/html"
        )
    return message


def _rows(mail: Mail, chosen: Preferences) -> list[Notification]:
    rows = Notification.objects.visible_to(mail.user).not_muted().filter(mail=mail, unread=True)
    related = rows.select_related("project", "video", "feedback", "actor")
    return [
        each
        for each in related.order_by("id")
        if chosen.delivery_preference(each.type) != Email.OFF
    ]


def _headers(mail: Mail) -> dict[str, str]:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return {
        # Sent again it is the same mail, which mail programs show once.
        "Message-ID": f"<{mail.id}@{host}>",
        # So that no absence notice answers it (RFC 3834).
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{settings.FRONTEND_PREFERENCES_URL}>",
    }


def _subject(first: Item, rows: list[Notification]) -> str:
    if len(rows) == 1:
        return _one_line(f"{first.sentence} – {rows[0].project.name}")
    text = ngettext("%d new notification", "%d new notifications", len(rows))
    return text % len(rows)


def _one_line(text: str) -> str:
    """Return a text that can't end a header: names are one line, projects' too from here on."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _item(row: Notification) -> Item:
    return Item(sentence=_sentence(row), place=_place(row), excerpt=row.excerpt, url=url_of(row))


def _sentence(row: Notification) -> str:
    sentences = {
        Notification.Type.MENTION: _("%(actor)s mentioned you"),
        Notification.Type.REPLY: _("%(actor)s replied in your thread"),
        Notification.Type.COMMENT: _("%(actor)s commented on your feedback"),
        Notification.Type.STATUS_CHANGE: _("%(actor)s set your feedback to “%(status)s”"),
        Notification.Type.ASSIGNMENT: _("%(actor)s assigned feedback to you"),
        Notification.Type.VERSION_APPROVED: _("%(actor)s approved your version"),
        Notification.Type.CHANGES_REQUESTED: _("%(actor)s asked for changes to your version"),
        Notification.Type.INVITATION_ACCEPTED: _("%(actor)s accepted your invitation"),
    }
    status = row.feedback.Status(row.status).label if row.feedback and row.status else ""
    return sentences[Notification.Type(row.type)] % {"actor": row.actor.name, "status": status}


def _place(row: Notification) -> str:
    """Return `Spring film · First cut · 00:00:12`."""
    pieces = [row.project.name]
    if row.video:
        pieces.append(row.video.title)
    if row.feedback:
        pieces.append(_clock(row.feedback.video_timestamp))
    return " · ".join(pieces)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}"


def url_of(row: Notification) -> str:
    """Return where the front end shows it: the project, the video, the moment, the comment."""
    url = f"{settings.FRONTEND_URL}/projects/{row.project_id}"
    if row.video_id:
        url += f"/videos/{row.video_id}"
    query: dict[str, object] = {}
    if row.feedback:
        query |= {"feedback": row.feedback.id, "t": row.feedback.video_timestamp}
    if row.comment_id:
        query["comment"] = row.comment_id
    return f"{url}?{urlencode(query)}" if query else url
