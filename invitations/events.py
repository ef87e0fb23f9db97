"""What admins who are connected are told: how an invitation stands. It is not logged."""

from collections.abc import Iterable
from uuid import UUID

import orjson
from django.db import transaction

from invitations.models import Invitation
from projects.models import Role
from realtime.events import ToldEvent
from realtime.publish import tell


def tell_updated(ids: Iterable[UUID]) -> None:
    """Tell the admins, when the transaction commits, how the invitations stand then."""
    wanted = list(ids)
    if wanted:
        transaction.on_commit(lambda: _tell(wanted))


def _tell(ids: list[UUID]) -> None:
    rows = Invitation.objects.filter(id__in=ids).as_json().order_by("id")
    for project_id, text in rows.values_list("project_id", "json"):
        tell(
            ToldEvent.INVITATION_UPDATED,
            project_id=project_id,
            payload=orjson.loads(text),
            audience=Role.ADMIN,
        )
