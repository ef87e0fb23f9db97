"""What apps above this one do for guests: each registers it when it starts."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from users.models import User


class Admission(Protocol):
    """Lets a guest join a project; returns False for one whom nobody invited, or not any more."""

    def __call__(self, *, guest: User, project_id: UUID) -> bool: ...  # noqa: D102 - as the class


class OnAccount(Protocol):
    """Runs in the transaction that says that these guests are the person with this account."""

    def __call__(self, *, guest_ids: Collection[UUID], account: User) -> None: ...  # noqa: D102 - as the class


admissions: list[Admission] = []
on_account: list[OnAccount] = []


def register_admission(admit: Admission) -> None:
    """Have `admit` asked for guests who have not joined yet."""
    admissions.append(admit)


def register_on_account(react: OnAccount) -> None:
    """Have `react` called when guests turn out to be a person with an account."""
    on_account.append(react)
