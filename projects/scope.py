"""Rows of a project: which of them a user sees, and which of them an action may lock.

Views read a row, or the access to its project, for the user of the request (`get_for_user`,
`access`). Actions fetch rows `within` the access that they were given, so that no caller can make
them lock a row of another project.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, Model, QuerySet

from eventlog.models import newest_seq
from projects.models import Access, Role
from users.models import User
from videoplanet.api.errors import Text, does_not_exist
from videoplanet.db.sql_json import Compiled

ACCESS = ("access_project", "access_role", "access_seq")


class ProjectScoped[Row: Model](QuerySet[Row]):
    """Reads of rows that belong to a project."""

    project_path: ClassVar[str] = "project"
    """The relation that leads from a row to its project."""
    project_seq: ClassVar[Compiled] = newest_seq("project_id")
    """The newest seq of the project's stream."""
    missing: ClassVar[Text] = ""
    """The error message for a request whose body names a row that its sender can't see."""

    def visible_to(self, user: User) -> Self:
        """Return the rows of the projects that `user` is in, whatever their role."""
        return self.filter(**{f"{self.project_path}__memberships__user": user})

    def within(self, access: Access) -> Self:
        """Return the rows of the project that `access` is for."""
        return self.filter(**{self.project_path: access.project_id})

    def lock(self, *ids: UUID) -> list[UUID]:
        """Lock rows until the end of the transaction, in the order of their ids; return those.

        Whoever writes comments or reactions locks what they are on first: triggers count them in
        the feedback's row, and deleting it locks in the same order.
        """
        locked = self.filter(id__in=ids).order_by("id").select_for_update(of=("self",), no_key=True)
        return [row.pk for row in locked.only("id")]

    def get_for_user(
        self, user: User, id: UUID, *, role: Role = Role.VIEWER, field: str = ""
    ) -> tuple[Row, Access]:
        """Return a row and what `user` may do in its project, in one statement.

        Raises Http404 if `user` can't see the row (or InvalidField, a 400, if a request's body
        named it in `field`), and Forbidden if they can see it but have a lower role than `role`.
        """
        try:
            row: Row = self._with_access(user).get(id=id)
        except ObjectDoesNotExist:
            raise does_not_exist(field, self.missing) from None
        return row, _access(user, vars(row), role)

    def access(self, user: User, id: UUID, *, role: Role = Role.VIEWER, field: str = "") -> Access:
        """Return what `user` may do in a row's project. Raises what `get_for_user` raises."""
        try:
            columns = self._with_access(user).values(*ACCESS).get(id=id)
        except ObjectDoesNotExist:
            raise does_not_exist(field, self.missing) from None
        return _access(user, columns, role)

    def _with_access(self, user: User) -> "QuerySet[Any, Any]":
        path = self.project_path
        # The filter comes first, so that the annotations read the membership that it matched.
        return self.visible_to(user).annotate(
            access_project=F(f"{path}_id"),
            access_role=F(f"{path}__memberships__role"),
            access_seq=self.project_seq,
        )


def _access(user: User, columns: Mapping[str, Any], required: Role) -> Access:
    project_id, role, seq = (columns[name] for name in ACCESS)
    access = Access(user, project_id, Role(role), seq)
    access.require(required)
    return access
