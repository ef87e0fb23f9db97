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
from rest_framework.request import Request

from eventlog.models import newest_seq
from projects.models import Access, Role
from users.models import User
from users.questions import Ask, Question
from videoplanet.api.errors import Text, does_not_exist
from videoplanet.api.parsing import id_in_body
from videoplanet.db.kept import ROW, USER, KeptRow
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
        found = self._read(user, id, _chosen(self.model, columns), field)
        row: Row = self.model.from_db(self.db, list(found.columns), found.values)
        return row, _access(user, found.access, role)

    def access(self, user: User, id: UUID, *, role: Role = Role.VIEWER, field: str = "") -> Access:
        """Return what `user` may do in a row's project. Raises what `get_for_user` raises."""
        return _access(user, self._read(user, id, (), field).access, role)

    def _read(self, user: User, id: UUID, columns: tuple[str, ...], field: str) -> "_Found":
        row = user.take_answer((self.model, id, columns))
        if row is None:
            row = _kept(self.model, columns)(user.pk, id)
        if row is None or row[-1] is None:  # an answer without a row has only NULLs
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


@cache
def _chosen(model: type[Model], columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return these columns (all for none) in the model's order, as `from_db` takes them."""
    every = tuple(field.attname for field in model._meta.concrete_fields)
    return tuple(name for name in every if name in columns) if columns else every


@cache
def _kept(model: type[Model], columns: tuple[str, ...]) -> KeptRow:
    """Return what reads a row of `with_access`: nearly all requests do."""
    rows: Any = model._default_manager.all()  # noqa: SLF001 - Django's name for it
    return KeptRow(lambda user_id, row_id: rows.with_access(User(id=user_id), row_id, columns))


def asks_access(model: type[Model]) -> Ask:
    """Have the access to the row in a request's path read together with its sender."""

    def ask(request: Request) -> Question | None:
        return _question(model, (), _id_in_path(request))

    return ask


def asks_row(model: type[Model], field: str = "", columns: tuple[str, ...] = ()) -> Ask:
    """Have a row (or some `columns` of it) read with the sender, and the access to it.

    It is the one that the request names in its path, or in the `field` of its body.
    """
    chosen = _chosen(model, columns)

    def ask(request: Request) -> Question | None:
        row_id = id_in_body(request, field) if field else _id_in_path(request)
        return _question(model, chosen, row_id) if row_id else None

    return ask


def _id_in_path(request: Request) -> UUID:
    row_id: UUID = (request.parser_context or {})["kwargs"]["id"]
    return row_id


def _question(model: type[Model], columns: tuple[str, ...], id: UUID) -> Question:
    sql, params = _question_sql(model, columns)
    given = tuple(id if param == ROW else param for param in params)
    return Question((model, id, columns), sql, given)


@cache
def _question_sql(model: type[Model], columns: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """Return the statement of `with_access` with the sender's id as `users.questions` names it."""
    sql, params = _kept(model, columns).statement
    first, *others = sql.split("%s")
    for param, piece in zip(params, others, strict=True):
        first += ("users_user.id" if param == USER else "%s") + piece
    return first, tuple(param for param in params if param != USER)


def _access(user: User, columns: tuple[Any, ...], required: Role) -> Access:
    project_id, role, seq = columns
    access = Access(user, project_id, Role(role), seq)
    access.require(required)
    return access
