"""What admins do with invitations, and what people with an account do with one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from eventlog.publish import action
from invitations import quota
from invitations.addresses import ALREADY_INVITED, Sorted, sort_out
from invitations.events import tell_updated
from invitations.expiry import require_end
from invitations.guests import (
    Closed,
    accepted,
    close,
    close_ended,
    closed,
    guest_of,
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
    """The invitation was revoked, or time has ended it."""

    code = "invitation_ended"
    detail = _("This invitation has ended. Send a new one.")


class AcceptedWithAccount(Conflict):
    """Who was invited is a member with an account by now."""

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
) -> tuple[Batch, Sorted]:
    """Invite addresses; return the batch, and what became of which address.

    Raises Forbidden, InvalidField (the end), TooManyInvitations.
    """
    access.require(Role.ADMIN)
    end = require_end(expires_at) if expires_at else default_end()
    here = Invitation.objects.filter(project_id=access.project_id)
    close_ended(here.filter(email__in=[each.strip().lower() for each in emails]))
    found = sort_out(access.project_id, emails)
    quota.consume(project_id=access.project_id, sender_id=access.user.id, mails=len(found.good))
    batch = Batch.objects.create(
        project_id=access.project_id,
        sender=access.user,
        message=message,
        language=language,
        total=len(emails),
    )
    wanted = [
        Invitation(
            project_id=access.project_id, batch=batch, email=email, role=role, expires_at=end
        )
        for email in found.good
    ]
    # What somebody else invites at the same moment is theirs, and stops none of the others.
    Invitation.objects.bulk_create(wanted, ignore_conflicts=True)
    made = set(Invitation.objects.filter(batch=batch).values_list("id", "email"))
    result = _without_taken(found, {email for _id, email in made})
    batch.refused = len(result.failed)
    batch.save(update_fields=["refused"])
    ids = [invitation_id for invitation_id, _email in made]
    schedule(INVITATION_MAIL, ids)
    tell_updated(ids)
    return batch, result


def _without_taken(found: Sorted, made: set[str]) -> Sorted:
    taken = [each for each in found.good if each not in made]
    more = [{"email": each, "reason": ALREADY_INVITED} for each in taken]
    return Sorted([each for each in found.good if each in made], found.failed + more)


@action()
def change_invitation(
    *, access: Access, invitation_id: UUID, changes: dict[str, Any], versions: Versions = None
) -> None:
    """Change role or end; who has come in has them at once.

    Raises Forbidden, Invitation.DoesNotExist, PreconditionFailed, InvitationEnded,
    AcceptedWithAccount, InvalidField.
    """
    invitation = _locked(access, invitation_id, versions)
    if invitation.account_id:
        raise AcceptedWithAccount
    if closed(invitation) and invitation.status != Invitation.Status.FAILED:
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
    tell_updated([invitation.id])


@action()
def resend_invitation(*, access: Access, invitation_id: UUID) -> None:
    """Send the mail again, with a new secret; the old one ends now.

    What time has ended, begins anew.

    Raises Forbidden, Invitation.DoesNotExist, InvitationEnded, AcceptedWithAccount,
    TooManyInvitations.
    """
    invitation = _locked(access, invitation_id)
    quota.consume(project_id=access.project_id, sender_id=access.user.id, mails=1)
    queue_mail(invitation)


def queue_mail(invitation: Invitation) -> None:
    """Have the mail of a locked invitation sent again, within an action.

    Raises InvitationEnded for one that was revoked or that another has replaced,
    AcceptedWithAccount.
    """
    if invitation.account_id:
        raise AcceptedWithAccount
    status = Invitation.Status
    guest = guest_of(invitation)
    over = invitation.is_expired or invitation.status == status.EXPIRED
    removed = guest is not None and not guest.is_active and not over
    if invitation.status == status.REVOKED or removed or _is_replaced(invitation):
        raise InvitationEnded
    # Without its digest the old secret ends, and a mail that is under way notes nothing.
    changes: dict[str, Any] = {"token_digest": None, "failure": "", "refused": False}
    if over:
        changes["expires_at"] = default_end()
    if over or invitation.status != status.ACCEPTED:
        changes["status"] = status.QUEUED
    apply_changes(invitation, changes)
    if guest:
        User.objects.filter(id=guest.id).update(is_active=True, access_until=invitation.expires_at)
    schedule(INVITATION_MAIL, [invitation.id])
    tell_updated([invitation.id])


def _is_replaced(invitation: Invitation) -> bool:
    same = Invitation.objects.filter(project=invitation.project_id, email=invitation.email)
    newer = same.filter(status__in=Invitation.OPEN, account=None).exclude(id=invitation.id)
    return newer.exists()


@action()
def revoke_invitation(*, access: Access, invitation_id: UUID, versions: Versions = None) -> None:
    """End an invitation, and the access of who came in by it, with an account too; the row stays.

    Raises Forbidden, Invitation.DoesNotExist, PreconditionFailed, LastAdmin.
    """
    invitation = _locked(access, invitation_id, versions)
    if invitation.status == Invitation.Status.REVOKED:
        return
    close(invitation, Invitation.Status.REVOKED, actor_id=access.user.id)
    if account := invitation.account_id:
        inside = Membership.objects.filter(project_id=access.project_id, user_id=account)
        if inside.exists():
            remove_member(access=access, user_id=account)
    tell_updated([invitation.id])


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

    Who was there as the invitation's guest is a member now, and what the guest wrote stays theirs.
    Twice is once. Raises Forbidden (a guest), OtherAddress, InvalidField.
    """
    if user.is_guest:
        raise Forbidden
    rows = Invitation.objects.select_for_update(no_key=True)
    invitation = rows.filter(token_digest=hash_token(token)).first()
    why = closed(invitation) if invitation else Closed.UNKNOWN
    if invitation is None:
        raise _no_entry(Closed.UNKNOWN)
    if not EmailAddress.objects.filter(user=user, email=invitation.email, verified=True).exists():
        raise OtherAddress
    inside = Membership.objects.filter(project_id=invitation.project_id, user=user).exists()
    if why == Closed.ACCEPTED and inside:
        return invitation.project_id
    if why:
        raise _no_entry(why)
    guest = guest_of(invitation)
    if not inside:
        join(project_id=invitation.project_id, user=user, role=Role(invitation.role))
    if guest:
        end_guest(user_id=guest.id, actor_id=user.id)
        User.objects.filter(id=guest.id).update(account=user)
    accepted(invitation, by=user)
    return invitation.project_id


