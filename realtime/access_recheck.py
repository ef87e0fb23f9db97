"""Who is connected to what, and whether they still may: one query for all sockets of a process."""

import asyncio
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection

from eventlog.reads import in_thread
from realtime.subscriptions import Subscription
from users.tokens import TokenKind

logger = logging.getLogger(__name__)

BAD_TOKEN, ACCESS_LOST, NO_PROJECT, SILENT, TOO_SLOW = 4401, 4403, 4404, 4408, 4430
LOOK = 1.5
"""Seconds between two looks at the same connection."""
LOOKED_AT = 500
"""So many at once: what thousands take in one go (50 ms) would keep events waiting."""
PING_SECONDS = 60.0
"""Clients are asked for a ping as often."""

# Each connected person: whether they are active under the password that they had, their role in
# the project, whether their log-in and the project are still there. Guests have no session, and
# what is one's own has no project.
RECHECK_SQL = """
SELECT w.n, u.id IS NOT NULL AND (s.session_key IS NOT NULL OR w.key = ''), m.role,
    w.project_id IS NULL OR EXISTS (SELECT FROM projects_project AS p WHERE p.id = w.project_id)
FROM unnest(%s::int[], %s::uuid[], %s::uuid[], %s::text[], %s::text[])
    AS w(n, project_id, user_id, key, password)
LEFT JOIN users_user AS u ON u.id = w.user_id AND u.is_active AND u.password = w.password
    AND (u.access_until IS NULL OR u.access_until > now())
LEFT JOIN projects_membership AS m ON m.project_id = w.project_id AND m.user_id = u.id
LEFT JOIN django_session AS s ON s.session_key = w.key AND s.expire_date > now()
"""


@dataclass(frozen=True, slots=True)
class AccessDecision:
    """What became of a subscription: the role now, or the code with which it closes."""

    role: str
    close: int | None


@dataclass(frozen=True, slots=True)
class _Found:
    signed_in: bool
    role: str | None
    project: bool


@in_thread
def judge(subscriptions: Iterable[Subscription]) -> list[AccessDecision]:
    """Say of each whether it may go on, in their order. Raises DatabaseError."""
    asked = [(each, each.principal) for each in subscriptions]
    rows = [
        (n, each.project_id, who.user.pk, who.session_key, who.user.password)
        for n, (each, who) in enumerate(asked)
    ]
    found: dict[int, _Found] = {}
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(RECHECK_SQL, [list(column) for column in zip(*rows, strict=True)])
            found = {n: _Found(*rest) for n, *rest in cursor.fetchall()}
    now = time.time()
    return [_verdict(each, found[n], now) for n, (each, _who) in enumerate(asked)]


def _verdict(subscription: Subscription, found: _Found, now: float) -> AccessDecision:
    principal = subscription.principal
    if not found.project:
        return AccessDecision("", NO_PROJECT)
    if principal.expires_at <= now:
        return AccessDecision("", BAD_TOKEN)
    if found.role:
        return AccessDecision(found.role, None if found.signed_in else BAD_TOKEN)
    if subscription.project_id:
        # Of a guest who is removed nothing is left: what they lost is the project.
        ended = principal.kind == TokenKind.MEMBER and not found.signed_in
        return AccessDecision("", BAD_TOKEN if ended else ACCESS_LOST)
    return AccessDecision("", None if found.signed_in else BAD_TOKEN)


class Watchers:
    """All connections of this process, looked at together."""

    def __init__(self) -> None:
        """Begin empty; the task starts with the first connection."""
        self.subscriptions: set[Subscription] = set()
        self._task: asyncio.Task[None] | None = None

    def add(self, subscription: Subscription) -> None:
        """Watch one."""
        self.subscriptions.add(subscription)
        if self._task is None:
            self._task = asyncio.create_task(self._look())

    def discard(self, subscription: Subscription) -> None:
        """Forget it."""
        self.subscriptions.discard(subscription)

    async def _look(self) -> None:
        while True:
            turns = 1 + len(self.subscriptions) // LOOKED_AT
            for turn in range(turns):
                await asyncio.sleep(LOOK / turns)
                try:
                    await self._look_once(
                        [each for each in self.subscriptions if hash(each) // 64 % turns == turn]
                    )
                except Exception:
                    logger.exception("access was not looked at")

    async def _look_once(self, subscriptions: list[Subscription]) -> None:
        now = time.monotonic()
        ends = [self._end(each, TOO_SLOW) for each in subscriptions if each.is_too_slow(now)]
        silent = now - settings.SOCKET_SILENCE
        ends += [self._end(each, SILENT) for each in subscriptions if each.heard < silent]
        await asyncio.gather(*ends)
        try:
            verdicts = await judge(subscriptions)
        except DatabaseError as error:
            logger.warning("access can't be looked at now: %s", error)
            return
        ends = []
        for subscription, verdict in zip(subscriptions, verdicts, strict=True):
            subscription.role = verdict.role or subscription.role
            if verdict.close:
                ends.append(self._end(subscription, verdict.close))
        await asyncio.gather(*ends)

    async def _end(self, subscription: Subscription, code: int) -> None:
        """Close one, once."""
        if subscription in self.subscriptions:
            self.subscriptions.discard(subscription)
            await subscription.end(code)


_watchers: Watchers | None = None


def watchers() -> Watchers:
    """Return this process's."""
    global _watchers  # noqa: PLW0603 - one for each process, made in its event loop
    if _watchers is None:
        _watchers = Watchers()
    return _watchers
