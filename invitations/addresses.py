"""Which of the addresses that an admin typed get an invitation, and why the others don't."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from invitations.declined import declined_among
from invitations.models import Invitation
from videoplanet.mail.addresses import canonical_address

NOT_AN_ADDRESS = "not_an_address"
REPEATED = "repeated"
ALREADY_MEMBER = "already_member"
ALREADY_INVITED = "already_invited"
REFUSED_BEFORE = "refused_before"
REASONS = (NOT_AN_ADDRESS, REPEATED, ALREADY_MEMBER, ALREADY_INVITED, REFUSED_BEFORE)

ADDRESS_MAX = 254
# Only quoted addresses may contain these, and nobody has one. They could end a header, or begin
# another address.
FORBIDDEN = re.compile(r'[\s"(),:;<>\[\\\]\x00-\x1f\x7f]')


@dataclass(frozen=True, slots=True)
class CheckedAddresses:
    """The addresses, each list in the order in which they were typed."""

    good: list[str]
    """In their one spelling (`canonical_address`), each once."""
    failed: list[dict[str, str]]
    """`{email, reason}`: the address as it was typed, and one of the codes above."""


def normalized_address(typed: str) -> str | None:
    """Return the address as we store it; None if no mail can be sent to it."""
    address = canonical_address(typed)
    # Few servers take other letters than ASCII before the @ (SMTPUTF8).
    if (
        len(address) > ADDRESS_MAX
        or FORBIDDEN.search(address)
        or not address.partition("@")[0].isascii()
    ):
        return None
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address


def check_addresses(project_id: UUID, typed: Sequence[str]) -> CheckedAddresses:
    """Say which of the addresses can be invited into the project."""
    addresses = [normalized_address(text) for text in typed]
    known = _known(project_id, [address for address in addresses if address])
    good: dict[str, None] = {}
    failed = []
    for text, address in zip(typed, addresses, strict=True):
        if address is None:
            reason = NOT_AN_ADDRESS
        elif address in known:
            reason = known[address]
        elif address in good:
            reason = REPEATED
        else:
            good[address] = None
            continue
        failed.append({"email": text, "reason": reason})
    return CheckedAddresses(list(good), failed)


def _known(project_id: UUID, addresses: list[str]) -> dict[str, str]:
    """Return those addresses that can't be invited because we know them, each with the reason."""
    here = Invitation.objects.filter(project_id=project_id, email__in=addresses)
    refused = here.filter(status=Invitation.Status.FAILED, refused=True)
    invited = here.filter(status__in=Invitation.OPEN, account=None)
    members = EmailAddress.objects.filter(
        email__in=addresses, verified=True, user__memberships__project=project_id
    )
    return {
        **dict.fromkeys(declined_among(addresses), REFUSED_BEFORE),
        **dict.fromkeys(refused.values_list("email", flat=True), REFUSED_BEFORE),
        **dict.fromkeys(invited.values_list("email", flat=True), ALREADY_INVITED),
        **dict.fromkeys(members.values_list("email", flat=True), ALREADY_MEMBER),
    }


def owner_of(address: str) -> UUID | None:
    """Return the id of the user who has confirmed the address; None if nobody has."""
    confirmed = EmailAddress.objects.filter(email=address, verified=True, user__is_active=True)
    user_id: UUID | None = confirmed.values_list("user_id", flat=True).first()
    return user_id
