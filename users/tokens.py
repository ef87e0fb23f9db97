"""Tokens of members and guests, for REST and sockets.

Members send allauth's access token, a JWT whose session is looked up each time, so that a log-out
or a changed password ends it at once. Guests send a token of our own, signed with another key.
Programs send an access token (`users.access_tokens`). Each needs one query, and no cache.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import jwt
from allauth.core import context as allauth_context
from allauth.headless.internal.sessionkit import session_store
from allauth.headless.tokens.strategies.base import AbstractTokenStrategy
from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy, internal
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from users import extensions
from users.access_tokens import holder_of, holder_of_secret, is_secret
from users.claims import (
    GUEST_TYPE,
    Claim,
    Principal,
    TokenKind,
    claim_of,
    renewing_claim_of,
)
from users.known_networks import remember_network
from users.models import USER_FIELDS, User
from users.questions import Question, question_of
from users.signed_tokens import (
    keep_key,
    live_session,
    session_of_access_token,
    signed_session,
)
from videoplanet.db.ids import new_id

# Two tabs may refresh with one token at the same time; a later use counts as theft.
REFRESH_GRACE_SECONDS = 15
SESSIONS_KEPT = 2000
"""Of how many sessions a process keeps what it found in their data. It can't change: a session that
is written has other data, and whether it exists is looked up each time."""

# Session and user in one statement. It reads the database and no cache, because a session deleted
# while the cache is down would be valid again when the cache is back. Every request runs it, and
# the ORM takes three times as long to build the same statement.
SESSIONS, USERS = Session._meta.db_table, User._meta.db_table


@lru_cache
def _session_sql(join: str) -> str:
    """Return the statement; `join` is that of a question, whose parameters then come first."""
    columns = ["session_data", *(f"{USERS}.{name}" for name in USER_FIELDS)]
    columns += ["answer.*"] if join else []
    return f"""
        SELECT {", ".join(columns)} FROM {SESSIONS}, {USERS} {join}
        WHERE session_key = %s AND expire_date > now() AND {USERS}.id = %s AND is_active
    """  # noqa: S608 - names of tables and columns


def principal_of(token: str, question: Question | None = None) -> Principal | None:
    """Return the token's principal; None if it is bad, expired, or its session has ended.

    The `question` of the request is answered by the same statement (`User.take_answer`).
    """
    if is_secret(token):
        return holder_of_secret(token, question)
    claim = claim_of(token)
    return principal_of_claim(claim, question) if claim else None


def principal_of_claim(claim: Claim, question: Question | None = None) -> Principal | None:
    """Return the claim's principal; None if the log-in, guest's access or token has ended."""
    if claim.token_id:
        return holder_of(claim.token_id)
    if claim.project_id:
        return guest_of_project(claim.user_id, claim.project_id, claim.expires_at)
    return signed_in_member(claim.user_id, claim.session_key, claim.expires_at, question)


def signed_in_member(
    user_id: UUID, key: str, expires_at: int, question: Question | None = None
) -> Principal | None:
    """Return the member whose log-in has this session key; None if it has ended."""
    join, params = (question.join, question.params) if question else ("", ())
    with connection.cursor() as cursor:
        cursor.execute(_session_sql(join), [*params, key, user_id])
        row = cursor.fetchone()
    columns = len(USER_FIELDS) + 1
    principal = member_of_row(row[:columns], key, expires_at) if row else None
    if principal and question:
        principal.user.answer = (question.key, row[columns:])
    return principal


def member_of_row(row: Sequence[Any], key: str, expires_at: int) -> Principal | None:
    """Return the member of whom a session's data and USER_FIELDS were read.

    None if the session is not a log-in of theirs with the present password.
    """
    user = User.from_db(connection.alias, USER_FIELDS, row[1:])
    if not _is_session_of(user, _session_content(row[0])):
        return None
    return Principal(user, TokenKind.MEMBER, expires_at, None, key)


@lru_cache(maxsize=SESSIONS_KEPT)
def _session_content(data: str) -> dict[str, Any]:
    """Return what a session's row holds; for reading only."""
    content: dict[str, Any] = session_store().decode(data)
    return content


