"""How guests come in, by an invitation or by a share link, and how their access ends.

A secret is looked at as often as one likes (mail scanners do): it only makes a guest who could come
in. Joining, which members see, is the first use of the guest token.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from eventlog.publish import action
from invitations.addresses import owner_of
from invitations.events import tell_updated
from invitations.models import Guest, Invitation, ShareLink
from invitations.secret import hash_token
from invitations.tasks import INVITATION_MAIL
from notifications.actions import NotificationRequest, Type, notify
from projects.actions import end_guest, join
from projects.models import Membership, Role
from users.models import User
from videoplanet.db.changes import apply_changes
from videoplanet.tasks.work import cancel

NAME = "Guest"
"""Until a guest says another (`PATCH users/me`)."""


class Closed(StrEnum):
    """Why a secret lets nobody in."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ACCEPTED = "accepted"
    """With an account: who did so signs in."""


CLOSED = (*Closed, "password_required", "wrong_password", "full")
"""Why a secret, or a share link's address, lets nobody in."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a secret stands for."""

    invitation: Invitation | None
    closed: Closed | None
    """Why it lets nobody in; None if it does."""


def find(token: str) -> Found:
    """Say what an invitation's secret stands for, in one query. It changes nothing."""
    rows = Invitation.objects.select_related("project", "guest__user")
    invitation = rows.filter(token_digest=hash_token(token)).first()
    return Found(invitation, Closed.UNKNOWN if invitation is None else closed(invitation))


def closed(invitation: Invitation) -> Closed | None:
    """Return why an invitation lets no guest in; None if it does."""
    if invitation.account_id is not None:
        return Closed.ACCEPTED
    if invitation.status not in Invitation.OPEN:
        return Closed.EXPIRED if invitation.status == Invitation.Status.EXPIRED else Closed.REVOKED
    if invitation.is_expired:
        return Closed.EXPIRED
    guest = guest_of(invitation)
    return Closed.REVOKED if guest and not guest.is_active else None


def guest_of(invitation: Invitation) -> User | None:
    """Return who came in by it; None for nobody yet."""
    entry: Guest | None = getattr(invitation, "guest", None)
    return entry.user if entry else None


def enter(found: Invitation) -> User | None:
    """Return the guest of an open invitation, made at its first look; None if it has just ended.

    Later looks cost no write.
    """
    return guest_of(found) or _make_guest(found.id)


@action()
def _make_guest(invitation_id: UUID) -> User | None:
    invitation = Invitation.objects.select_for_update(no_key=True).get(id=invitation_id)
    if closed(invitation):
        return None
    guest = guest_of(invitation)
    if guest is None:
        guest = User.objects.create_guest(
            name=NAME, contact_email=invitation.email, access_until=invitation.expires_at
        )
        Guest.objects.create(user=guest, project_id=invitation.project_id, invitation=invitation)
    return guest


@action()
def admit(*, guest: User, project_id: UUID) -> bool:
    """Have a guest join who uses the token for the first time; False if they may not any more.

    Several first uses come at once (a page and its socket): one makes the membership, the others
    wait for it. `users.tokens` calls this (`users.extensions`).
    """
    entry = Guest.objects.filter(user=guest, project_id=project_id).first()
    if entry is None:
        return False
    invitation = Invitation.objects.filter(guest=entry).select_for_update(no_key=True).first()
    link = ShareLink.objects.filter(guests=entry).select_for_update(no_key=True).first()
    role = _role_now(invitation, link)
    if role is None or not User.objects.filter(id=guest.id, is_active=True).exists():
        return False
    if Membership.objects.filter(user=guest).exists():
        return True
    join(project_id=project_id, user=guest, role=role)
    entry.joined_at = timezone.now()
    entry.save(update_fields=["joined_at"])
    if invitation:
        accepted(invitation, by=guest)
    return True


def _role_now(invitation: Invitation | None, link: ShareLink | None) -> Role | None:
    """Return what one who came in by either may do; None if it lets nobody in any more."""
    if invitation:
        return None if closed(invitation) else role_of_link(invitation)
    if link is None or link.revoked_at or link.is_expired:
        return None
    return Role(link.role)


def role_of_link(invitation: Invitation) -> Role:
    """Return what the link alone gives: viewing where the address belongs to an account."""
    return Role.VIEWER if owner_of(invitation.email) else Role(invitation.role)


def accepted(invitation: Invitation, *, by: User) -> None:
    """Note, within an action, that somebody came in by it; tell the admins, and who sent it once.

    A guest who goes on with an account has come in before, and that is no requests.
    """
    status = Invitation.Status.ACCEPTED
    is_news = invitation.status != status
    changes = {"status": status, "accepted_at": timezone.now()}
    apply_changes(invitation, changes | {"account": None if by.is_guest else by})
    tell_updated([invitation.id])
    if is_news:
        # The address says who it is: a guest is called "Guest" at first.
        sender = invitation.batch.sender_id
        requests = NotificationRequest(
            user_id=sender, type=Type.INVITATION_ACCEPTED, excerpt=invitation.email
        )
        notify(project_id=invitation.project_id, actor_id=by.id, requests=[requests])


@action()
def close_ended(rows: "QuerySet[Invitation]") -> int:
    """Write down which invitations have ended by time or with their guest; return how many."""
    ended = []
    over = Invitation.objects.over().values("id")
    for invitation in rows.filter(id__in=over).order_by("id").select_for_update(no_key=True):
        why = closed(invitation)
        if why is None:
            continue
        close(invitation, Invitation.Status(why), actor_id=None)
        ended.append(invitation.id)
    tell_updated(ended)
    return len(ended)


def close(invitation: Invitation, status: Invitation.Status, *, actor_id: UUID | None) -> None:
    """End a locked invitation, within an action: no mail goes out, and its guest is out at once."""
    apply_changes(invitation, {"status": status})
    cancel(INVITATION_MAIL, [invitation.id])
    guest = guest_of(invitation)
    if guest:
        end_guest(user_id=guest.id, actor_id=actor_id)


def end_guests(guests: "Iterable[Guest]", *, actor_id: UUID | None) -> None:
    """End the access of guests who came in by a link, within an action."""
    for each in guests:
        end_guest(user_id=each.user_id, actor_id=actor_id)
