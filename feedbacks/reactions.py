"""Reactions: rows with a unique constraint, so that clicks at the same moment lose nothing."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from eventlog.events import EventType
from eventlog.publish import action, publish
from feedbacks.models import Reaction
from projects.models import Access, Role
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
    """React to a feedback or a comment, as `model` says; a second time changes nothing.

    Raises Forbidden, the `DoesNotExist` of the target.
    """
    access.require(Role.REVIEWER)
    row = _row(access, model, target_id, emoji)
    _reaction, added = model.objects.get_or_create(**row)
    if added:
        _publish(EventType.REACTION_ADDED, access, model, target_id, emoji)


@action()
def remove_reaction(*, access: Access, model: type[Reaction], target_id: UUID, emoji: str) -> None:
    """Take one's reaction back; that there is none changes nothing.

    Raises Forbidden, the `DoesNotExist` of the target.
    """
    access.require(Role.REVIEWER)
    removed, _rows = model.objects.filter(**_row(access, model, target_id, emoji)).delete()
    if removed:
        _publish(EventType.REACTION_REMOVED, access, model, target_id, emoji)


def _row(access: Access, model: type[Reaction], target_id: UUID, emoji: str) -> dict[str, Any]:
    """Return the columns of one's own reaction to a target of the project."""
    targets: Any = model._meta.get_field(model.TARGET).related_model
    targets.objects.within(access).only("id").get(id=target_id)
    return {f"{model.TARGET}_id": target_id, "user_id": access.user.id, "emoji": emoji}


def _publish(
    event: EventType, access: Access, model: type[Reaction], target_id: UUID, emoji: str
) -> None:
    user_id = access.user.id
    payload = {"target": model.TARGET, "target_id": target_id, "emoji": emoji, "user_id": user_id}
    publish(event, project_id=access.project_id, payload=payload, actor_id=user_id)
