"""Who admits a guest that uses a token for the first time: the app that invites registers it."""

from typing import Protocol
from uuid import UUID

from users.models import User


class Admission(Protocol):
    """Lets a guest join a project; returns False for one whom nobody invited, or not any more."""

    def __call__(self, *, guest: User, project_id: UUID) -> bool: ...  # noqa: D102 - as the class


admissions: list[Admission] = []


def register_admission(admit: Admission) -> None:
    """Have `admit` asked for guests who have not joined yet."""
    admissions.append(admit)
