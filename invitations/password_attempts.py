"""Wrong passwords for a share link: too many, and the next has to wait.

Each address has a small number of attempts of its own, so that somebody who has the link locks out
only themselves. All addresses together have a larger one, against an attacker with many addresses.
"""

from datetime import timedelta
from ipaddress import ip_address, ip_network
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled

from videoplanet.db import counters

PERIOD = timedelta(minutes=15)
"""Begins with the first attempt."""
LIMIT_PER_ADDRESS, LIMIT_PER_LINK = 10, 100
"""Attempts in a period. 100 are 9,600 a day: all passwords of 8 digits would take 28 years."""
SCOPE = "link-passwords"


class TooManyAttempts(Throttled):
    """Too many wrong passwords (429)."""

    default_code = "too_many_tries"
    default_detail = _("Too many wrong passwords. Try again later.")
    extra_detail_singular = extra_detail_plural = ""


def count(link_id: UUID, address: str) -> None:
    """Count one attempt, before its password is checked. Raises TooManyAttempts.

    An attempt that exceeds its address's limit does not count towards the link's.
    """
    _count(_of_address(link_id, address), LIMIT_PER_ADDRESS)
    _count(str(link_id), LIMIT_PER_LINK)


def _count(subject: str, limit: int) -> None:
    counters.count(SCOPE, subject, limit=limit, period=PERIOD, error=TooManyAttempts)


def reset(link_id: UUID, address: str) -> None:
    """Forget an address's attempts after the right password, which counts for nobody."""
    counters.reset(SCOPE, _of_address(link_id, address))
    counters.take_back(SCOPE, str(link_id))


def _of_address(link_id: UUID, address: str) -> str:
    return f"{link_id} {network(address)}"


def network(address: str) -> str:
    """Return what counts as one address: an IPv6 subscriber has a whole /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:45] or "?"
    return str(found if found.version == 4 else ip_network((found, 64), strict=False))
