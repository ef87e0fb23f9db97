"""Share links: admins make, change and revoke them; anybody who has one can come in as a guest.

These guests are like those of invitations, with the same tokens and rights.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from eventlog.publish import action
from invitations import password_attempts
from invitations.expiry import require_end
from invitations.guests import DEFAULT_NAME, Closed, end_guests
from invitations.models import Guest, ShareLink, default_end, guests_of
from invitations.secret import hash_token, new_token
from projects.actions import set_guest_role
from projects.models import Access, Role
from users.models import User
from videoplanet.api.conditional import Versions, require_version
from videoplanet.api.errors import Conflict
from videoplanet.db.changes import apply_changes


class LinkEnded(Conflict):
    """The link was revoked."""

    code = "link_ended"
    detail = _("This link was revoked. Make a new one.")


@sensitive_variables("password", "token")
@action()
def make_link(
    *,
    access: Access,
    role: Role,
    password: str = "",
    expires_at: datetime | None = None,
    max_guests: int | None = None,
) -> tuple[ShareLink, str]:
    """Make a link; return it with its token, which is stored nowhere. Raises Forbidden."""
    access.require(Role.ADMIN)
    token = new_token()
    link = ShareLink.objects.create(
        project_id=access.project_id,
        created_by=access.user,
        role=role,
        token_digest=hash_token(token),
        password=make_password(password) if password else "",
        expires_at=require_end(expires_at) if expires_at else default_end(),
        max_guests=max_guests,
    )
    return link, token


@sensitive_variables("changes", "password")
@action()
def change_link(
    *, access: Access, link_id: UUID, changes: dict[str, Any], versions: Versions = None
) -> None:
    """Change the role, the end, the password (null: none) or the number of guests.

    Guests who came in before get the new role and end, too; a new password is only asked of later
    ones.
    Raises Forbidden, ShareLink.DoesNotExist, PreconditionFailed, LinkEnded, InvalidField.
    """
    access.require(Role.ADMIN)
    link = ShareLink.objects.within(access).select_for_update(no_key=True).get(id=link_id)
    require_version(link.updated_at, versions)
    if link.revoked_at:
        raise LinkEnded
    if "expires_at" in changes:
        require_end(changes["expires_at"])
    if "password" in changes:
        password = changes["password"]
        changes = changes | {"password": make_password(password) if password else ""}
    role_before, end_before = link.role, link.expires_at
    apply_changes(link, changes)
    guests = guests_of(link.id)
    if link.role != role_before:
        for guest in guests.order_by("user_id"):
            set_guest_role(user_id=guest.user_id, role=Role(link.role), actor_id=access.user.id)
    if link.expires_at != end_before:
        User.objects.filter(entry__in=guests).update(access_until=link.expires_at)


@action()
def revoke_link(*, access: Access, link_id: UUID, versions: Versions = None) -> None:
    """End a link, and the access of all who came in by it; the row stays.

    Raises Forbidden, ShareLink.DoesNotExist, PreconditionFailed.
    """
    access.require(Role.ADMIN)
    link = ShareLink.objects.within(access).select_for_update(no_key=True).get(id=link_id)
    require_version(link.updated_at, versions)
    if link.revoked_at is None:
        apply_changes(link, {"revoked_at": timezone.now()})
        end_guests(guests_of(link.id), actor_id=access.user.id)


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """The result of opening a link: the new guest, or the reason why there is none."""

    link: ShareLink | None
    guest: User | None
    reason: str | None


@sensitive_variables("token", "password")
def enter_link(*, token: str, password: str, network: str, name: str = DEFAULT_NAME) -> LinkEntry:
    """Come in by a link as a new guest, for a client in `network`. Raises TooManyAttempts.

    An attempt is counted before its password is checked, so that parallel attempts can't get around
    the limit.
    """
    link = (
        ShareLink.objects.select_related("project").filter(token_digest=hash_token(token)).first()
    )
    reason = _reason_closed(link)
    if link is None or reason:
        return LinkEntry(link, None, reason)
    if link.password:
        if not password:
            return LinkEntry(link, None, "password_required")
        password_attempts.count(link.id, network)
        if not check_password(password, link.password):
            return LinkEntry(link, None, "wrong_password")
        password_attempts.reset(link.id, network)
    return _create_guest(link.id, name, link.password)


def _reason_closed(link: ShareLink | None) -> Closed | None:
    if link is None:
        return Closed.UNKNOWN
    if link.revoked_at:
        return Closed.REVOKED
    return Closed.EXPIRED if link.is_expired else None


@action()
def _create_guest(link_id: UUID, name: str, password: str) -> LinkEntry:
    """Make the guest if the link is not full; its locked row lets in one at a time."""
    link = (
        ShareLink.objects.select_for_update(no_key=True).select_related("project").get(id=link_id)
    )
    if reason := _reason_closed(link):
        return LinkEntry(link, None, reason)
    if link.password != password:  # it was changed since we checked it
        return LinkEntry(link, None, "wrong_password")
    if link.max_guests is not None and guests_of(link.id).count() >= link.max_guests:
        return LinkEntry(link, None, "full")
    guest = User.objects.create_guest(name=name, contact_email="", access_until=link.expires_at)
    Guest.objects.create(user=guest, project_id=link.project_id, link=link)
    return LinkEntry(link, guest, None)


def close_ended_links(most: int) -> int:
    """End the access of guests of at most `most` expired links; return how many there were."""
    expired = ShareLink.objects.filter(expires_at__lte=timezone.now(), revoked_at=None)
    with_guests = expired.filter(guests__user__is_active=True).distinct().order_by("id")
    ids = list(with_guests.values_list("id", flat=True)[:most])
    for link_id in ids:
        _close_ended_link(link_id)
    return len(ids)


@action()
def _close_ended_link(link_id: UUID) -> None:
    link = ShareLink.objects.select_for_update(no_key=True).get(id=link_id)
    if link.is_expired:
        end_guests(guests_of(link.id), actor_id=None)
