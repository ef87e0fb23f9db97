"""Reactions: rows with a unique constraint, so that no reaction is lost if several come at once."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from eventlog.events import EventType
from eventlog.publish import action, publish
from feedbacks.models import Reaction
from projects.models import Access, Role
from users.models import User
from videoplanet.api.serializers import StrictSerializer

FIRST, LAST = "\U0001f300", "\U0001fad6"
PATTERN = f"^[{FIRST}-{LAST}]$"
"""Exactly one code point, written literally: `\\u{…}` means something in JavaScript only."""


@extend_schema_field({"type": "string", "pattern": PATTERN})
class EmojiField(serializers.CharField):
    """One code point of U+1F300 to U+1FAD6."""

    def to_internal_value(self, data: object) -> str:
        """Return the emoji."""
        if not (isinstance(data, str) and len(data) == 1 and FIRST <= data <= LAST):
            message = _("Exactly one emoji, U+1F300 to U+1FAD6.")
            raise serializers.ValidationError(message, code="invalid")
        return data


class ReactionRequest(StrictSerializer):
    """A reaction to add or to remove."""

    emoji = EmojiField()


@action()
def add_reaction(*, access: Access, model: type[Reaction], target_id: UUID, emoji: str) -> None:
    """React to a feedback or a comment (`model`); a second time changes nothing.

    Raises Forbidden, the `DoesNotExist` of the target.
    """
    access.require(Role.REVIEWER)
    row = _row(access, model, target_id, emoji)
    reaction, added = model.objects.get_or_create(**row)
    if added:
        _publish(EventType.REACTION_ADDED, reaction, access.project_id, access.user.id)


@action()
def remove_reaction(*, access: Access, model: type[Reaction], target_id: UUID, emoji: str) -> None:
    """Remove one's reaction; if there is none, nothing changes.

    Raises Forbidden, the `DoesNotExist` of the target.
    """
    access.require(Role.REVIEWER)
    row = _row(access, model, target_id, emoji)
    removed, _rows = model.objects.filter(**row).delete()
    if removed:
        _publish(EventType.REACTION_REMOVED, model(**row), access.project_id, access.user.id)


def _row(access: Access, model: type[Reaction], target_id: UUID, emoji: str) -> dict[str, Any]:
    """Return the columns of one's own reaction to a target of the project."""
    targets: Any = model._meta.get_field(model.TARGET).related_model
    if not targets.objects.within(access).lock(target_id):
        raise targets.DoesNotExist
    return {f"{model.TARGET}_id": target_id, "user_id": access.user.id, "emoji": emoji}


def take_over_reactions(
    model: type[Reaction], *, guest_ids: Collection[UUID], account: User
) -> None:
    """Give the guests' reactions to their account, so that one person counts once.

    Part of the action that links the guests to this account.
    """
    targets: Any = model._meta.get_field(model.TARGET).related_model
    path = f"{model.TARGET}__{targets.objects.all().project_path}_id"
    rows = model.objects.filter(user__in=guest_ids).annotate(target_project=F(path))
    targets.objects.lock(*rows.values_list(f"{model.TARGET}_id", flat=True))
    for row in rows.order_by("id").select_for_update(of=("self",)):
        row.delete()
        _publish(EventType.REACTION_REMOVED, row, row.target_project, account.id)
        columns = {f"{model.TARGET}_id": row.target_id, "user_id": account.id, "emoji": row.emoji}
        reaction, added = model.objects.get_or_create(**columns)
        if added:
            _publish(EventType.REACTION_ADDED, reaction, row.target_project, account.id)


def _publish(event: EventType, reaction: Reaction, project_id: UUID, actor_id: UUID) -> None:
    payload = {
        "target": reaction.TARGET,
        "target_id": reaction.target_id,
        "emoji": reaction.emoji,
        "user_id": reaction.user_id,
    }
    publish(event, project_id=project_id, payload=payload, actor_id=actor_id)
