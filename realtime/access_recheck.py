"""Rechecks the access of connected people: one query for many connections."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db import connection

from eventlog.reads import in_thread
from projects.models import Membership, Project
from realtime.close_codes import CloseCode
from realtime.subscriptions import Subscription
from users.claims import TokenKind
from users.models import AccessToken, User

# One row for each connection: whether the user is active and has the same password and session as
# when they connected, the user's role in the project, and whether the project still exists. Guests
# have no session (an empty key); a personal stream has no project.
RECHECK_SQL = f"""
SELECT c.n,
    u.id IS NOT NULL AND CASE
        WHEN c.token_id IS NOT NULL THEN t.id IS NOT NULL
        ELSE u.password = c.password AND (s.session_key IS NOT NULL OR c.key = '')
    END,
    m.role,
    c.project_id IS NULL
    OR EXISTS (SELECT FROM {Project._meta.db_table} AS p WHERE p.id = c.project_id)
FROM unnest(%s::int[], %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::uuid[])
    AS c(n, project_id, user_id, key, password, token_id)
LEFT JOIN {User._meta.db_table} AS u
    ON u.id = c.user_id AND u.is_active AND (u.access_until IS NULL OR u.access_until > now())
LEFT JOIN {Membership._meta.db_table} AS m ON m.project_id = c.project_id AND m.user_id = u.id
LEFT JOIN {Session._meta.db_table} AS s ON s.session_key = c.key AND s.expire_date > now()
LEFT JOIN {AccessToken._meta.db_table} AS t
    ON t.id = c.token_id AND t.ended_at IS NULL AND t.expires_at > now()
"""  # noqa: S608 - names of tables


@dataclass(frozen=True, slots=True)
class AccessDecision:
    """The outcome for one subscription: its role now, and the code to close it with, if any."""

    role: str
    close_code: CloseCode | None


@dataclass(frozen=True, slots=True)
class _AccessRow:
    signed_in: bool
    role: str | None
    project_exists: bool


@in_thread
def recheck(subscriptions: Sequence[Subscription]) -> list[AccessDecision]:
    """Decide which subscriptions may stay open, in their order. Raises DatabaseError."""
    if not subscriptions:
        return []
    rows = []
    for n, subscription in enumerate(subscriptions):
        principal = subscription.principal
        user = principal.user
        log_in = (principal.session_key, user.password, principal.token_id)
        rows.append((n, subscription.project_id, user.pk, *log_in))
    with connection.cursor() as cursor:
        cursor.execute(RECHECK_SQL, [list(column) for column in zip(*rows, strict=True)])
        access_rows = {n: _AccessRow(*access) for n, *access in cursor.fetchall()}
    now = time.time()
    return [
        _decide(subscription, access_rows[n], now) for n, subscription in enumerate(subscriptions)
    ]


def _decide(subscription: Subscription, access: _AccessRow, now: float) -> AccessDecision:
    principal = subscription.principal
    if not access.project_exists:
        return AccessDecision("", CloseCode.NOT_FOUND)
    if principal.expires_at <= now:
        return AccessDecision("", CloseCode.BAD_TOKEN)
    if access.role:
        return AccessDecision(access.role, None if access.signed_in else CloseCode.BAD_TOKEN)
    if subscription.project_id:
        # A removed guest's row is deleted, so they are never "signed in": their access was lost.
        session_ended = principal.kind != TokenKind.GUEST and not access.signed_in
        return AccessDecision("", CloseCode.BAD_TOKEN if session_ended else CloseCode.ACCESS_LOST)
    return AccessDecision("", None if access.signed_in else CloseCode.BAD_TOKEN)
