"""Changing people's preferences about e-mails, and moving what waits for a digest."""

from collections.abc import Sequence
from typing import TypedDict
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eventlog.publish import action
from notifications.digests import next_digest
from notifications.models import (
    DeliveryPreference,
    Mail,
    Mute,
    Notification,
    Preferences,
    preferences_of,
)
from users.models import User
from videoplanet.api.errors import InvalidField


class EmailChoices(TypedDict):
    """What one person chose: values of `DeliveryPreference` and `Digest`."""

    mentions: str
    others: str
    digest: str


@action()
def set_preferences(
    *, user: User, email: EmailChoices, muted_projects: Sequence[UUID]
) -> Preferences:
    """Replace all of a person's preferences; what waits for a digest follows them.

    Raises InvalidField (`muted_projects[n]`: the person is not in the project).
    """
    own = set(
        user.memberships.filter(project_id__in=muted_projects).values_list("project_id", flat=True)
    )
    for index, project_id in enumerate(muted_projects):
        if project_id not in own:
            message = _("There is no such project.")
            raise InvalidField(f"muted_projects[{index}]", "does_not_exist", message)
    preferences = Preferences(user=user, **email)
    # An upsert: of two requests at the same moment, the second waits for the first one's row lock.
    Preferences.objects.bulk_create(
        [preferences],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["mentions", "others", "digest"],
    )
    Mute.objects.filter(user=user).exclude(project_id__in=own).delete()
    Mute.objects.bulk_create(
        [Mute(user=user, project_id=project_id) for project_id in own], ignore_conflicts=True
    )
    _reschedule(user, preferences)
    return preferences


@action()
def unsubscribe(*, user_id: UUID, kind: Mail.Kind) -> None:
    """Send no more mails of this kind to somebody. It may be called twice, and for a deleted user.

    A digest may hold mentions and the rest: whatever waits for the digest ends with it.
    """
    user = User.objects.filter(id=user_id).first()
    if user is None:
        return
    Preferences.objects.bulk_create([Preferences(user=user)], ignore_conflicts=True)
    preferences = Preferences.objects.select_for_update().get(user=user)
    if kind == Mail.Kind.MENTIONS or (
        kind == Mail.Kind.DIGEST and preferences.mentions == DeliveryPreference.DIGEST
    ):
        preferences.mentions = DeliveryPreference.OFF
    if kind == Mail.Kind.OTHERS or (
        kind == Mail.Kind.DIGEST and preferences.others == DeliveryPreference.DIGEST
    ):
        preferences.others = DeliveryPreference.OFF
    preferences.save(update_fields=["mentions", "others"])
    _reschedule(user, preferences)


def follow_time_zone(user: User) -> None:
    """Move what waits for a digest to the next one in the new time zone. Part of an action."""
    _reschedule(user, preferences_of(user.id))


def _reschedule(user: User, preferences: Preferences) -> None:
    """Move what waits for a digest to the next one; what is no longer wanted leaves it."""
    rows = Notification.objects.filter(user=user, unread=True, digest_at__isnull=False)
    # Locked in the order of the ids, as `mark_read` does, so that the two can't deadlock.
    ids = rows.order_by("id").select_for_update(no_key=True).values_list("id", flat=True)
    waiting = Notification.objects.filter(id__in=list(ids))
    due = next_digest(timezone.now(), digest=preferences.digest, time_zone=user.time_zone)
    mentions = waiting.filter(type=Notification.Type.MENTION)
    others = waiting.exclude(type=Notification.Type.MENTION)
    # What already waits is sent with the next digest, even if its type is now mailed at once.
    mentions.update(digest_at=None if preferences.mentions == DeliveryPreference.OFF else due)
    others.update(digest_at=None if preferences.others == DeliveryPreference.OFF else due)
