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

NOT_AN_ADDRESS = "not_an_address"
REPEATED = "repeated"
ALREADY_MEMBER = "already_member"
ALREADY_INVITED = "already_invited"
REFUSED_BEFORE = "refused_before"
REASONS = (NOT_AN_ADDRESS, REPEATED, ALREADY_MEMBER, ALREADY_INVITED, REFUSED_BEFORE)

LONGEST = 254
# What only quoted addresses have (nobody's is one) could end a header or begin another address.
_ODD = re.compile(r'[\s"(),:;<>\[\\\]\x00-\x1f\x7f]')


@dataclass(frozen=True, slots=True)
class Sorted:
    """The addresses in the order in which they were given."""

    good: list[str]
    """In lower case, each once."""
    failed: list[dict[str, str]]
    """`{email, reason}`: as they were typed, and one of the codes above."""


def normalized_address(typed: str) -> str | None:
    """Return an address as it is kept; None for what is none, or can't be written to."""
    address = typed.strip().lower()
    # Beyond ASCII before the @ few servers take it (SMTPUTF8); behind it Django encodes it.
    if len(address) > LONGEST or _ODD.search(address) or not address.partition("@")[0].isascii():
        return None
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address


def sort_out(project_id: UUID, typed: Sequence[str]) -> Sorted:
    """Say which of the addresses can be invited into the project."""
    addresses = [normalized_address(each) for each in typed]
    known = _known(project_id, [each for each in addresses if each])
    good: dict[str, None] = {}
    failed = []
    for given, address in zip(typed, addresses, strict=True):
        if address is None:
            reason = NOT_AN_ADDRESS
        elif address in known:
            reason = known[address]
        elif address in good:
            reason = REPEATED
        else:
            good[address] = None
            continue
        failed.append({"email": given, "reason": reason})
    return Sorted(list(good), failed)


def _known(project_id: UUID, addresses: list[str]) -> dict[str, str]:
    """Return why those addresses get none that are known already."""
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
    """Return whose account has confirmed the address; None if nobody's has."""
    found = EmailAddress.objects.filter(email=address, verified=True, user__is_active=True)
    user_id: UUID | None = found.values_list("user_id", flat=True).first()
    return user_id
