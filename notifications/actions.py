"""Telling people, and what they do with what they are told."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eventlog.events import PersonalEvent
from eventlog.publish import action, publish_to
from notifications.digests import next_digest
from notifications.models import (
    EXCERPT_MAX,
    Email,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationRequest:
    """What one person is to hear of, and where it is."""

    user_id: UUID
    type: Notification.Type
    video_id: UUID | None = None
    feedback_id: UUID | None = None
    comment_id: UUID | None = None
    excerpt: str = ""
    status: str | None = None


@dataclass(frozen=True, slots=True)
class _Receiver:
    """Somebody who is in the project and did not mute it."""

    id: UUID
    address: str
    time_zone: str
    mentions: str
    others: str
    digest: str

    def delivery_preference(self, type: Notification.Type) -> str:
        wanted = self.mentions if type == Type.MENTION else self.others
        return wanted if self.address else Email.OFF


def notify(*, project_id: UUID, actor_id: UUID, requests: Iterable[NotificationRequest]) -> None:
    """Tell people what somebody did. Part of an action: it is told only if the act is committed.

    Left out are the actor, who is not in the project, and who muted it. Rows, events and mails take
    the same number of queries for one receiver and for a hundred, and none for nobody. Of one act
    the caller makes one request a person, the most specific; somebody who took part as a guest
    first and with an account later hears of it once.
    """
    wanted = [each for each in requests if each.user_id != actor_id]
    if not wanted:
        return
    receivers = _receivers(project_id, {each.user_id for each in wanted})
    now = timezone.now()
    told = {
        (receivers[each.user_id], each.video_id, each.feedback_id, each.comment_id): each
        for each in wanted
        if each.user_id in receivers and receivers[each.user_id].id != actor_id
    }
    rows = [
        _row(each, receiver, project_id=project_id, actor_id=actor_id, now=now)
        for (receiver, *_about), each in told.items()
    ]
    if not rows:
        return
    mails = [row.mail for row in rows if row.mail]
    Mail.objects.bulk_create(mails)
    Notification.objects.bulk_create(rows)
    texts = NOTIFICATION.texts([row.id for row in rows])
    for row in rows:
        publish_to(
            row.user_id,
            PersonalEvent.NOTIFICATION_CREATED,
            payload=texts[row.id],
            actor_id=actor_id,
        )
    schedule(NOTIFICATION_MAIL, [mail.id for mail in mails])


def _receivers(project_id: UUID, ids: Collection[UUID]) -> dict[UUID, _Receiver]:
    """Return who hears what is for whom: for a guest by now with an account, the account."""
    muted = Mute.objects.filter(user=OuterRef("id"), project=project_id)
    guests = User.objects.filter(account=OuterRef("id"), id__in=ids)
    # By the name of the relation: this app knows nothing of the one above it.
    members = User.objects.filter(is_active=True, memberships__project=project_id)
    wanted = members.filter(Q(id__in=ids) | Exists(guests)).exclude(Exists(muted))
    found = wanted.annotate(former=ArraySubquery(guests.values("id")))
    return {
        asked: _receiver(each)
        for each in found.select_related("notification_preferences")
        for asked in (each.id, *each.former)
    }


def _receiver(user: User) -> _Receiver:
    chosen = getattr(user, "notification_preferences", None) or Preferences(user=user)
    return _Receiver(
        id=user.id,
        # A guest's is where the invitation went; who came by a link has none.
        address=user.email or user.contact_email,
        time_zone=user.time_zone,
        mentions=chosen.mentions,
        others=chosen.others,
        digest=chosen.digest,
    )


def _row(
    requests: NotificationRequest,
    receiver: _Receiver,
    *,
    project_id: UUID,
    actor_id: UUID,
    now: datetime,
) -> Notification:
    wish = receiver.delivery_preference(requests.type)
    return Notification(
        user_id=receiver.id,
        type=requests.type,
        project_id=project_id,
        video_id=requests.video_id,
        feedback_id=requests.feedback_id,
        comment_id=requests.comment_id,
        actor_id=actor_id,
        excerpt=_excerpt(requests.excerpt),
        status=requests.status,
        created_at=now,
        mail=Mail(user_id=receiver.id, kind=Mail.Kind.MENTIONS) if wish == Email.NOW else None,
        digest_at=_digest_at(now, receiver) if wish == Email.DIGEST else None,
    )


def _digest_at(now: datetime, receiver: _Receiver) -> datetime:
    return next_digest(now, digest=receiver.digest, time_zone=receiver.time_zone)


def _excerpt(text: str) -> str:
    """Return the beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT_MAX else f"{line[: EXCERPT_MAX - 1]}…"


