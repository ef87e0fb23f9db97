"""Who is connected to what, and whether they still may: one query for all sockets of a process."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from realtime.rooms import in_thread
from users.tokens import Principal, TokenKind

# Each connected person's role in the project, whether they are active under the password that they
# had, and whether their log-in is still there. Guests have no session.
STILL = """
SELECT w.n, m.role, s.session_key IS NOT NULL OR w.key = '', EXISTS (
    SELECT FROM projects_project AS p WHERE p.id = w.project_id
)
FROM unnest(%s::int[], %s::uuid[], %s::uuid[], %s::text[], %s::text[])
    AS w(n, project_id, user_id, key, password)
LEFT JOIN users_user AS u ON u.id = w.user_id AND u.is_active AND u.password = w.password
    AND (u.access_until IS NULL OR u.access_until > now())
LEFT JOIN projects_membership AS m ON m.project_id = w.project_id AND m.user_id = u.id
LEFT JOIN django_session AS s ON s.session_key = w.key AND s.expire_date > now()
"""

BAD_TOKEN, ACCESS_LOST, NO_PROJECT = 4401, 4403, 4404


@dataclass(frozen=True, slots=True)
class Watch:
    """One socket's reason to be connected."""

    project_id: UUID
    principal: Principal


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of it: the role now, or the code with which the socket closes."""

    role: str | None
    close: int | None


@in_thread
def judge(watches: Iterable[Watch]) -> list[Verdict]:
    """Say of each whether it may go on, in their order. Raises DatabaseError."""
    asked = list(watches)
    rows = [
        (n, each.project_id, each.principal.user.pk, each.principal.session_key,
         each.principal.user.password)
        for n, each in enumerate(asked)
    ]  # fmt: skip
    found: dict[int, tuple[str | None, bool, bool]] = {}
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(STILL, [list(column) for column in zip(*rows, strict=True)])
            found = {n: (role, session, project) for n, role, session, project in cursor.fetchall()}
    now = time.time()
    return [_verdict(each, found[n], now) for n, each in enumerate(asked)]


def _verdict(watch: Watch, found: tuple[str | None, bool, bool], now: float) -> Verdict:
    role, session, project = found
    principal = watch.principal
    if not project:
        return Verdict(None, NO_PROJECT)
    if principal.expires_at <= now or (principal.kind == TokenKind.MEMBER and not session):
        return Verdict(None, BAD_TOKEN)
    return Verdict(role, None if role else ACCESS_LOST)
