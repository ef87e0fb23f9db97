"""The link with which a mail leads a guest back to their page.

It is signed for this guest alone and stored nowhere. For as long as the invitation or the share
link lets them in, and for INVITATION_LIFETIME at most, it opens what the first link opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils import timezone

from invitations.guests import Closed, reason_closed
from invitations.mails import public_url
from invitations.models import Guest


@dataclass(frozen=True, slots=True)
class Return:
    """A guest who comes back by a link of a mail."""

    guest: Guest
    closed: Closed | None
    """Why the link no longer lets them in; None if it does."""


def guest_page(*, guest_id: UUID, project_id: UUID, query: Mapping[str, object]) -> str:
    """Return the address of a guest's page, or of a place on it, with the token of a new link."""
    return public_url(project_id, token=_signer().sign(guest_id.hex), **query)


def find_return(token: str) -> Return | None:
    """Return who comes back by a token; None if it is not one of these."""
    signer = _signer()
    try:
        user_id = UUID(signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    related = ("user", "project", "invitation", "link")
    guest = Guest.objects.select_related(*related).filter(user=user_id).first()
    if guest is None:
        return None
    try:
        signer.unsign(token, max_age=settings.INVITATION_LIFETIME)
    except SignatureExpired:
        return Return(guest, Closed.EXPIRED)
    return Return(guest, _closed_to(guest))


def _closed_to(guest: Guest) -> Closed | None:
    until = guest.user.access_until
    if until and until <= timezone.now():
        return Closed.EXPIRED
    if not guest.user.is_active:
        return Closed.REVOKED
    if guest.invitation:
        return reason_closed(guest.invitation)
    assert guest.link  # noqa: S101 - a constraint: guests have one of the two
    if guest.link.revoked_at:
        return Closed.REVOKED
    return Closed.EXPIRED if guest.link.is_expired else None


def _signer() -> TimestampSigner:
    return TimestampSigner(
        key=settings.GUEST_TOKEN_KEY,
        fallback_keys=settings.GUEST_TOKEN_KEY_FALLBACKS,
        sep=".",
        salt="invitations.guest_links",
    )
