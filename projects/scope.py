"""Rows of a project: which of them a user sees, and which of them an action may lock.

Views reach a row, or the access to its project, as its user (`get_for_user`, `access`). Actions
fetch it `within` the access that they were given, so that no caller can make them lock the row of
another project.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db.models import F, Model, OuterRef, QuerySet

from eventlog.models import stream_seq
from projects.models import Access, Role
from users.models import User
from videoplanet.api.errors import Text, does_not_exist

ACCESS = ("access_project", "access_role", "access_seq")


class ProjectScoped[Row: Model](QuerySet[Row]):
    """Reads of rows that belong to a project."""

    project_path: ClassVar[str] = "project"
    """The relation that leads from a row to its project."""
    missing: ClassVar[Text] = ""
    """The message for a body that names a row which its sender does not see, where bodies do."""

    def visible_to(self, user: User) -> Self:
        """Return the rows of the projects that `user` is in; what they may do is another matter."""
        return self.filter(**{f"{self.project_path}__memberships__user": user})

    def within(self, access: Access) -> Self:
        """Return the rows of the project that `access` is for."""
        return self.filter(**{self.project_path: access.project_id})

    def get_for_user(
        self, user: User, id: UUID, *, role: Role = Role.VIEWER, field: str = ""
    ) -> tuple[Row, Access]:
        """Return a row and what `user` may do in its project, in one statement.

        For a row that `user` does not see it raises Http404, or InvalidField (400) if a body named
        it in `field`. It raises Forbidden for somebody who sees the row with a lower role than
        `role`.
        """
        row: Row | None = self._with_access(user, id).first()
        if row is None:
            raise does_not_exist(field, self.missing)
        return row, _access(user, vars(row), role)

    def access(self, user: User, id: UUID, *, role: Role = Role.VIEWER, field: str = "") -> Access:
        """Return what `user` may do in a row's project. Raises what `get_for_user` raises."""
        found = self._with_access(user, id).values(*ACCESS).first()
        if found is None:
            raise does_not_exist(field, self.missing)
        return _access(user, found, role)

    def _with_access(self, user: User, id: UUID) -> "QuerySet[Any, Any]":
        path = self.project_path
        # Filtered first, so that the annotations read the membership that the filter found.
        return (
            self.visible_to(user)
            .filter(id=id)
            .annotate(
                access_project=F(f"{path}_id"),
                access_role=F(f"{path}__memberships__role"),
                access_seq=stream_seq(OuterRef(f"{path}_id")),
            )
        )


def _access(user: User, found: Mapping[str, Any], role: Role) -> Access:
    project_id, has_role, seq = (found[name] for name in ACCESS)
    access = Access(user, project_id, Role(has_role), seq)
    access.require(role)
    return access
