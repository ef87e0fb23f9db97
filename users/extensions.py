"""Hooks for guests, which apps above this one register when they start."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from users.models import User


class Admission(Protocol):
    """Lets a guest join a project; returns False if they are not invited, or no longer are."""

    def __call__(self, *, guest: User, project_id: UUID) -> bool: ...  # noqa: D102 - as the class


class OnAccount(Protocol):
    """Runs in the transaction that links these guests to the account of the same person."""

    def __call__(self, *, guest_ids: Collection[UUID], account: User) -> None: ...  # noqa: D102 - as the class


admissions: list[Admission] = []
on_account: list[OnAccount] = []
access_sql: list[str] = []
"""At most one: the SQL of what `users_user` may do in the project that is its one parameter."""


def register_admission(admit: Admission) -> None:
    """Have `admit` called for guests who have not joined yet."""
    admissions.append(admit)


def register_on_account(react: OnAccount) -> None:
    """Have `react` called when guests are linked to an account."""
    on_account.append(react)
