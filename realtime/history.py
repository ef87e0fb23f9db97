"""How far back in a project's log a person may read."""

from collections.abc import Sequence
from uuid import UUID

from eventlog.reads import joined_at
from users.models import User


def history_start(user: User, project_id: UUID) -> int:
    """Return the seq after which the log is open to `user`."""
    return history_starts([(user, project_id)])[0]


def history_starts(people: Sequence[tuple[User, UUID]]) -> list[int]:
    """Return the seq after which the log is open to each, in their order.

    Members may read all of it. A guest sees what there is now, as REST shows it, and what happens
    after they joined: what the team said and did before that is private to the team.
    """
    guests = [(user.pk, project_id) for user, project_id in people if user.is_guest]
    joined = joined_at(guests) if guests else {}
    return [max(0, joined.get((user.pk, project_id), 0) - 1) for user, project_id in people]