def already_mentioned(comment_id: UUID) -> set[UUID]:
    """Return who was notified of a mention in the comment: out and back in is nothing new."""
    told = Notification.objects.filter(comment_id=comment_id, type=Type.MENTION)
    return set(told.values_list("user_id", flat=True))


def forget_comment(comment_id: UUID) -> None:
    """Delete what quotes a comment of which only its place stays. Part of an action."""
    Notification.objects.filter(comment_id=comment_id).delete()


@action()
def mark_read(*, user: User, ids: Sequence[UUID] | None) -> int:
    """Mark these notifications as read, or with None all; return how many were unread.

    Raises InvalidField (`ids[n]`: no such notification of one's own).
    """
    rows = Notification.objects.visible_to(user)
    wanted = rows.filter(unread=True) if ids is None else rows.filter(id__in=ids)
    # In one order, so that two who mark the same rows can't wait for each other in a circle.
    locked = wanted.order_by("id").select_for_update(of=("self",), no_key=True)
    found = dict(locked.values_list("id", "read_at"))
    for index, each in enumerate(ids or ()):
        if each not in found:
            message = _("There is no such notification.")
            raise InvalidField(f"ids[{index}]", "does_not_exist", message)
    changed = [each for each, read_at in found.items() if read_at is None]
    now = timezone.now()
    Notification.objects.filter(id__in=changed).update(read_at=now, unread=False, digest_at=None)
    for each in changed:
        publish_to(
            user.id,
            PersonalEvent.NOTIFICATION_READ,
            payload={"id": each, "read_at": now},
            actor_id=user.id,
        )
    return len(changed)


class EmailChoices(TypedDict):
    """What somebody chose of e-mails."""

    mentions: str
    others: str
    digest: str


@action()
def set_preferences(
    *, user: User, email: EmailChoices, muted_projects: Sequence[UUID]
) -> Preferences:
    """Choose again; what waits for a digest follows the new choice.

    Raises InvalidField (`muted_projects[n]`: not a project of one's own).
    """
    own = set(
        user.memberships.filter(project_id__in=muted_projects).values_list("project_id", flat=True)
    )
    for index, each in enumerate(muted_projects):
        if each not in own:
            message = _("There is no such project.")
            raise InvalidField(f"muted_projects[{index}]", "does_not_exist", message)
    chosen = Preferences(user=user, **email)
    # The row's lock makes of two who choose at once one after the other.
    Preferences.objects.bulk_create(
        [chosen],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["mentions", "others", "digest"],
    )
    Mute.objects.filter(user=user).exclude(project_id__in=own).delete()
    Mute.objects.bulk_create(
        [Mute(user=user, project_id=each) for each in own], ignore_conflicts=True
    )
    _reschedule(user, chosen)
    return chosen


@action()
def unsubscribe(*, user_id: UUID, kind: Mail.Kind) -> None:
    """Write no more such mails to somebody. Twice is once; for who is gone it does nothing.

    The digest is all that comes together, so mentions that wait for it end with it.
    """
    user = User.objects.filter(id=user_id).first()
    if user is None:
        return
    Preferences.objects.bulk_create([Preferences(user=user)], ignore_conflicts=True)
    chosen = Preferences.objects.select_for_update().get(user=user)
    if kind == Mail.Kind.MENTIONS:
        chosen.mentions = Email.OFF
    else:
        chosen.others = Email.OFF
        if chosen.mentions == Email.DIGEST:
            chosen.mentions = Email.OFF
    chosen.save(update_fields=["mentions", "others"])
    _reschedule(user, chosen)


def _reschedule(user: User, chosen: Preferences) -> None:
    """Move what waits for a digest to the next one; what is not wanted any more leaves it."""
    rows = Notification.objects.filter(user=user, unread=True, digest_at__isnull=False)
    # In the order in which they are marked as read.
    ids = rows.order_by("id").select_for_update(no_key=True).values_list("id", flat=True)
    waiting = Notification.objects.filter(id__in=list(ids))
    due = next_digest(timezone.now(), digest=chosen.digest, time_zone=user.time_zone)
    mentions, others = waiting.filter(type=Type.MENTION), waiting.exclude(type=Type.MENTION)
    # A mention that waits goes with the next digest also where the next one comes at once.
    mentions.update(digest_at=None if chosen.mentions == Email.OFF else due)
    others.update(digest_at=None if chosen.others == Email.OFF else due)
