"""What admins do with invitations, and how people with an account accept one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from eventlog.publish import action
from invitations import quota
from invitations.addresses import (
    ALREADY_INVITED,
    CheckedAddresses,
    check_addresses,
    normalized_address,
)
from invitations.events import broadcast_updated
from invitations.expiry import require_end
from invitations.guests import (
    Closed,
    become_account,
    close,
    close_ended,
    guest_of,
    reason_closed,
    record_acceptance,
    role_of_link,
)
from invitations.models import Batch, Invitation, default_end
from invitations.secret import hash_token
from invitations.tasks import INVITATION_MAIL
from projects.actions import end_guest, join, remove_member, set_guest_role
from projects.models import Access, Membership, Role
from users.models import User
from videoplanet.api.conditional import Versions, require_version
from videoplanet.api.errors import Conflict, Forbidden, InvalidField
from videoplanet.db.changes import apply_changes
from videoplanet.tasks.work import schedule


class InvitationEnded(Conflict):
    """The invitation was revoked or has expired."""

    code = "invitation_ended"
    detail = _("This invitation has ended. Send a new one.")


class AcceptedWithAccount(Conflict):
    """The person who was invited has accepted with an account, and is a member."""

    code = "accepted_with_account"
    detail = _("This invitation was accepted with an account. Change the member instead.")


class OtherAddress(Forbidden):
    """The invitation is for an address that the account has not confirmed (403)."""

    code = "other_address"
    detail = _("This invitation was sent to another address than yours.")  # type: ignore[assignment]


@action()
def send_invitations(
    *,
    access: Access,
    emails: Sequence[str],
    role: Role,
    message: str = "",
    expires_at: datetime | None = None,
    language: str = "en",
) -> tuple[Batch, CheckedAddresses]:
    """Invite addresses; return the batch, and which addresses were invited and which not.

    Raises Forbidden, InvalidField (the end), TooManyInvitations.
    """
    access.require(Role.ADMIN)
    end = require_end(expires_at) if expires_at else default_end()
    invitations = Invitation.objects.filter(project_id=access.project_id)
    close_ended(invitations.filter(email__in=filter(None, map(normalized_address, emails))))
    checked = check_addresses(access.project_id, emails)
    quota.consume(project_id=access.project_id, sender_id=access.user.id, mails=len(checked.good))
    batch = Batch.objects.create(
        project_id=access.project_id,
        sender=access.user,
        message=message,
        language=language,
        total=len(emails),
    )
    ids, checked = _invite(batch, checked, role=role, expires_at=end)
    batch.refused = len(checked.failed)
    batch.save(update_fields=["refused"])
    schedule(INVITATION_MAIL, ids)
    broadcast_updated(ids)
    return batch, checked


@action()
def invite_instead(*, access: Access, email: str, role: Role) -> None:
    """Invite somebody whom an admin adds without sharing a project with them.

    Raises Forbidden, TooManyInvitations, InvalidField (a role that no invitation has, or why this
    address gets no invitation).
    """
    access.require(Role.ADMIN)
    if role == Role.ADMIN:
        message = _("An invitation can't make somebody an admin. Change the role afterwards.")
        raise InvalidField("role", "invalid", message)
    preferred = access.user.language or get_language() or ""
    language = "ko" if preferred.startswith("ko") else "en"
    _batch, checked = send_invitations(access=access, emails=[email], role=role, language=language)
    for failed in checked.failed:
        message = _("This address can't be invited: it was invited before, or refuses mail.")
        raise InvalidField("email", failed["reason"], message)


def _invite(
    batch: Batch, checked: CheckedAddresses, *, role: Role, expires_at: datetime
) -> tuple[list[UUID], CheckedAddresses]:
    """Insert the invitations; return their ids, and the addresses with what became of them.

    An address that somebody else invites at the same moment fails, and stops none of the others.
    """
    invitations = [
        Invitation(
            project_id=batch.project_id, batch=batch, email=email, role=role, expires_at=expires_at
        )
        for email in checked.good
    ]
    Invitation.objects.bulk_create(invitations, ignore_conflicts=True)
    ids = dict(Invitation.objects.filter(batch=batch).values_list("email", "id"))
    good = [email for email in checked.good if email in ids]
    taken = [email for email in checked.good if email not in ids]
    failed = [{"email": email, "reason": ALREADY_INVITED} for email in taken]
    return list(ids.values()), CheckedAddresses(good, checked.failed + failed)


@action()
def change_invitation(
    *, access: Access, invitation_id: UUID, changes: dict[str, Any], versions: Versions = None
) -> None:
    """Change the role or the end, at once for a guest who has come in too.

    Raises Forbidden, Invitation.DoesNotExist, PreconditionFailed, InvitationEnded,
    AcceptedWithAccount, InvalidField.
    """
    invitation = _locked(access, invitation_id, versions)
    if invitation.account_id:
        raise AcceptedWithAccount
    if reason_closed(invitation) and invitation.status != Invitation.Status.FAILED:
        raise InvitationEnded
    if "expires_at" in changes:
        require_end(changes["expires_at"])
    if not apply_changes(invitation, changes):
        return
    guest = guest_of(invitation)
    if guest:
        if "role" in changes:
            set_guest_role(user_id=guest.id, role=role_of_link(invitation), actor_id=access.user.id)
        User.objects.filter(id=guest.id).update(access_until=invitation.expires_at)
    broadcast_updated([invitation.id])


@action()
def resend_invitation(*, access: Access, invitation_id: UUID) -> None:
    """Send the mail again, with a new secret; the old one ends now.

    An expired invitation gets a new end, as if it had just been sent.

    Raises Forbidden, Invitation.DoesNotExist, InvitationEnded, AcceptedWithAccount,
    TooManyInvitations.
    """
    invitation = _locked(access, invitation_id)
    quota.consume(project_id=access.project_id, sender_id=access.user.id, mails=1)
    queue_mail(invitation)


def queue_mail(invitation: Invitation) -> None:
    """Have the mail of a locked invitation sent again, within an action.

    Raises AcceptedWithAccount, and InvitationEnded if it was revoked or a newer one exists.
    """
    if invitation.account_id:
        raise AcceptedWithAccount
    status = Invitation.Status
    guest = guest_of(invitation)
    has_expired = invitation.is_expired or invitation.status == status.EXPIRED
    removed = guest is not None and not guest.is_active and not has_expired
    if invitation.status == status.REVOKED or removed or _is_replaced(invitation):
        raise InvitationEnded
    # Clearing the digest ends the old secret, and a mail that is being sent now notes nothing.
    changes: dict[str, Any] = {"token_digest": None, "failure": "", "refused": False}
    if has_expired:
        changes["expires_at"] = default_end()
    if has_expired or invitation.status != status.ACCEPTED:
        changes["status"] = status.QUEUED
    apply_changes(invitation, changes)
    if guest:
        User.objects.filter(id=guest.id).update(is_active=True, access_until=invitation.expires_at)
    schedule(INVITATION_MAIL, [invitation.id])
    broadcast_updated([invitation.id])


def _is_replaced(invitation: Invitation) -> bool:
    same = Invitation.objects.filter(project=invitation.project_id, email=invitation.email)
    newer = same.filter(status__in=Invitation.OPEN, account=None).exclude(id=invitation.id)
    return newer.exists()


@action()
def revoke_invitation(*, access: Access, invitation_id: UUID, versions: Versions = None) -> None:
    """End an invitation, and the access of the person who accepted it; the row stays.

    Raises Forbidden, Invitation.DoesNotExist, PreconditionFailed, LastAdmin.
    """
    invitation = _locked(access, invitation_id, versions)
    if invitation.status == Invitation.Status.REVOKED:
        return
    close(invitation, Invitation.Status.REVOKED, actor_id=access.user.id)
    if account := invitation.account_id:
        members = Membership.objects.filter(project_id=access.project_id, user_id=account)
        if members.exists():
            remove_member(access=access, user_id=account)
    broadcast_updated([invitation.id])


def _locked(access: Access, invitation_id: UUID, versions: Versions = None) -> Invitation:
    access.require(Role.ADMIN)
    rows = Invitation.objects.within(access)
    invitation = rows.select_for_update(no_key=True).get(id=invitation_id)
    require_version(invitation.updated_at, versions)
    return invitation


@sensitive_variables("token")
@action()
def accept_invitation(*, user: User, token: str) -> UUID:
    """Join with an account whose confirmed address was invited; return the project's id.

    If they were there as the invitation's guest, the guest's access ends, and what the guest wrote
    stays theirs. Accepting twice changes nothing. Raises Forbidden (a guest), OtherAddress,
    InvalidField.
    """
    if not user.is_member:
        raise Forbidden
    rows = Invitation.objects.select_for_update(no_key=True)
    invitation = rows.filter(token_digest=hash_token(token)).first()
    if invitation is None:
        raise _no_entry(Closed.UNKNOWN)
    reason = reason_closed(invitation)
    if not EmailAddress.objects.filter(user=user, email=invitation.email, verified=True).exists():
        raise OtherAddress
    is_member = Membership.objects.filter(project_id=invitation.project_id, user=user).exists()
    if reason == Closed.ACCEPTED and is_member:
        return invitation.project_id
    if reason:
        raise _no_entry(reason)
    guest = guest_of(invitation)
    if not is_member:
        join(project_id=invitation.project_id, user=user, role=Role(invitation.role))
    if guest:
        # Before the guest leaves: the account takes over what the guest is assigned.
        become_account([guest.id], user)
        end_guest(user_id=guest.id, actor_id=user.id)
    record_acceptance(invitation, by=user)
    return invitation.project_id


def _no_entry(reason: Closed) -> InvalidField:
    message = _("This invitation is not valid, or it has ended.")
    return InvalidField("token", reason.value, message)


@action()
def link_guests(*, user: User, address: str) -> None:
    """Link the guests who came in by this address to the user who has confirmed it.

    What the guests wrote is then the user's own. From now on the link alone gives only viewing:
    somebody else who has it must not speak for a person who can sign in.
    """
    # A guest who joins at this moment waits for the row, and then sees that the address has an
    # owner.
    invited = Invitation.objects.filter(email=address, status__in=Invitation.OPEN)
    list(invited.order_by("id").select_for_update(no_key=True))
    unlinked = Q(contact_email=address, kind=User.Kind.GUEST, account=None, entry__isnull=False)
    guests = list(User.objects.filter(unlinked).values_list("id", flat=True))
    for guest_id in sorted(guests):
        set_guest_role(user_id=guest_id, role=Role.VIEWER, actor_id=user.id)
    become_account(guests, user)


@action()
def revoke_open(*, invitation_id: UUID) -> bool:
    """Revoke an invitation for an operator; False if it was not open."""
    rows = Invitation.objects.filter(status__in=Invitation.OPEN, account=None)
    invitation = rows.select_for_update(no_key=True).filter(id=invitation_id).first()
    if invitation is None:
        return False
    close(invitation, Invitation.Status.REVOKED, actor_id=None)
    broadcast_updated([invitation.id])
    return True


def queue_failed_mails(rows: "QuerySet[Invitation]") -> int:
    """Have the mails of failed invitations sent again, for an operator; return how many.

    Daily limits don't apply to operators. An invitation that a newer one has replaced is left out.
    """
    ids = rows.filter(status=Invitation.Status.FAILED).order_by("id").values_list("id", flat=True)
    return sum(_queue_failed_mail(invitation_id) for invitation_id in list(ids))


@action()
def _queue_failed_mail(invitation_id: UUID) -> bool:
    rows = Invitation.objects.select_for_update(no_key=True).filter(id=invitation_id)
    invitation = rows.filter(status=Invitation.Status.FAILED).first()
    if invitation is None or _is_replaced(invitation):
        return False
    queue_mail(invitation)
    return True
