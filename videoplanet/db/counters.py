"""Exact limits: at most so many uses of something in a period, however many come in parallel.

Unlike the throttles of `videoplanet.api.throttles`, which count in Redis and let requests through
while it is away, these count in a row of the database, whose lock makes parallel uses wait for
each other.
"""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import F
from django.utils import timezone
from rest_framework.exceptions import Throttled

from videoplanet.db.models import Counter

COUNT = """
INSERT INTO {table} AS c (scope, subject, count, ends_at)
VALUES (%(scope)s, %(subject)s, %(amount)s, %(end)s)
ON CONFLICT (scope, subject) DO UPDATE SET
    count = excluded.count + CASE WHEN c.ends_at <= %(now)s THEN 0 ELSE c.count END,
    ends_at = CASE WHEN c.ends_at <= %(now)s THEN excluded.ends_at ELSE c.ends_at END
RETURNING count, ends_at
"""


def count(
    scope: str,
    subject: str,
    *,
    amount: int = 1,
    limit: int,
    period: timedelta | None = None,
    error: type[Throttled],
) -> None:
    """Count `amount` uses; raise `error` (429, with the seconds to wait) if they exceed `limit`.

    A `period` begins with the first use after the one before has ended; without one it is the day
    in UTC. In a transaction the row stays locked until its end, and a use that was refused is not
    counted if the transaction is rolled back. Several subjects of one
    transaction must always be counted in the same order.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT.format(table=Counter._meta.db_table),
            {
                "scope": scope,
                "subject": subject,
                "amount": amount,
                "end": now + period if period else _next_midnight(now),
                "now": now,
            },
        )
        used, ends_at = cursor.fetchone()
    if used > limit:
        raise error(wait=max(1.0, (ends_at - now).total_seconds()))


def _next_midnight(now: datetime) -> datetime:
    tomorrow = now.astimezone(UTC) + timedelta(days=1)
    return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)


def reset(scope: str, subject: str) -> None:
    """Let a subject begin again at 0."""
    Counter.objects.filter(scope=scope, subject=subject).delete()


def take_back(scope: str, subject: str) -> None:
    """Take one use back that was counted."""
    Counter.objects.filter(scope=scope, subject=subject, count__gt=0).update(count=F("count") - 1)
