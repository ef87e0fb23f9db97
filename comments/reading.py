"""What somebody has not read yet of what others have said of a video."""

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, QuerySet, Value
from django.db.models.fields import UUIDField
from django.utils import timezone

from comments.models import FeedbackComment, ReadPosition
from eventlog.publish import action
from feedbacks.models import Feedback
from projects.models import Access, Membership
from users.models import User
from videoplanet.db.sql_json import IsIn
from videos.models import Video

MOST_UNREAD = 1_000
"""So many ids are in an answer, however much somebody has not read."""
SETTLED = timedelta(minutes=1)
"""What is younger is remembered by its id: a request that began before may still be committed."""


class _Said(NamedTuple):
    """A feedback, or a comment on it."""

    id: UUID
    feedback_id: UUID | None
    user_id: UUID
    created_at: datetime


def read_state(*, access: Access, video_id: UUID) -> dict[str, Any]:
    """Return a ReadState (comments/serializers.py). Raises Video.DoesNotExist."""
    _require_here(access, video_id)
    position = ReadPosition.objects.filter(user=access.user, video=video_id).first()
    position = position or _first_position(access, video_id)
    own = _own_ids(access)
    seen = Value(position.seen, output_field=ArrayField(UUIDField()))
    parts = [
        part.exclude(user_id__in=own).exclude(IsIn(F("id"), seen))
        for part in _parts_after(position.seen_until, access, video_id)
    ]
    newest = chain.from_iterable(part.order_by("-created_at")[:MOST_UNREAD] for part in parts)
    unread = sorted(map(_Said._make, newest), key=_time_of)[-MOST_UNREAD:]
    is_all = len(unread) < MOST_UNREAD
    return {
        "seen_until": position.seen_until,
        "unread_count": len(unread) if is_all else sum(part.count() for part in parts),
        "feedbacks": [each.id for each in unread if each.feedback_id is None],
        "comments": [
            {"id": each.id, "feedback_id": each.feedback_id}
            for each in unread
            if each.feedback_id is not None
        ],
    }


@action()
def mark_read(
    *, access: Access, video_id: UUID, seen: Collection[UUID] = (), until: datetime | None = None
) -> None:
    """Add to what the person has seen: some feedback and comments, or everything up to a moment.

    Raises Video.DoesNotExist.
    """
    _require_here(access, video_id)
    first = _first_position(access, video_id)
    ReadPosition.objects.get_or_create(
        user=access.user, video_id=video_id, defaults={"seen_until": first.seen_until}
    )
    position = ReadPosition.objects.select_for_update(no_key=True).get(
        user=access.user, video_id=video_id
    )
    now = timezone.now()
    if until is not None:
        said = _said_after(position.seen_until, access, video_id)
        seen = {*seen, *(each.id for each in said if each.created_at <= until)}
    _move_up(position, {*position.seen, *seen}, access, settled=now - SETTLED)
    position.save(update_fields=["seen_until", "seen"])


def _move_up(position: ReadPosition, seen: set[UUID], access: Access, *, settled: datetime) -> None:
    """Set the position before the first that is unread; keep the ids of what was seen after it."""
    own = _own_ids(access)
    said = _said_after(position.seen_until, access, position.video_id)
    unread = [each for each in said if each.id not in seen and each.user_id not in own]
    limit = min([settled, *(each.created_at for each in unread)])
    read = [each.created_at for each in said if each.created_at < limit]
    position.seen_until = max([position.seen_until, *read])
    position.seen = [
        each.id for each in said if each.created_at > position.seen_until and each.id in seen
    ]


def _require_here(access: Access, video_id: UUID) -> None:
    Video.objects.within(access).only("id").get(id=video_id)


def _first_position(access: Access, video_id: UUID) -> ReadPosition:
    """Return where somebody begins who has read nothing: what is older than they is not news."""
    memberships = Membership.objects.filter(user=access.user, project_id=access.project_id)
    joined_at = memberships.values_list("created_at", flat=True).get()
    return ReadPosition(user=access.user, video_id=video_id, seen_until=joined_at)


def _own_ids(access: Access) -> set[UUID]:
    """Return the ids under which the person has written, also as a guest."""
    return set(User.objects.same_person(access.user.pk))


def _said_after(moment: datetime, access: Access, video_id: UUID) -> list[_Said]:
    """Return what was said of a video after a moment, the oldest first."""
    rows = chain.from_iterable(_parts_after(moment, access, video_id))
    return sorted(map(_Said._make, rows), key=_time_of)


def _parts_after(moment: datetime, access: Access, video_id: UUID) -> list[QuerySet[Any, Any]]:
    """Return the columns of _Said of the feedback, and of the comments, given after a moment."""
    nothing = Value(None, output_field=UUIDField())
    feedback: QuerySet[Any, Any] = Feedback.objects.within(access).filter(
        video_id=video_id, created_at__gt=moment
    )
    comments: QuerySet[Any, Any] = FeedbackComment.objects.within(access).filter(
        feedback__video_id=video_id, created_at__gt=moment, deleted_at=None
    )
    return [
        feedback.values_list("id", nothing, "user_id", "created_at"),
        comments.values_list("id", F("feedback_id"), "user_id", "created_at"),
    ]


def _time_of(said: _Said) -> datetime:
    return said.created_at
