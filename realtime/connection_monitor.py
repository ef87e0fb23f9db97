"""Closes connections that may not stay open.

That is: those whose access has ended, those that read too slowly, and those that have not sent a
ping for too long.
"""

import asyncio
import logging
import time
from collections import Counter
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError

from realtime.access_recheck import recheck
from realtime.close_codes import CloseCode
from realtime.subscriptions import Subscription

logger = logging.getLogger(__name__)

CHECK_SECONDS = 1.5
"""Time between two checks of the same connection."""
BATCH_SIZE = 500
"""Connections checked at a time: checking thousands in one go (50 ms) would delay events."""


class ConnectionMonitor:
    """Checks all connections of this process, in turn."""

    def __init__(self) -> None:
        """Start without a task; the first connection starts it."""
        self.subscriptions: set[Subscription] = set()
        self.admitted: set[Subscription] = set()
        self.open_connections: Counter[UUID] = Counter()
        """How many connections each person has to this process."""
        self._task: asyncio.Task[None] | None = None

    def is_full(self, user_id: UUID) -> bool:
        """Say whether a person has as many connections as are allowed."""
        limit: int = settings.SOCKETS_PER_PERSON
        return self.open_connections[user_id] >= limit

    def admit(self, subscription: Subscription) -> bool:
        """Count a connection until it is discarded; False if its person has too many."""
        user_id = subscription.principal.user.pk
        if self.is_full(user_id):
            return False
        self.admitted.add(subscription)
        self.open_connections[user_id] += 1
        return True

    def add(self, subscription: Subscription) -> None:
        """Check a connection from now on."""
        self.subscriptions.add(subscription)
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    def discard(self, subscription: Subscription) -> None:
        """Stop checking and counting a connection."""
        self.subscriptions.discard(subscription)
        if subscription in self.admitted:
            self.admitted.discard(subscription)
            self.open_connections -= Counter([subscription.principal.user.pk])  # keeps no zeros

    async def _run(self) -> None:
        while True:
            batches = 1 + len(self.subscriptions) // BATCH_SIZE
            for number in range(batches):
                await asyncio.sleep(CHECK_SECONDS / batches)
                # The hash is an address, of which the low bits hardly vary.
                batch = [
                    subscription
                    for subscription in self.subscriptions
                    if hash(subscription) // 64 % batches == number
                ]
                try:
                    await self._check(batch)
                except Exception:
                    logger.exception("connections could not be checked")

    async def _check(self, batch: list[Subscription]) -> None:
        now = time.monotonic()
        too_slow = [subscription for subscription in batch if subscription.is_too_slow(now)]
        silent = [
            subscription
            for subscription in batch
            if now - subscription.last_ping_at > settings.SOCKET_SILENCE
        ]
        await asyncio.gather(
            *(self._close(subscription, CloseCode.TOO_SLOW) for subscription in too_slow),
            *(self._close(subscription, CloseCode.NO_PING) for subscription in silent),
        )
        try:
            decisions = await recheck(batch)
        except DatabaseError as error:
            logger.warning("access can't be rechecked now: %s", error)
            return
        closing = []
        for subscription, decision in zip(batch, decisions, strict=True):
            subscription.role = decision.role or subscription.role
            if decision.close_code:
                closing.append(self._close(subscription, decision.close_code))
        await asyncio.gather(*closing)

    async def _close(self, subscription: Subscription, code: CloseCode) -> None:
        """Close a connection, unless it is closed already."""
        if subscription in self.subscriptions:
            self.subscriptions.discard(subscription)
            await subscription.close(code)


_monitor: ConnectionMonitor | None = None


def connection_monitor() -> ConnectionMonitor:
    """Return this process's monitor."""
    global _monitor  # noqa: PLW0603 - one for each process, made in its event loop
    if _monitor is None:
        _monitor = ConnectionMonitor()
    return _monitor
