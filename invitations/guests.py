"""How guests come in, by an invitation or by a share link, and how their access ends.

A link may be opened any number of times (mail scanners do that): this only creates a guest who may
come in. The guest joins the project, which members see, with the first use of the guest token.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from eventlog.publish import action
from invitations.addresses import owner_of
from invitations.events import broadcast_updated
from invitations.models import Guest, Invitation, ShareLink
from invitations.secret import hash_token
from invitations.tasks import INVITATION_MAIL
from notifications.actions import NotificationRequest, Type, notify
from projects.actions import end_guest, join
from projects.models import Membership, Role
from users import extensions
from users.models import User
from videoplanet.db.changes import apply_changes
from videoplanet.tasks.work import cancel

DEFAULT_NAME = "Guest"
"""Until a guest chooses another (`PATCH users/me`)."""


class Closed(StrEnum):
    """Why a secret lets nobody in."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ACCEPTED = "accepted"
    """With an account: that person signs in."""


CLOSED = (*Closed, "password_required", "wrong_password", "full")
"""Why a secret, or a share link's address, lets nobody in."""


@dataclass(frozen=True, slots=True)
class TokenLookup:
    """The invitation that a token belongs to, if any, and whether it lets a guest in."""

    invitation: Invitation | None
    closed: Closed | None
    """Why it lets nobody in; None if it lets a guest in."""


def find_by_token(token: str) -> TokenLookup:
    """Look an invitation up by its token, in one query. It changes nothing."""
    rows = Invitation.objects.select_related("project", "guest__user")
    invitation = rows.filter(token_digest=hash_token(token)).first()
    reason = Closed.UNKNOWN if invitation is None else reason_closed(invitation)
    return TokenLookup(invitation, reason)


def reason_closed(invitation: Invitation) -> Closed | None:
    """Return why an invitation lets no guest in; None if it lets one in."""
    if invitation.account_id is not None:
        return Closed.ACCEPTED
    if invitation.status not in Invitation.OPEN:
        return Closed.EXPIRED if invitation.status == Invitation.Status.EXPIRED else Closed.REVOKED
    if invitation.is_expired:
        return Closed.EXPIRED
    guest = guest_of(invitation)
    return Closed.REVOKED if guest and not guest.is_active else None


def guest_of(invitation: Invitation) -> User | None:
    """Return the guest who came in by the invitation; None if nobody has yet."""
    entry: Guest | None = getattr(invitation, "guest", None)
    return entry.user if entry else None


def guest_for(invitation: Invitation, *, language: str) -> User | None:
    """Return the guest of an open invitation, made when it is first opened; None if it just ended.

    `language` is that of whoever opens it, empty if it is not known. A mail scanner may have been
    first, so it counts until the guest has joined. Opening it again costs no write.
    """
    guest = guest_of(invitation)
    if guest is None:
        return _make_guest(invitation.id, language)
    if language not in ("", guest.language) and invitation.guest.joined_at is None:
        _set_language(guest, language)
    return guest


@action()
def _set_language(guest: User, language: str) -> None:
    apply_changes(guest, {"language": language})


@action()
def _make_guest(invitation_id: UUID, language: str) -> User | None:
    rows = Invitation.objects.select_related("batch").select_for_update(no_key=True, of=("self",))
    invitation = rows.get(id=invitation_id)
    if reason_closed(invitation):
        return None
    guest = guest_of(invitation)
    if guest is None:
        guest = User.objects.create_guest(
            name=DEFAULT_NAME,
            contact_email=invitation.email,
            access_until=invitation.expires_at,
            language=language or invitation.batch.language,
        )
        Guest.objects.create(user=guest, project_id=invitation.project_id, invitation=invitation)
    return guest


@action()
def admit(*, guest: User, project_id: UUID) -> bool:
    """Make a guest a member when they first use the token; False if they may not join any more.

    Several first uses come at once (a page and its socket): one makes the membership, the others
    wait for it. `users.tokens` calls this (`users.extensions`).
    """
    entry = Guest.objects.filter(user=guest, project_id=project_id).first()
    if entry is None:
        return False
    invitation = Invitation.objects.filter(guest=entry).select_for_update(no_key=True).first()
    link = ShareLink.objects.filter(guests=entry).select_for_update(no_key=True).first()
    role = _current_role(invitation, link)
    if role is None or not User.objects.filter(id=guest.id, is_active=True).exists():
        return False
    if Membership.objects.filter(user=guest).exists():
        return True
    join(project_id=project_id, user=guest, role=role)
    entry.joined_at = timezone.now()
    entry.save(update_fields=["joined_at"])
    if invitation:
        record_acceptance(invitation, by=guest)
    return True


def _current_role(invitation: Invitation | None, link: ShareLink | None) -> Role | None:
    """Return the role that the invitation or the link gives now; None if it lets nobody in."""
    if invitation:
        return None if reason_closed(invitation) else role_of_link(invitation)
    if link is None or link.revoked_at or link.is_expired:
        return None
    return Role(link.role)


def role_of_link(invitation: Invitation) -> Role:
    """Return the role that the link alone gives: viewer where an account owns the address."""
    return Role.VIEWER if owner_of(invitation.email) else Role(invitation.role)


def record_acceptance(invitation: Invitation, *, by: User) -> None:
    """Note, within an action, that somebody came in by the invitation.

    The admins get the new state. The sender is notified once: not again when a guest, who came in
    before, accepts with an account.
    """
    status = Invitation.Status.ACCEPTED
    is_first = invitation.status != status
    changes = {"status": status, "accepted_at": timezone.now()}
    apply_changes(invitation, changes | {"account": None if by.is_guest else by})
    broadcast_updated([invitation.id])
    if is_first:
        # The address says who came in: a guest is called "Guest" at first.
        sender = invitation.batch.sender_id
        request = NotificationRequest(
            user_id=sender, type=Type.INVITATION_ACCEPTED, excerpt=invitation.email
        )
        notify(project_id=invitation.project_id, actor_id=by.id, requests=[request])


@action()
def close_ended(rows: "QuerySet[Invitation]") -> int:
    """Close those invitations that have expired or whose guest was removed; return how many."""
    ended = []
    due = Invitation.objects.due_to_close().values("id")
    for invitation in rows.filter(id__in=due).order_by("id").select_for_update(no_key=True):
        reason = reason_closed(invitation)
        if reason is None:
            continue
        close(invitation, Invitation.Status(reason), actor_id=None)
        ended.append(invitation.id)
    broadcast_updated(ended)
    return len(ended)


def close(invitation: Invitation, status: Invitation.Status, *, actor_id: UUID | None) -> None:
    """End a locked invitation, within an action: its mail is cancelled, its guest loses access."""
    apply_changes(invitation, {"status": status})
    cancel(INVITATION_MAIL, [invitation.id])
    guest = guest_of(invitation)
    if guest:
        end_guest(user_id=guest.id, actor_id=actor_id)


def become_account(guest_ids: Collection[UUID], account: User) -> None:
    """Note, within an action, that these guests are the person with this account."""
    User.objects.filter(id__in=guest_ids).update(account=account)
    for react in extensions.on_account:
        react(guest_ids=guest_ids, account=account)


def end_guests(guests: "Iterable[Guest]", *, actor_id: UUID | None) -> None:
    """End the access of guests who came in by a link, within an action."""
    for guest in guests:
        end_guest(user_id=guest.user_id, actor_id=actor_id)
