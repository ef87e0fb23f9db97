"""What tokens say, whom they name, and for whom one turned out to be valid.

Signatures are checked here, and nothing asks the database.
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

import jwt
from django.conf import settings

from users.models import User
from users.signed_tokens import signed_session
from videoplanet.api.scopes import Scope

GUEST_TYPE = "guest+jwt"
TOKENS_KEPT = 2000
"""Of how many tokens a process keeps what it found in them, which can't change."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Whom a valid token names. Whether their log-in or access has ended, the database says."""

    user_id: UUID
    expires_at: int
    project_id: UUID | None
    """The one project of a guest's token; None for members."""
    session_key: str = ""
    token_id: UUID | None = None
    """The access token with which a ticket was made."""


class TokenKind(StrEnum):
    """The kinds of token."""

    MEMBER = "member"
    GUEST = "guest"
    ACCESS = "access"


@dataclass(frozen=True, slots=True)
class Principal:
    """The person for whom a token is valid. The role is not here but read from the membership."""

    user: User
    kind: TokenKind
    expires_at: int
    """In seconds since 1970; sockets close then unless they have a new token."""
    project_id: UUID | None
    """The one project that a guest's token opens; None for others."""
    session_key: str = ""
    """The session of a member's log-in, so that sockets can check later that it still exists."""
    token_id: UUID | None = None
    """The access token, for the same reason."""
    scope: Scope = Scope.SESSION
    """What an access token may be used for; everything for a log-in or a guest."""


def claim_of(token: str) -> Claim | None:
    """Return whom the token names, without a query; None if it is bad or expired."""
    # The header only says which key to check with; a forged header fails that check.
    return _guest_claim(token) if _claims_guest(token) else _member_claim(token)


def renewing_claim_of(token: str) -> Claim | None:
    """Return whom a guest's token names that is valid or expired less than a day ago."""
    return _guest_claim(token, settings.GUEST_RENEWAL_WINDOW) if _claims_guest(token) else None


@lru_cache(maxsize=TOKENS_KEPT)
def _claims_guest(token: str) -> bool:
    """Say whether a token claims, in its unverified header, to be a guest's."""
    try:
        return bool(jwt.get_unverified_header(token).get("typ") == GUEST_TYPE)
    except jwt.PyJWTError:
        return False


def _member_claim(token: str) -> Claim | None:
    claim = _signed_claim(token)
    return claim if claim and claim.expires_at > time.time() else None


@lru_cache(maxsize=TOKENS_KEPT)
def _signed_claim(token: str) -> Claim | None:
    """Return what a member's token says, if we signed it. It may have expired since."""
    signed = signed_session(token, "access")
    if signed is None:
        return None
    claims, key = signed
    return Claim(UUID(claims["sub"]), int(claims["exp"]), None, key)


def _guest_claim(token: str, grace: timedelta = timedelta(0)) -> Claim | None:
    for key in (settings.GUEST_TOKEN_KEY, *settings.GUEST_TOKEN_KEY_FALLBACKS):
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=["HS256"],
                leeway=grace,
                options={"require": ["exp", "sub", "project"]},
            )
            user_id, project_id = UUID(claims["sub"]), UUID(claims["project"])
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError):
            continue
        return Claim(user_id, int(claims["exp"]), project_id)
    return None
