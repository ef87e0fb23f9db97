"""Limits for guessing a share link's password.

Each address has a few attempts of its own, so that somebody who has the link can lock out only
themselves. All addresses together have a limit too, against an attacker who has many.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled

from invitations.models import PasswordAttempts

PERIOD = timedelta(minutes=15)
"""The count starts with the first attempt, and afresh after this time."""
PER_ADDRESS, PER_LINK = 10, 100
"""Attempts in that time. A hundred are 9,600 a day: 8 digits would take 28 years."""
ALL_ADDRESSES = ""

COUNT = """
INSERT INTO invitations_passwordattempts AS t (link_id, address, count, since)
VALUES (%s, %s, 1, %s)
ON CONFLICT (link_id, address) DO UPDATE SET
  count = CASE WHEN t.since <= %s THEN 1 ELSE t.count + 1 END,
  since = CASE WHEN t.since <= %s THEN excluded.since ELSE t.since END
RETURNING count, since
"""


class TooManyAttempts(Throttled):
    """Too many wrong passwords (429)."""

    default_code = "too_many_tries"
    default_detail = _("Too many wrong passwords. Try again later.")
    extra_detail_singular = extra_detail_plural = ""


def count(link_id: UUID, address: str) -> None:
    """Count one attempt, before its password is checked. Raises TooManyAttempts.

    Attempts above an address's own limit don't count towards the link's.
    """
    _count(link_id, network(address), PER_ADDRESS)
    _count(link_id, ALL_ADDRESSES, PER_LINK)


def _count(link_id: UUID, address: str, limit: int) -> None:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [link_id, address, now, now - PERIOD, now - PERIOD])
        used, since = cursor.fetchone()
    if used > limit:
        raise TooManyAttempts(wait=_rest(since, now))


def _rest(since: datetime, now: datetime) -> float:
    """Return the seconds until the next attempt is allowed."""
    return max(1.0, (since + PERIOD - now).total_seconds())


def reset(link_id: UUID, address: str) -> None:
    """Forget the attempts of an address after the right password, which counts against nobody."""
    PasswordAttempts.objects.filter(link=link_id, address=network(address)).delete()
    PasswordAttempts.objects.filter(link=link_id, address=ALL_ADDRESSES, count__gt=0).update(
        count=F("count") - 1
    )


def network(address: str) -> str:
    """Return what counts as one address: IPv4 as it is, of IPv6 the /64 of a subscriber."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:45] or "?"
    return str(found if found.version == 4 else ip_network((found, 64), strict=False))


def forget_old() -> None:
    """Delete counts that have run out: addresses are kept no longer than needed."""
    PasswordAttempts.objects.filter(since__lte=timezone.now() - PERIOD).delete()
