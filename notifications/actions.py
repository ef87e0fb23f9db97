"""Creating notifications, keeping them up to date, and marking them as read."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eventlog.events import PersonalEvent
from eventlog.publish import ResourceRow, action, publish_to, redact
from notifications.digests import next_digest
from notifications.models import (
    EXCERPT_MAX,
    DeliveryPreference,
    Mail,
    Mute,
    Notification,
    Preferences,
)
from notifications.resources import NOTIFICATION
from notifications.tasks import NOTIFICATION_MAIL
from users.models import User
from videoplanet.api.errors import InvalidField
from videoplanet.tasks.work import schedule

Type = Notification.Type

SETTLING = (Type.STATUS_CHANGE, Type.ASSIGNMENT, Type.VERSION_APPROVED, Type.CHANGES_REQUESTED)
"""Types that report a state. It is often corrected within moments, so a second notification within
SETTLING_TIME replaces the first, and their mails wait as long."""
SETTLING_TIME = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationRequest:
    """What one person should be told of, and where it happened."""

    user_id: UUID
    type: Notification.Type
    video_id: UUID | None = None
    feedback_id: UUID | None = None
    comment_id: UUID | None = None
    excerpt: str = ""
    status: str | None = None


@dataclass(frozen=True, slots=True)
class _Receiver:
    """A member of the project who has not muted it."""

    user: User
    preferences: Preferences

    @property
    def id(self) -> UUID:
        """Return the user's id."""
        return self.user.id

    def delivery_preference(self, type: Notification.Type) -> str:
        """Return when a mail about it is wanted: never where there is no address."""
        return (
            self.preferences.delivery_preference(type)
            if self.user.mail_address
            else DeliveryPreference.OFF
        )


def notify(*, project_id: UUID, actor_id: UUID, requests: Iterable[NotificationRequest]) -> None:
    """Tell people what somebody did. Part of an action, with which it is committed.

    The actor, people who are not in the project and people who muted it are told nothing. If
    several requests are about the same thing and the same person, only the last one counts; a guest
    and the account linked to that guest are the same person. The number of queries does not
    depend on the number of people.
    """
    wanted = _by_receiver(project_id, actor_id, list(requests))
    if not wanted:
        return
    now = timezone.now()
    replaced = _replace_recent(wanted, actor_id=actor_id, now=now)
    mails: dict[tuple[UUID, str, bool], Mail] = {}
    rows = [
        _row(request, receiver, mails, project_id=project_id, actor_id=actor_id, now=now)
        for receiver, request in wanted
        if _state_key(receiver.id, request) not in replaced
    ]
    Mail.objects.bulk_create(mails.values())
    Notification.objects.bulk_create(rows)
    _publish(PersonalEvent.NOTIFICATION_CREATED, rows, actor_id)
    at_once = [mail.id for (_id, _kind, settles), mail in mails.items() if not settles]
    later = [mail.id for (_id, _kind, settles), mail in mails.items() if settles]
    schedule(NOTIFICATION_MAIL, at_once)
    schedule(NOTIFICATION_MAIL, later, delay=SETTLING_TIME)


def _by_receiver(
    project_id: UUID, actor_id: UUID, requests: list[NotificationRequest]
) -> list[tuple[_Receiver, NotificationRequest]]:
    """Return each receiver with their request: one request for each person and thing."""
    others = {request.user_id for request in requests} - {actor_id}
    if not others:
        return []
    receivers = _receivers(project_id, others)
    wanted = {}
    for request in requests:
        receiver = receivers.get(request.user_id)
        if receiver and receiver.id != actor_id:
            about = (request.video_id, request.feedback_id, request.comment_id)
            wanted[receiver.id, about] = (receiver, request)
    return list(wanted.values())


def _receivers(project_id: UUID, ids: Collection[UUID]) -> dict[UUID, _Receiver]:
    """Return the receiver for each id; for a guest's id, their account if it is in the project."""
    muted = Mute.objects.filter(user=OuterRef("id"), project=project_id)
    guests = User.objects.filter(account=OuterRef("id"), id__in=ids)
    # By the name of the relation: memberships belong to an app above this one.
    members = User.objects.filter(is_active=True, memberships__project=project_id)
    members = members.exclude(kind=User.Kind.BOT)
    wanted = members.filter(Q(id__in=ids) | Exists(guests)).exclude(Exists(muted))
    found = wanted.annotate(former=ArraySubquery(guests.values("id")))
    receivers: dict[UUID, _Receiver] = {}
    # Accounts come last, so that they replace a linked guest who is still in the project.
    for user in found.select_related("notification_preferences").order_by("kind"):
        preferences = getattr(user, "notification_preferences", None) or Preferences(user=user)
        receivers |= dict.fromkeys((user.id, *user.former), _Receiver(user, preferences))
    return receivers