def _is_session_of(user: User, session: dict[str, Any]) -> bool:
    """Say whether the session is a log-in of `user` with the present password."""
    session_hash = session.get(HASH_SESSION_KEY, "")
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return session.get(SESSION_KEY) == str(user.id) and any(
        constant_time_compare(session_hash, known) for known in hashes
    )


def guest_of_project(user_id: UUID, project_id: UUID, expires_at: int) -> Principal | None:
    """Return the project's guest; None if their access has ended."""
    # The relation by its name: `projects` is above this app, which may not import it.
    in_project = Q(memberships__project=project_id, memberships__guest=True)
    user = (
        User.objects.filter(id=user_id, kind=User.Kind.GUEST, is_active=True)
        .filter(Q(access_until=None) | Q(access_until__gt=Now()))
        .annotate(membership=FilteredRelation("memberships", condition=in_project))
        .annotate(membership_id=F("membership__id"))
        .first()
    )
    if user is None:
        return None
    if user.membership_id is None and not _admitted(user, project_id):
        return None
    return Principal(user, TokenKind.GUEST, expires_at, project_id)


def _admitted(guest: User, project_id: UUID) -> bool:
    """Let a guest join the project at the first visit; return False if they are not invited."""
    return any(admit(guest=guest, project_id=project_id) for admit in extensions.admissions)


def renewing_guest(token: str) -> Principal | None:
    """Return the principal of a guest token that is valid or expired less than a day ago."""
    claim = renewing_claim_of(token)
    return principal_of_claim(claim) if claim else None


def create_guest_token(guest: User, project_id: UUID) -> str:
    """Return a token for the project, valid for an hour or until the guest's access ends."""
    now = int(time.time())
    expires_at = now + int(settings.GUEST_TOKEN_LIFETIME.total_seconds())
    if guest.access_until:
        expires_at = min(expires_at, int(guest.access_until.timestamp()))
    claims = {
        "sub": str(guest.id),
        "project": str(project_id),
        "iat": now,
        "exp": expires_at,
        "jti": str(new_id()),
    }
    return jwt.encode(
        claims, settings.GUEST_TOKEN_KEY, algorithm="HS256", headers={"typ": GUEST_TYPE}
    )


def guest_token_end(token: str) -> datetime:
    """Return when a guest token that we have just made expires; its signature is not checked."""
    claims = jwt.decode(token, options={"verify_signature": False})
    return datetime.fromtimestamp(claims["exp"], UTC)