def _no_entry(why: Closed) -> InvalidField:
    return InvalidField("token", why.value, _("This invitation is not valid, or it has ended."))


@action()
def link_guests(*, user: User, address: str) -> None:
    """Say that who came in as a guest by this address is this person, who has confirmed it.

    What the guests wrote is the person's own. From now on the link alone gives viewing: whoever
    else has it must not speak for somebody who could sign in.
    """
    # Who joins at this moment waits for the row, and then sees that the address has an owner.
    invited = Invitation.objects.filter(email=address, status__in=Invitation.OPEN)
    list(invited.order_by("id").select_for_update(no_key=True))
    mine = Q(contact_email=address, kind=User.Kind.GUEST, account=None, entry__isnull=False)
    guests = list(User.objects.filter(mine).values_list("id", flat=True))
    for each in sorted(guests):
        set_guest_role(user_id=each, role=Role.VIEWER, actor_id=user.id)
    User.objects.filter(id__in=guests).update(account=user)


@action()
def end_open(*, invitation_id: UUID) -> bool:
    """Revoke an open invitation for an operator; say whether it was one."""
    rows = Invitation.objects.filter(status__in=Invitation.OPEN, account=None)
    invitation = rows.select_for_update(no_key=True).filter(id=invitation_id).first()
    if invitation is None:
        return False
    close(invitation, Invitation.Status.REVOKED, actor_id=None)
    tell_updated([invitation.id])
    return True


def queue_failed_mails(rows: "QuerySet[Invitation]") -> int:
    """Have the mails of failed invitations sent again, for an operator; return how many.

    No day's number limits an operator. What was replaced meanwhile is left alone.
    """
    ids = rows.filter(status=Invitation.Status.FAILED).order_by("id").values_list("id", flat=True)
    return sum(_queue_failed_mail(each) for each in list(ids))


@action()
def _queue_failed_mail(invitation_id: UUID) -> bool:
    rows = Invitation.objects.select_for_update(no_key=True).filter(id=invitation_id)
    invitation = rows.filter(status=Invitation.Status.FAILED).first()
    if invitation is None or _is_replaced(invitation):
        return False
    queue_mail(invitation)
    return True
