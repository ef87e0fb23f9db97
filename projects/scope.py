"""Rows of a project: which of them a user sees, and which of them an action may lock.

Views read a row, or the access to its project, for the user of the request (`get_for_user`,
`access`). Actions fetch rows `within` the access that they were given, so that no caller can make
them lock a row of another project.
"""

from functools import cache
from typing import Any, ClassVar, NamedTuple, Self
from uuid import UUID

from django.db import connection
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
        self,
        user: User,
        id: UUID,
        *,
        columns: tuple[str, ...] = (),
        role: Role = Role.VIEWER,
        field: str = "",
    ) -> tuple[Row, Access]:
        """Return a row (or some `columns` of it) and what `user` may do in its project.

        Raises Http404 if `user` can't see the row (or InvalidField, a 400, if a request's body
        named it in `field`), and Forbidden if they can see it but have a lower role than `role`.
        """
        every = _columns(self.model)
        # `from_db` takes them in the model's order.
        wanted = tuple(name for name in every if name in columns) if columns else every
        found = self._read(user, id, wanted, field)
        row: Row = self.model.from_db(self.db, list(found.columns), found.values)
        return row, _access(user, found.access, role)

    def access(self, user: User, id: UUID, *, role: Role = Role.VIEWER, field: str = "") -> Access:
        """Return what `user` may do in a row's project. Raises what `get_for_user` raises."""
        return _access(user, self._read(user, id, (), field).access, role)

    def _read(self, user: User, id: UUID, columns: tuple[str, ...], field: str) -> "_Found":
        sql, params = _statement(self.model, columns)
        given = {USER: user.pk, ROW: id}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(param, param) for param in params])
            row = cursor.fetchone()
        if row is None:
            raise does_not_exist(field, self.missing)
        values = [
            each.from_db_value(value, None, connection) if hasattr(each, "from_db_value") else value
            for each, value in zip(map(self.model._meta.get_field, columns), row, strict=False)
        ]
        return _Found(columns, values, row[len(columns) :])

    def with_access(self, user: User, id: UUID, columns: tuple[str, ...]) -> "QuerySet[Any, Any]":
        """Return the row and the access, if `user` sees it: `columns`, then those of ACCESS."""
        path = self.project_path
        # The filter comes first, so that the annotations read the membership that it matched.
        described = self.visible_to(user).annotate(
            access_project=F(f"{path}_id"),
            access_role=F(f"{path}__memberships__role"),
            access_seq=self.project_seq,
        )
        return described.filter(id=id).values_list(*columns, *ACCESS)


class _Found(NamedTuple):
    columns: tuple[str, ...]
    values: list[Any]
    access: tuple[Any, ...]


USER, ROW = UUID(int=1), UUID(int=2)
"""Stand for the parameters in a statement that is kept."""


@cache
def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


@cache
def _statement(model: type[Model], columns: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """Return the statement of `with_access` and its parameters, with USER and ROW in them.

    Nearly all requests run one, and the ORM takes several times as long to build it as PostgreSQL
    to answer it.
    """
    rows: Any = model._default_manager.all()  # noqa: SLF001 - Django's name for it
    sql, params = rows.with_access(User(id=USER), ROW, columns).query.sql_with_params()
    return sql, tuple(params)


def _access(user: User, columns: tuple[Any, ...], required: Role) -> Access:
    project_id, role, seq = columns
    access = Access(user, project_id, Role(role), seq)
    access.require(required)
    return access
