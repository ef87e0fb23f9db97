"""How far back in a project's log a person may read."""

from uuid import UUID

from eventlog.reads import joined_at
from users.models import User


def history_start(user: User, project_id: UUID) -> int:
    """Return the seq after which the log is open to `user`.

    Members may read all of it. A guest sees what there is now, as REST shows it, and what happens
    after they joined: what the team said and did before that is private to the team.
    """
    return max(0, joined_at(project_id, user.pk) - 1) if user.is_guest else 0
