"""When a digest is due."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from notifications.models import Digest

DAILY_HOUR = 9
"""The hour of a daily digest, in the reader's time zone."""


def next_digest(now: datetime, *, digest: str, time_zone: str) -> datetime:
    """Return the next full hour, or the next nine o'clock in the reader's time zone."""
    if digest == Digest.HOURLY:
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):  # this machine's time zone database may lack it
        zone = ZoneInfo("UTC")
    local = now.astimezone(zone)
    due = local.replace(hour=DAILY_HOUR, minute=0, second=0, microsecond=0)
    # The day is added in local time, so that it stays nine o'clock when summer time begins or ends.
    return (due if due > local else due + timedelta(days=1)).astimezone(UTC)
