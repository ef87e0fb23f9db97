"""What apps above this one add to a project; each app registers it when it starts.

So this app can show a project's poster and count its feedback without knowing about them.
"""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from django.db.models.expressions import Combinable

type Detail = Callable[[], Combinable]
"""Describes something about the project `OuterRef("id")`: how many videos it has, say."""
type BeforeDelete = Callable[[UUID], None]
"""Takes the project's id; runs in the transaction that deletes the project."""


class OnLeave(Protocol):
    """Runs in the transaction that removes a member from a project, after the removal."""

    def __call__(self, *, project_id: UUID, user_id: UUID, actor_id: UUID | None) -> None: ...  # noqa: D102 - as the class


type Invite = Callable[..., None]
"""Takes `access`, `email` and `role`; runs in the action that calls it."""


details: dict[str, Detail] = {}
"""By the field of a project's JSON."""
before_delete: list[BeforeDelete] = []
on_leave: list[OnLeave] = []
invite: list[Invite] = []
"""Holds the function that invites by mail a person whom the admin does not know."""


def register_detail(name: str, detail: Detail) -> None:
    """Have a project's JSON say the `detail` under `name`."""
    details[name] = detail


def register_before_delete(prepare: BeforeDelete) -> None:
    """Have `prepare` called before a project and everything in it are deleted."""
    before_delete.append(prepare)


def register_on_leave(react: OnLeave) -> None:
    """Have `react` called when somebody leaves a project or is removed from it."""
    on_leave.append(react)


def register_invite(send: Invite) -> None:
    """Have `send` called for a person whom an admin adds but does not know."""
    invite[:] = [send]
