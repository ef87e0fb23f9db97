"""Creating, changing and deleting projects; adding, changing and removing members."""

from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eventlog.events import EventType
from eventlog.publish import action, publish, redact
from projects import extensions
from projects.models import Access, Membership, Project, Role
from projects.resources import MEMBER, PROJECT
from users.models import User
from videoplanet.api.conditional import Versions, require_version
from videoplanet.api.errors import Conflict, Forbidden, InvalidField
from videoplanet.db.changes import apply_changes
from videoplanet.mail.addresses import canonical_address
from videoplanet.storage.deletions import forget_objects


class LastAdmin(Conflict):
    """The project would be left without an admin."""

    code = "last_admin"
    detail = _("A project keeps at least one admin.")


class AlreadyMember(Conflict):
    """The person is in the project already."""

    code = "already_member"
    detail = _("This person is a member already.")


class TooManyProjects(Conflict):
    """The person has created as many projects as one person may."""

    code = "too_many_projects"
    detail = _("You have created as many projects as one person may.")


@action()
def create_project(*, creator: User, name: str, description: str = "") -> Project:
    """Create a project with its creator as its first admin.

    Raises Forbidden (for guests and bots), TooManyProjects.
    """
    if not creator.is_member:
        raise Forbidden
    if Project.objects.filter(created_by=creator).count() >= settings.PROJECTS_PER_USER:
        raise TooManyProjects
    now = timezone.now()
    project = Project.objects.create(
        name=name, description=description, created_by=creator, created_at=now, updated_at=now
    )
    _join(project.id, creator, Role.ADMIN, actor=creator)
    return project


@action()
def change_project(*, access: Access, changes: dict[str, str], versions: Versions = None) -> None:
    """Change name or description. Raises Forbidden, PreconditionFailed."""
    access.require(Role.ADMIN)
    project = Project.objects.select_for_update(no_key=True).get(id=access.project_id)
    require_version(project.updated_at, versions)
    if not apply_changes(project, changes):
        return
    redact(project.id, [project.id])
    publish(
        EventType.PROJECT_UPDATED,
        project_id=project.id,
        payload=PROJECT.text(project.id),
        actor_id=access.user.id,
    )


@action()
def delete_project(*, access: Access, versions: Versions = None) -> None:
    """Delete a project with everything in it; its stored files are deleted after the commit.

    Raises Forbidden, PreconditionFailed.
    """
    access.require(Role.ADMIN)
    project = Project.objects.select_for_update().get(id=access.project_id)
    require_version(project.updated_at, versions)
    for prepare in extensions.before_delete:
        prepare(project.id)
    forget_objects(f"projects/{project.id}/")
    others = User.objects.exclude(kind=User.Kind.MEMBER).filter(memberships__project=project)
    others.update(is_active=False)
    project.delete()
    redact(access.project_id, None)
    publish(
        EventType.PROJECT_DELETED,
        project_id=access.project_id,
        payload={"id": access.project_id},
        actor_id=access.user.id,
    )


@action()
def add_or_invite(*, access: Access, email: str, role: Role) -> Membership | None:
    """Add somebody with whom the admin shares a project; invite anybody else and return None.

    So an admin can't find out whether a stranger has an account. Raises Forbidden, AlreadyMember,
    InvalidField, and what the invitation raises.
    """
    access.require(Role.ADMIN)
    shared = Membership.objects.filter(user=access.user).values("project")
    known = Membership.objects.filter(
        project__in=shared,
        user__emailaddress__email=canonical_address(email),
        user__emailaddress__verified=True,
        user__is_active=True,
    )
    if known.exists():
        return add_member(access=access, email=email, role=role)
    for send in extensions.invite:
        send(access=access, email=email, role=role)
    return None


@action()
def add_member(*, access: Access, email: str, role: Role) -> Membership:
    """Add an existing user by address. Raises Forbidden, AlreadyMember, InvalidField."""
    access.require(Role.ADMIN)
    user = User.objects.filter(
        emailaddress__email=canonical_address(email),
        emailaddress__verified=True,
        is_active=True,
    ).first()
    if user is None:
        message = _("Nobody has an account with this address. Send an invitation.")
        raise InvalidField("email", "unknown", message)
    if Membership.objects.filter(project=access.project_id, user=user).exists():
        raise AlreadyMember
    return _join(access.project_id, user, role, actor=access.user)


@action()
def add_guest(*, project_id: UUID, name: str, contact_email: str, role: Role) -> Membership:
    """Create a guest of the project, whose access is by a guest token and does not expire."""
    guest = User.objects.create_guest(name=name, contact_email=contact_email)
    return join(project_id=project_id, user=guest, role=role)


@action()
def join(*, project_id: UUID, user: User, role: Role) -> Membership:
    """Add somebody who was invited: a guest, or a person with an account."""
    return _join(project_id, user, role, actor=user)


