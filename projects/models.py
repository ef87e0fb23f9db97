"""Projects and memberships.

What belongs to a project is deleted with it by the database (`DB_CASCADE`). A user that rows refer
to is never deleted: `DO_NOTHING` leaves it to the foreign key to refuse.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eventlog.models import Stream
from users.models import User
from videoplanet.api.errors import Forbidden, does_not_exist
from videoplanet.db.ids import new_id


class Role(models.TextChoices):
    """What a member may do; each role includes everything that the roles before it may do."""

    VIEWER = "viewer", _("viewer")
    REVIEWER = "reviewer", _("reviewer")
    EDITOR = "editor", _("editor")
    ADMIN = "admin", _("admin")

    @property
    def rank(self) -> int:
        """Return the role's place in the order, counted from 0."""
        return list(Role).index(self)


@dataclass(frozen=True, slots=True)
class Access:
    """What one person may do in one project: the answer to one query."""

    user: User
    project_id: UUID
    role: Role
    seq: int
    """The project's newest event at the moment of the check."""

    def may(self, role: Role) -> bool:
        """Say whether the person has `role` or a higher one."""
        return self.role.rank >= role.rank

    def require(self, role: Role) -> None:
        """Raise Forbidden (403) for a lower role."""
        if not self.may(role):
            raise Forbidden

    def require_here(self, row: models.Model, project_id: UUID) -> None:
        """Raise the row's `DoesNotExist` if it belongs to another project."""
        if project_id != self.project_id:
            raise type(row).DoesNotExist  # type: ignore[attr-defined]  # each model has its own

    def is_own(self, author_id: UUID) -> bool:
        """Say whether the author is this person, also as a guest before they had an account."""
        return self.user.wrote_as(author_id)

    def require_own_or(self, role: Role, author_id: UUID) -> None:
        """Raise Forbidden unless the person is a reviewer and the author, or has `role`."""
        self.require(Role.REVIEWER)
        if not (self.may(role) or self.is_own(author_id)):
            raise Forbidden


class ProjectQuerySet(QuerySet["Project"]):
    """Reads of projects."""

    def visible_to(self, user: User) -> "ProjectQuerySet":
        """Return the projects that `user` is a member or guest of."""
        return self.filter(memberships__user=user)


class Project(models.Model):
    """What a team reviews together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=2000, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProjectQuerySet.as_manager()

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class MembershipQuerySet(QuerySet["Membership"]):
    """Reads of memberships."""

    def people(self) -> "MembershipQuerySet":
        """Return the members and guests, without the bots of project tokens."""
        return self.filter(bot=False)

    def access(
        self, user: User, project_id: UUID, *, role: Role = Role.VIEWER, field: str = ""
    ) -> Access:
        """Return what `user` may do in the project, in one query.

        Raises Http404 if there is no such project or `user` is not in it (or InvalidField, a 400,
        if a request's body named the project in `field`), so outsiders don't learn that it exists.
        Raises Forbidden for a member with a lower role than `role`.
        """
        row = user.take_answer(project_id) or _read_access(user, project_id)
        if row is None or row[0] is None:
            raise does_not_exist(field, _("There is no such project."))
        access = Access(user, project_id, Role(row[0]), row[1])
        access.require(role)
        return access

    def roles(self, people: Sequence[tuple[UUID, UUID]]) -> list[str]:
        """Return the role of each (user, project), in their order; "" for an outsider."""
        if not people:
            return []
        users, projects = [user for user, _id in people], [project for _id, project in people]
        with connection.cursor() as cursor:
            cursor.execute(ROLES_SQL, [list(range(len(people))), users, projects])
            roles: dict[int, str] = dict(cursor.fetchall())
        return [roles.get(n, "") for n in range(len(people))]

    def representing(self, project_id: UUID, user_ids: Collection[UUID]) -> dict[UUID, UUID]:
        """Return, for each of these users who is in the project, the member who stands for them.

        Users stand for themselves, but a guest's account stands for the guest if the account is in
        the project, even if the guest has left. The answer has no entry for anybody else, nor for
        a bot: nobody mentions or assigns one.
        """
        accounts = dict(User.objects.filter(id__in=user_ids).values_list("id", "account_id"))
        ids = {user_id for pair in accounts.items() for user_id in pair if user_id}
        rows = self.people().filter(project_id=project_id, user_id__in=ids).order_by("id")
        members = set(rows.values_list("user_id", flat=True))
        return {
            user_id: member
            for user_id, account_id in accounts.items()
            for member in (account_id if account_id in members else user_id,)
            if member in members
        }


class Membership(models.Model):
    """A person (or bot) in a project, with a role; permissions depend on nothing else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(
        Project, models.DB_CASCADE, related_name="memberships", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=Role)
    guest = models.BooleanField(default=False)
    bot = models.BooleanField(
        default=False, db_default=False, help_text="Acts for a project token; no person."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        """A person is in a project once, guests and bots in one project only, never as admins."""

        constraints = (
            models.UniqueConstraint(fields=("project", "user"), name="membership_once"),
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(guest=True) | Q(bot=True),
                name="membership_guest_one_project",
            ),
            models.CheckConstraint(
                condition=Q(guest=False, bot=False) | ~Q(role="admin"),
                name="membership_guest_no_admin",
            ),
        )

    def __str__(self) -> str:
        """Return the person, the role and the project."""
        return f"{self.user} ({self.role}) in {self.project}"


# Nearly every request runs this. Written out, it takes a third of the time that the ORM takes.
ACCESS_SQL = f"""
SELECT role, COALESCE((SELECT seq FROM {Stream._meta.db_table} WHERE id = m.project_id), 0)
FROM {Membership._meta.db_table} AS m WHERE user_id = {{user}} AND project_id = %s
"""  # noqa: S608 - only the names of our own tables

# The same for many people, without the seq.
ROLES_SQL = f"""
SELECT c.n, m.role FROM unnest(%s::int[], %s::uuid[], %s::uuid[]) AS c(n, user_id, project_id)
JOIN {Membership._meta.db_table} AS m USING (user_id, project_id)
"""  # noqa: S608 - only the names of our own tables


def _read_access(user: User, project_id: UUID) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(ACCESS_SQL.format(user="%s"), [user.pk, project_id])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
