"""Live messages about invitations, to the admins who are connected. They are not in the log."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from eventlog.events import EphemeralEventType
from eventlog.publish import broadcast
from invitations.models import Invitation
from invitations.resources import INVITATION
from projects.models import Role
from videoplanet.db.sql_json import read_by_ids


def broadcast_updated(ids: Iterable[UUID]) -> None:
    """Send the admins the state of these invitations when the transaction commits."""
    wanted = list(ids)
    if wanted:
        transaction.on_commit(lambda: _broadcast_state(wanted))


def _broadcast_state(ids: list[UUID]) -> None:
    for project_id, text in read_by_ids(Invitation, ids, "project_id", INVITATION.json):
        broadcast_to_admins(project_id, text)


def broadcast_to_admins(project_id: UUID, text: str) -> None:
    """Send a project's admins an invitation's JSON now."""
    broadcast(
        EphemeralEventType.INVITATION_UPDATED,
        project_id=project_id,
        payload=text,
        only_role=Role.ADMIN,
    )
