"""Addresses that want no more invitations, from anybody, into any project.

A stranger who gets an invitation may know neither the inviter nor the project, so the link at the
end of the mail is about the address. We keep only its digest: nobody can read the list as
addresses.
"""

import hashlib
from collections.abc import Iterable

from invitations.models import DeclinedAddress
from videoplanet.mail.addresses import canonical_address
from videoplanet.mail.unsubscribe import UnsubscribeLink

UNSUBSCRIBE = UnsubscribeLink("/api/v1/invitations/unsubscribe")


def address_digest(address: str) -> str:
    """Return what we store of an address: the SHA-256 of its one spelling, in hexadecimal."""
    return hashlib.sha256(canonical_address(address).encode()).hexdigest()


def decline(digest: str) -> None:
    """Write down that an address wants no more invitations. Doing it twice is no error."""
    DeclinedAddress.objects.bulk_create([DeclinedAddress(digest=digest)], ignore_conflicts=True)


def declined_among(addresses: Iterable[str]) -> set[str]:
    """Return those of the addresses that want no invitations."""
    digests = {address_digest(address): address for address in addresses}
    rows = DeclinedAddress.objects.filter(digest__in=digests)
    return {digests[digest] for digest in rows.values_list("digest", flat=True)}


def allow(address: str) -> bool:
    """Let an address be invited again; False if it has not refused invitations."""
    deleted, _by_model = DeclinedAddress.objects.filter(digest=address_digest(address)).delete()
    return deleted > 0