type _StateKey = tuple[UUID, str, UUID | None, UUID | None]
"""Receiver, type, video and feedback."""


def _state_key(receiver_id: UUID, about: NotificationRequest | Notification) -> _StateKey:
    return receiver_id, about.type, about.video_id, about.feedback_id


def _replace_recent(
    wanted: list[tuple[_Receiver, NotificationRequest]], *, actor_id: UUID, now: datetime
) -> set[_StateKey]:
    """Update the unread notifications that would be repeated; return their keys."""
    states = {
        _state_key(receiver.id, request): request
        for receiver, request in wanted
        if request.type in SETTLING
    }
    if not states:
        return set()
    recent = Notification.objects.filter(
        user__in={receiver_id for receiver_id, *_about in states},
        type__in=SETTLING,
        video__in={request.video_id for request in states.values()},
        unread=True,
        created_at__gt=now - SETTLING_TIME,
    )
    replaced, changed = set(), []
    for row in recent.order_by("id").select_for_update(no_key=True):
        request = states.get(key := _state_key(row.user_id, row))
        if request is None:
            continue
        replaced.add(key)
        before = row.actor_id, row.status, row.excerpt
        row.actor_id, row.status, row.excerpt = actor_id, request.status, _excerpt(request.excerpt)
        if (row.actor_id, row.status, row.excerpt) != before:
            changed.append(row)
    Notification.objects.bulk_update(changed, ["actor", "status", "excerpt"])
    _publish(PersonalEvent.NOTIFICATION_UPDATED, changed, actor_id)
    return replaced


def _row(
    request: NotificationRequest,
    receiver: _Receiver,
    mails: dict[tuple[UUID, str, bool], Mail],
    *,
    project_id: UUID,
    actor_id: UUID,
    now: datetime,
) -> Notification:
    """Return the new row; a mail that is wanted at once is added to `mails`, once for each key."""
    preference = receiver.delivery_preference(request.type)
    mail, digest_at = None, None
    if preference == DeliveryPreference.NOW:
        kind = Mail.Kind.MENTIONS if request.type == Type.MENTION else Mail.Kind.OTHERS
        key = (receiver.id, kind, request.type in SETTLING)
        mail = mails.setdefault(key, Mail(user_id=receiver.id, kind=kind))
    elif preference == DeliveryPreference.DIGEST:
        preferences, zone = receiver.preferences, receiver.user.time_zone
        digest_at = next_digest(now, digest=preferences.digest, time_zone=zone)
    return Notification(
        user_id=receiver.id,
        type=request.type,
        project_id=project_id,
        video_id=request.video_id,
        feedback_id=request.feedback_id,
        comment_id=request.comment_id,
        actor_id=actor_id,
        excerpt=_excerpt(request.excerpt),
        status=request.status,
        created_at=now,
        mail=mail,
        digest_at=digest_at,
    )


def _publish(event: PersonalEvent, rows: Iterable[Notification], actor_id: UUID | None) -> None:
    for row in rows:
        payload = ResourceRow(NOTIFICATION, row.id)
        publish_to(row.user_id, event, payload=payload, actor_id=actor_id)


