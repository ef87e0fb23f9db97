"""Guessing a share link's password: who tries too often waits.

Each address has its own few tries, so that somebody who has the link can lock out nobody but
themselves. Behind that all addresses together have a number, against one who has many of them.
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
"""From the first try on; then one begins anew."""
OF_ONE, OF_ALL = 10, 100
"""Tries in that time. A hundred are 9,600 a day: 8 digits would take 28 years."""
ALL = ""

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
    """Count one try, before its password is looked at. Raises TooManyAttempts.

    What an address tries above its own number does not count for all.
    """
    _count(link_id, network(address), OF_ONE)
    _count(link_id, ALL, OF_ALL)


def _count(link_id: UUID, address: str, most: int) -> None:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [link_id, address, now, now - PERIOD, now - PERIOD])
        used, since = cursor.fetchone()
    if used > most:
        raise TooManyAttempts(wait=_rest(since, now))


def _rest(since: datetime, now: datetime) -> float:
    """Return the seconds until one may try again."""
    return max(1.0, (since + PERIOD - now).total_seconds())


def reset(link_id: UUID, address: str) -> None:
    """Forget the tries of an address that had the right password; its last one is none of all's."""
    PasswordAttempts.objects.filter(link=link_id, address=network(address)).delete()
    PasswordAttempts.objects.filter(link=link_id, address=ALL, count__gt=0).update(
        count=F("count") - 1
    )


def network(address: str) -> str:
    """Return what counts as one address: of IPv6 a subscriber has a /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:45] or "?"
    return str(found if found.version == 4 else ip_network((found, 64), strict=False))


def forget_old() -> None:
    """Delete what is over: addresses are kept no longer than they are needed."""
    PasswordAttempts.objects.filter(since__lte=timezone.now() - PERIOD).delete()
