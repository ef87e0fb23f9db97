"""Erasing a person: what they said stays, under "Deleted user"; what says who they are goes.

The user's row stays, empty, as the author of what was said. What must end at once ends in the
request's transaction: access, tokens, mails, and what the database knows of the person. The log is
long, and other people's sessions can't be searched by an index, so a task goes through them
(`accounts.tasks`). docs/decisions/0048-erasing-people.md has the list, and why.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from accounts.actions import publish_profile
from accounts.tasks import ERASURE
from comments.models import LegacyAuthor, ReadPosition
from eventlog.publish import action
from feedbacks.models import Screenshot
from invitations.models import Guest, Invitation
from notifications.models import Mail, Mute, Notification, Preferences, UnreadTally
from projects.actions import delete_project, end_guest, remove_member
from projects.models import Access, Membership, Project, Role
from tokens.actions import end_token
from users.models import AccessToken, KnownNetwork, SocketTicket, User
from videoplanet.api.errors import Conflict, Forbidden
from videoplanet.api.languages import DELETED_NAME
from videoplanet.db.models import Counter
from videoplanet.idempotency.models import IdempotentAnswer
from videoplanet.storage import media_urls
from videoplanet.storage.deletions import forget_objects
from videoplanet.tasks.work import schedule
from webhooks.actions import delete_webhook
from webhooks.models import Notice, Webhook

OWN: tuple[type[Model], ...] = (
    *(EmailAddress, Authenticator, SocialAccount, UserSession),
    *(IdempotentAnswer, KnownNetwork, SocketTicket),
    *(Notification, Mail, Mute, Preferences, Notice),
    *(ReadPosition, LegacyAuthor, Guest),
)
"""Rows that are about one `user` and are deleted with that person."""


class SoleAdmin(Conflict):
    """Others would be left in a project without an admin."""

    code = "sole_admin"

    def __init__(self, projects: Collection[Project]) -> None:
        self.projects = projects
        detail = _(
            "You are the only admin of %(projects)s. Make somebody else an admin there, or delete"
            " the project."
        )
        super().__init__(str(detail) % {"projects": ", ".join(one.name for one in projects)})

    def members(self) -> dict[str, Any]:
        """Return the projects."""
        return {"projects": [{"id": one.id, "name": one.name} for one in self.projects]}


@action()
def erase_person(*, user: User) -> None:
    """Erase somebody with an account or a guest, and all guests who are the same person.

    Projects in which nobody else is are deleted. Raises Forbidden (for bots), SoleAdmin.
    """
    if not (user.is_member or user.is_guest):
        raise Forbidden
    people = _same_person(user)
    ids = [one.id for one in people]
    addresses = _addresses(people)
    _leave_projects(user)
    for guest in people:
        if guest.is_guest:
            end_guest(user_id=guest.id, actor_id=user.id)
    _end_what_acts(people)
    _delete_rows(ids, addresses)
    for one in people:
        _empty(one)
    schedule(ERASURE, ids)


def _same_person(user: User) -> list[User]:
    """Return the user, and who is known to be the same person by account or address."""
    proved = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addresses = {*proved, user.mail_address} - {""}
    rows = User.objects.filter(
        Q(id=user.id)
        | Q(account=user.id)
        | Q(kind=User.Kind.GUEST, contact_email__in=addresses)
        | Q(kind=User.Kind.GUEST, legacy_author__key__in=addresses)
    )
    return list(rows.distinct().order_by("id"))


def _addresses(people: Collection[User]) -> set[str]:
    own = EmailAddress.objects.filter(user__in=people).values_list("email", flat=True)
    return {*own, *(one.mail_address for one in people)} - {""}


def _leave_projects(user: User) -> None:
    """Leave all projects, and delete those in which nobody else is. Raises SoleAdmin."""
    own = list(Membership.objects.filter(user=user, guest=False).order_by("project_id"))
    ids = [membership.project_id for membership in own]
    everybody = Membership.objects.people().filter(project__in=ids)
    others = list(everybody.exclude(user=user).order_by("id").select_for_update(no_key=True))
    with_others = {one.project_id for one in others}
    with_admins = {one.project_id for one in others if one.role == Role.ADMIN}
    led = {one.project_id for one in own if one.role == Role.ADMIN}
    if stuck := led & with_others - with_admins:
        raise SoleAdmin(list(Project.objects.filter(id__in=stuck).order_by("name")))
    for membership in own:
        access = Access(user, membership.project_id, Role(membership.role), 0)
        if membership.project_id in with_others:
            remove_member(access=access, user_id=user.id)
        else:
            delete_project(access=access)


def _end_what_acts(people: Collection[User]) -> None:
    """End the tokens and webhooks that only this person knows the secret or the receiver of."""
    made = AccessToken.objects.filter(created_by__in=people)
    for token in made.filter(project__isnull=False).order_by("id"):
        end_token(token_id=token.id, actor_id=token.created_by_id)
    made.filter(project=None).delete()
    for webhook in Webhook.objects.filter(created_by__in=people).select_related("created_by"):
        access = Access(webhook.created_by, webhook.project_id, Role.ADMIN, 0)
        delete_webhook(access=access, webhook_id=webhook.id)


def _delete_rows(ids: Collection[UUID], addresses: Collection[str]) -> None:
    keys = UserSession.objects.filter(user__in=ids).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    for model in OWN:
        model._default_manager.filter(user__in=ids).delete()  # noqa: SLF001 - any model
    UnreadTally.objects.filter(user_id__in=ids).delete()
    # The sender was told the address of who came in.
    told = Notification.objects.filter(actor__in=ids, type="invitation_accepted")
    told.update(excerpt="")
    Invitation.objects.filter(Q(account__in=ids) | Q(email__in=addresses)).delete()
    subjects = [str(user_id) for user_id in ids]
    Counter.objects.filter(subject__in=[*subjects, *(f"user {one}" for one in subjects)]).delete()
    about = Q(object_id__in=subjects)
    for address in addresses:
        about |= Q(object_repr__icontains=address) | Q(change_message__icontains=address)
    LogEntry.objects.filter(about).update(object_repr="", change_message="")
    for screenshot in Screenshot.objects.filter(uploader__in=ids, feedback=None):
        forget_objects(f"{media_urls.SCREENSHOTS}/{screenshot.id}/")
        screenshot.delete()


def _empty(person: User) -> None:
    """Take from the row all that it says, and tell the projects that show it."""
    if person.avatar_key:
        forget_objects(f"{media_urls.AVATARS}/{person.id}/")
    person.groups.clear()
    person.user_permissions.clear()
    User.objects.filter(id=person.id).update(
        kind=User.Kind.DELETED,
        name=DELETED_NAME,
        email=None,
        contact_email="",
        password=make_password(None),
        avatar_key=None,
        language="",
        time_zone="UTC",
        account=None,
        access_until=None,
        last_login=None,
        is_active=False,
        is_staff=False,
        is_superuser=False,
    )
    publish_profile(User.objects.get(id=person.id))
