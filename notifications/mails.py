"""The mails about notifications: their text, in the reader's language, and their results."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.extensions import guest_pages
from notifications.models import DeliveryPreference, Mail, Notification, Preferences, preferences_of
from users.models import User
from videoplanet.mail.letter import Headers, Letter, message_id, one_line, write
from videoplanet.mail.sending import Attempt, Outcome
from videoplanet.mail.unsubscribe import UnsubscribeLink
from videoplanet.tasks.notes import Note

UNSUBSCRIBE = UnsubscribeLink("/api/v1/notifications/unsubscribe")
SUBJECT_MAX = 200

SHOWN_MAX = 50
"""How many notifications a mail lists; a link leads to the rest."""

NOTE_SQL = f"""
UPDATE {Mail._meta.db_table} SET status = %s, sent_at = %s
WHERE id = %s AND status = 'waiting' RETURNING id
"""  # noqa: S608 - the table's name


@dataclass(frozen=True, slots=True)
class Item:
    """One notification as a mail shows it."""

    sentence: str
    place: str
    excerpt: str
    url: str


class NotificationMails:
    """The mails of one task (`videoplanet.mail.sending.Mails`)."""

    def __init__(self) -> None:
        self.mails: dict[UUID, Mail] = {}

    def prepare(self, ids: Collection[UUID]) -> None:
        """Read those of the mails that are still waiting."""
        waiting = Mail.objects.filter(status=Mail.Status.WAITING).select_related("user")
        self.mails = waiting.in_bulk(ids)

    def compose(self, mail_id: UUID) -> Letter | None:
        """Return the mail's text; None if it is no longer waiting or has nothing left to say."""
        mail = self.mails.get(mail_id)
        return notification_letter(mail) if mail else None

    def note(self, mail_id: UUID, attempt: Attempt) -> Note:
        """Note what became of the mail."""
        sent_at = timezone.now() if attempt.outcome is Outcome.SENT else None
        return Note(NOTE_SQL, [attempt.outcome.value, sent_at, mail_id])


def notification_letter(mail: Mail) -> Letter | None:
    """Return the mail's text; None if none of its notifications, or no receiver, is left.

    A notification is left out if it was read or removed, if its project was left or muted, or if
    the reader no longer wants mails about its type.
    """
    user = mail.user
    rows = _rows(mail, preferences_of(user.id))
    if not rows or not user.mail_address or not user.is_active:
        return None
    with translation.override(user.language or settings.LANGUAGE_CODE):
        items = [_item(row, user) for row in rows[:SHOWN_MAX]]
        context = {
            "items": items,
            "more": len(rows) - len(items),
            "all_url": _guest_page(rows[0], user) or f"{settings.FRONTEND_URL}/notifications",
            # Guests have no account pages; they can use the unsubscribe link.
            "preferences_url": "" if user.is_guest else settings.FRONTEND_PREFERENCES_URL,
        }
        headers = Headers(
            message_id=message_id(mail.id),
            unsubscribe_url=UNSUBSCRIBE.url_for(f"{user.id}.{mail.kind}"),
        )
        return write(
            template="notifications/mail",
            context=context,
            subject=one_line(f"[VideoPlanet] {_subject(items[0], rows)}", SUBJECT_MAX),
            to=user.mail_address,
            headers=headers,
        )


def _rows(mail: Mail, preferences: Preferences) -> list[Notification]:
    rows = Notification.objects.visible_to(mail.user).not_muted().filter(mail=mail, unread=True)
    related = rows.select_related("project", "video", "feedback__user", "actor", "user")
    return [
        row
        for row in related.order_by("id")
        if preferences.delivery_preference(row.type) != DeliveryPreference.OFF
    ]


def _subject(first: Item, rows: list[Notification]) -> str:
    if len(rows) == 1:
        return f"{first.sentence} – {rows[0].project.name}"
    text = ngettext("%d new notification", "%d new notifications", len(rows))
    return text % len(rows)


def _item(row: Notification, reader: User) -> Item:
    url = url_of(row, reader)
    return Item(sentence=_sentence(row), place=_place(row), excerpt=row.excerpt, url=url)


def _sentence(row: Notification) -> str:
    sentences = {
        Notification.Type.MENTION: _("%(actor)s mentioned you"),
        Notification.Type.REPLY: _("%(actor)s replied in your thread"),
        Notification.Type.COMMENT: _comment_sentence(row),
        Notification.Type.FEEDBACK: _("%(actor)s gave feedback on your video"),
        Notification.Type.STATUS_CHANGE: _("%(actor)s set your feedback to “%(status)s”"),
        Notification.Type.ASSIGNMENT: _("%(actor)s assigned feedback to you"),
        Notification.Type.VERSION: _(
            "%(actor)s uploaded a new version of a video on which you have open feedback"
        ),
        Notification.Type.VERSION_APPROVED: _("%(actor)s approved your version"),
        Notification.Type.CHANGES_REQUESTED: _("%(actor)s asked for changes to your version"),
        Notification.Type.INVITATION_ACCEPTED: _("%(actor)s accepted your invitation"),
    }
    status = row.feedback.Status(row.status).label if row.feedback and row.status else ""
    return sentences[Notification.Type(row.type)] % {"actor": row.actor.name, "status": status}


def _comment_sentence(row: Notification) -> str:
    """Say why the reader is told of a comment: they gave the feedback, or they are assigned it."""
    if row.feedback and row.feedback.user.person_id != row.user.person_id:
        return _("%(actor)s commented on feedback that is assigned to you")
    return _("%(actor)s commented on your feedback")


def _place(row: Notification) -> str:
    """Return where it happened: `Spring film · First cut · 00:00:12`."""
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


def url_of(row: Notification, reader: User) -> str:
    """Return the front end's URL of the project, video, moment and comment.

    A guest gets a link to their own page, because they have no account to log in to.
    """
    query: dict[str, object] = {}
    if row.feedback:
        query |= {"feedback": row.feedback.id, "t": row.feedback.video_timestamp}
    if row.comment_id:
        query["comment"] = row.comment_id
    video = {"video": row.video_id} if row.video_id else {}
    if page := _guest_page(row, reader, **video, **query):
        return page
    url = f"{settings.FRONTEND_URL}/projects/{row.project_id}"
    if row.video_id:
        url += f"/videos/{row.video_id}"
    return f"{url}?{urlencode(query)}" if query else url


def _guest_page(row: Notification, reader: User, **query: object) -> str | None:
    """Return the URL of the reader's page as a guest; None for a member."""
    if not reader.is_guest:
        return None
    [page] = guest_pages
    return page(guest_id=reader.id, project_id=row.project_id, query=query)