class UserRequest(Request):
    """A request of somebody who is signed in; it only gives `user` its type."""

    user: User


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access or guest token>`; also activates the user's language."""

    def principal_of(self, token: str, question: Question | None) -> Principal | None:
        """Return the token's principal; None for a bad one."""
        return principal_of(token, question)

    def authenticate(self, request: Request) -> tuple[User, Principal] | None:
        """Return the user and the principal; None without the header. Raises 401 for a bad one."""
        token = self.token_of(request)
        if token is None:
            return None
        return self.accept(self.principal_of(token, question_of(request)))

    def accept(self, principal: Principal | None) -> tuple[User, Principal]:
        """Return the user and the principal, in the user's language. Raises 401 without one."""
        if principal is None:
            raise AuthenticationFailed(_("The token is bad, expired or revoked."))
        if principal.user.language:
            translation.activate(principal.user.language)
        return principal.user, principal

    def token_of(self, request: Request) -> str | None:
        """Return the token of the `Authorization` header, if it has one."""
        scheme, _space, token = get_authorization_header(request).partition(b" ")
        return token.strip().decode("latin-1") if scheme.lower() == b"bearer" else None

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge that makes the answer a 401."""
        return "Bearer"


class RenewalAuthentication(TokenAuthentication):
    """Also accepts a guest's token that expired within a day; only for exchanging it."""

    def principal_of(self, token: str, question: Question | None) -> Principal | None:
        """Return the token's principal; None for a bad one."""
        return principal_of(token, question) or renewing_guest(token)


class TokenStrategy(JWTTokenStrategy):  # type: ignore[misc]  # allauth has no types
    """allauth's JWTs, with a refresh that is safe against parallel use and stolen tokens."""

    def get_session_token(self, request: HttpRequest) -> str | None:
        """Return the session token, if any; PostgreSQL's text can't contain a NUL."""
        token: str | None = AbstractTokenStrategy.get_session_token(self, request)
        if not token:
            return session_of_access_token(request)
        return None if "\0" in token else token

    def lookup_session(self, session_token: str) -> SessionBase | None:
        """Return the session of an `X-Session-Token`; None if it has ended."""
        return live_session(session_token)

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """Return new access and refresh tokens; None (400) for a bad, expired or reused one.

        The session's row is locked, so one refresh at a time reads and writes its tokens. A token
        may be used again within 15 s (parallel tabs). A later use means that it or its replacement
        was stolen, and the session ends.
        """
        signed = signed_session(refresh_token, "refresh")
        if signed is None:
            return None
        payload, key = signed
        with transaction.atomic():
            session = _locked_session(key)
            user = internal.validate_token_user(payload, session) if session else None
            if session is None or user is None:
                return None
            if not _exchange(session, payload["jti"]):
                session.flush()
                return None
            tokens = (
                internal.create_access_token(user, session, self.get_claims(user)),
                internal.create_refresh_token(user, session),
            )
            session.save()
            remember_network(user, allauth_context.request)
        return tokens


def _locked_session(key: str) -> SessionBase | None:
    """Return the session with its row locked; None if it has ended."""
    row = (
        Session.objects.select_for_update()
        .filter(session_key=key, expire_date__gt=timezone.now())
        .first()
    )
    if row is None:
        return None
    session = session_store(key)
    session._session_cache = row.get_decoded()  # noqa: SLF001 - there is no public way to say it
    loaded: SessionBase = session
    keep_key(loaded)
    return loaded


def _exchange(session: SessionBase, jti: str) -> bool:
    """Mark the refresh token `jti` as used; False if it was used before the grace period."""
    now = int(time.time())
    valid: dict[str, int] = internal.get_refresh_token_state(session)
    used: dict[str, int] = session.setdefault("used_refresh_tokens", {})
    for past in [past for past, at in used.items() if now - at > REFRESH_GRACE_SECONDS]:
        del used[past]
    for expired in [token for token, expires in valid.items() if expires <= now]:
        del valid[expired]
    if valid.pop(jti, None) is not None:
        used[jti] = now
    session.modified = True
    return jti in used


def end_session(refresh_token: str) -> None:
    """End the session that a refresh token belongs to, if it is a valid one."""
    signed = signed_session(refresh_token, "refresh")
    if signed:
        session_store(signed[1]).flush()


def exchange_session(session_token: str) -> dict[str, Any] | None:
    """Return tokens for an allauth session token whose log-in is complete; None for others.

    A changed password replaces the session, so the device's tokens are no longer valid, and
    allauth's answer has only the new session token, for which the device gets new tokens here.
    """
    if "\0" in session_token:  # PostgreSQL's text cannot contain it
        return None
    strategy = TokenStrategy()
    with transaction.atomic():
        session = _locked_session(session_token)
        user = internal.get_session_user(session) if session else None
        if session is None or user is None:
            return None
        tokens = {
            "access_token": internal.create_access_token(user, session, strategy.get_claims(user)),
            "refresh_token": internal.create_refresh_token(user, session),
        }
        session.save()
    return tokens