def _excerpt(text: str) -> str:
    """Return the beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT_MAX else f"{line[: EXCERPT_MAX - 1]}…"


def update_excerpts(
    *, feedback_id: UUID, comment_id: UUID | None, text: str, actor_id: UUID
) -> None:
    """Make notifications quote the current text. Part of an action.

    They quote the comment; without `comment_id` they quote the feedback itself.
    """
    excerpt = _excerpt(text)
    quoting = Notification.objects.filter(feedback=feedback_id, comment=comment_id)
    stale = quoting.exclude(excerpt=excerpt).order_by("id").select_for_update(no_key=True)
    rows = list(stale)
    if not rows:
        return
    Notification.objects.filter(id__in=[row.id for row in rows]).update(excerpt=excerpt)
    # People who have left the project don't see the notification and must not hear the new text.
    of_members = Notification.objects.filter(project__memberships__user=F("user"))
    visible = set(of_members.filter(id__in=[row.id for row in rows]).values_list("id", flat=True))
    updated = [row for row in rows if row.id in visible]
    _publish(PersonalEvent.NOTIFICATION_UPDATED, updated, actor_id)
    _publish_removed([row for row in rows if row.id not in visible], actor_id)
    _redact(rows)


def withdraw_mentions(
    *,
    project_id: UUID,
    feedback_id: UUID,
    comment_id: UUID | None,
    reasons: Sequence[NotificationRequest],
    actor_id: UUID,
) -> None:
    """Correct the notifications of people whom a text no longer mentions. Part of an action.

    It is a comment's, or without `comment_id` the feedback's own. `reasons` are the requests that
    it would make in its current form. For people who appear in them, the notification takes that
    type (a reply, say); for all others it is removed.
    """
    about = Notification.objects.filter(feedback=feedback_id, comment=comment_id)
    mentions = about.filter(type=Type.MENTION)
    rows = list(mentions.order_by("id").select_for_update(no_key=True))
    if not rows:
        return
    receivers = _receivers(project_id, {request.user_id for request in reasons})
    types = {
        receivers[request.user_id].id: request.type
        for request in reasons
        if request.user_id in receivers
    }
    _remove([row for row in rows if row.user_id not in types], actor_id)
    changed = [row for row in rows if types.get(row.user_id, row.type) != row.type]
    for row in changed:
        row.type = types[row.user_id]
    Notification.objects.bulk_update(changed, ["type"])
    _publish(PersonalEvent.NOTIFICATION_UPDATED, changed, actor_id)


def remove_about(*, feedback_id: UUID, comment_id: UUID | None = None, actor_id: UUID) -> None:
    """Remove notifications about a comment, or a feedback with its comments. Part of an action."""
    rows = Notification.objects.filter(feedback=feedback_id)
    if comment_id:
        rows = rows.filter(comment=comment_id)
    _remove(list(rows.order_by("id").select_for_update()), actor_id)


def remove_decision(*, video_id: UUID, note: str, actor_id: UUID) -> None:
    """Remove notifications that quote the note of a withdrawn decision. Part of an action."""
    decisions = (Type.VERSION_APPROVED, Type.CHANGES_REQUESTED)
    rows = Notification.objects.filter(video=video_id, type__in=decisions, excerpt=_excerpt(note))
    _remove(list(rows.order_by("id").select_for_update()), actor_id)


def _remove(rows: Sequence[Notification], actor_id: UUID) -> None:
    Notification.objects.filter(id__in=[row.id for row in rows]).delete()
    _publish_removed(rows, actor_id)
    _redact(rows)


def _publish_removed(rows: Iterable[Notification], actor_id: UUID) -> None:
    for row in rows:
        publish_to(
            row.user_id,
            PersonalEvent.NOTIFICATION_REMOVED,
            payload={"id": row.id},
            actor_id=actor_id,
        )


def _redact(rows: Iterable[Notification]) -> None:
    """Take the text that these notifications quoted out of people's logs."""
    for row in rows:
        redact(row.user_id, [row.id])


@action()
def mark_read(*, user: User, ids: Sequence[UUID] | None) -> int:
    """Mark these notifications as read, or all of them (None); return how many were unread.

    Raises InvalidField (`ids[n]`: the user has no such notification).
    """
    rows = Notification.objects.visible_to(user)
    wanted = rows.filter(unread=True) if ids is None else rows.filter(id__in=ids)
    # Locked in the order of the ids, so that two requests for the same rows can't deadlock.
    locked = wanted.order_by("id").select_for_update(of=("self",), no_key=True)
    found = dict(locked.values_list("id", "read_at"))
    for index, notification_id in enumerate(ids or ()):
        if notification_id not in found:
            message = _("There is no such notification.")
            raise InvalidField(f"ids[{index}]", "does_not_exist", message)
    changed = [row_id for row_id, read_at in found.items() if read_at is None]
    now = timezone.now()
    Notification.objects.filter(id__in=changed).update(read_at=now, unread=False, digest_at=None)
    for row_id in changed:
        publish_to(
            user.id,
            PersonalEvent.NOTIFICATION_READ,
            payload={"id": row_id, "read_at": now},
            actor_id=user.id,
        )
    return len(changed)