def _join(project_id: UUID, user: User, role: Role, *, actor: User) -> Membership:
    membership = Membership.objects.create(
        project_id=project_id, user=user, role=role, guest=user.is_guest
    )
    _publish_member(EventType.MEMBER_JOINED, membership, actor.id)
    return membership


def _publish_member(event: EventType, membership: Membership, actor_id: UUID) -> None:
    publish(
        event,
        project_id=membership.project_id,
        payload=MEMBER.text(membership.id),
        actor_id=actor_id,
    )


def _locked_member(access: Access, user_id: UUID) -> tuple[Membership, int]:
    """Lock the rows of a member and of all admins; return the member and the number of admins.

    Rows are locked by id, so that two requests can't wait for each other. Somebody who acts on
    another member must still be an admin under the lock: if two admins remove each other at the
    same moment, the second no longer is one. Raises Forbidden, Membership.DoesNotExist.
    """
    rows = (
        Membership.objects.people()
        .filter(project_id=access.project_id)
        .filter(Q(user_id=user_id) | Q(role=Role.ADMIN))
    )
    locked = {row.user_id: row for row in rows.order_by("id").select_for_update()}
    admins = {row.user_id for row in locked.values() if row.role == Role.ADMIN}
    if user_id != access.user.id and access.user.id not in admins:
        raise Forbidden
    if user_id not in locked:
        raise Membership.DoesNotExist
    return locked[user_id], len(admins)


@action()
def change_role(*, access: Access, user_id: UUID, role: Role, versions: Versions = None) -> None:
    """Give a member another role.

    Raises Forbidden, Membership.DoesNotExist, PreconditionFailed, InvalidField, LastAdmin.
    """
    access.require(Role.ADMIN)
    member, admin_count = _locked_member(access, user_id)
    require_version(member.updated_at, versions)
    if member.role == role:
        return  # a write that changes nothing has no event
    if member.guest and role == Role.ADMIN:
        raise InvalidField("role", "guest", _("A guest can't be an admin."))
    if member.role == Role.ADMIN and admin_count == 1:
        raise LastAdmin
    apply_changes(member, {"role": role})
    _publish_member(EventType.MEMBER_UPDATED, member, access.user.id)


@action()
def set_guest_role(*, user_id: UUID, role: Role, actor_id: UUID) -> None:
    """Give a guest the role that their invitation has now, if they have joined."""
    member = Membership.objects.select_for_update().filter(user_id=user_id, guest=True).first()
    if member and apply_changes(member, {"role": role}):
        _publish_member(EventType.MEMBER_UPDATED, member, actor_id)


@action()
def remove_member(*, access: Access, user_id: UUID, versions: Versions = None) -> None:
    """Remove a member, or leave. What they wrote stays, with their name; they are unassigned.

    Raises Forbidden, Membership.DoesNotExist, PreconditionFailed, LastAdmin.
    """
    if user_id != access.user.id:
        access.require(Role.ADMIN)
    member, admin_count = _locked_member(access, user_id)
    require_version(member.updated_at, versions)
    if member.role == Role.ADMIN and admin_count == 1:
        raise LastAdmin
    _remove(member, actor_id=access.user.id)


@action()
def end_guest(*, user_id: UUID, actor_id: UUID | None) -> None:
    """End a guest's access at once, whether or not they have joined; a second time does nothing.

    The membership is locked before the user, as everywhere, so that two requests that remove the
    same guest can't wait for each other.
    """
    member = Membership.objects.select_for_update().filter(user_id=user_id, guest=True).first()
    if member:
        _remove(member, actor_id=actor_id)
    else:
        User.objects.filter(id=user_id, kind=User.Kind.GUEST).update(is_active=False)


@action()
def add_bot(*, project_id: UUID, name: str, role: Role) -> User:
    """Add the author of what a project token writes. The token's event tells clients."""
    bot = User.objects.create_bot(name=name)
    Membership.objects.create(project_id=project_id, user=bot, role=role, bot=True)
    return bot


@action()
def remove_bot(*, user_id: UUID) -> None:
    """End a bot's access; what it wrote stays under its name."""
    Membership.objects.filter(user_id=user_id, bot=True).delete()
    User.objects.filter(id=user_id, kind=User.Kind.BOT).update(is_active=False)


def _remove(member: Membership, *, actor_id: UUID | None) -> None:
    if member.guest:
        # A guest is nothing without the membership: the token ends with it.
        User.objects.filter(id=member.user_id).update(is_active=False)
    member.delete()
    publish(
        EventType.MEMBER_REMOVED,
        project_id=member.project_id,
        payload={"id": member.user_id},
        actor_id=actor_id,
    )
    for react in extensions.on_leave:
        react(project_id=member.project_id, user_id=member.user_id, actor_id=actor_id)
