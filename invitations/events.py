"""What admins who are connected are told: how an invitation stands. It is not logged."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from eventlog.events import EphemeralEventType
from eventlog.publish import broadcast
from invitations.models import Invitation
from invitations.resources import INVITATION
from projects.models import Role
from videoplanet.db.sql_json import read_by_ids


def tell_updated(ids: Iterable[UUID]) -> None:
    """Tell the admins, when the transaction commits, how the invitations stand then."""
    wanted = list(ids)
    if wanted:
        transaction.on_commit(lambda: _tell(wanted))


def _tell(ids: list[UUID]) -> None:
    for project_id, text in read_by_ids(Invitation, ids, "project_id", INVITATION.json):
        tell_admins(project_id, text)


def tell_admins(project_id: UUID, text: str) -> None:
    """Tell the admins now of an invitation, whose JSON is given."""
    broadcast(
        EphemeralEventType.INVITATION_UPDATED,
        project_id=project_id,
        payload=text,
        only_role=Role.ADMIN,
    )
