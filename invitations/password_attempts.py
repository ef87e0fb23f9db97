"""Wrong passwords for a share link: too many, and the next has to wait.

Each network (`client_network`) has a small number of attempts of its own, so that somebody who has
the link locks out only themselves. All networks together have a larger one, against an attacker
with many networks.
"""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled

from videoplanet.db import counters

PERIOD = timedelta(minutes=15)
"""Begins with the first attempt."""
LIMIT_PER_NETWORK, LIMIT_PER_LINK = 10, 100
"""Attempts in a period. 100 are 9,600 a day: all passwords of 8 digits would take 28 years."""
SCOPE = "link-passwords"


class TooManyAttempts(Throttled):
    """Too many wrong passwords (429)."""

    default_code = "too_many_tries"
    default_detail = _("Too many wrong passwords. Try again later.")
    extra_detail_singular = extra_detail_plural = ""


def count(link_id: UUID, network: str) -> None:
    """Count one attempt, before its password is checked. Raises TooManyAttempts.

    An attempt that exceeds its network's limit does not count towards the link's.
    """
    _count(_of_network(link_id, network), LIMIT_PER_NETWORK)
    _count(str(link_id), LIMIT_PER_LINK)


def _count(subject: str, limit: int) -> None:
    counters.count(SCOPE, subject, limit=limit, period=PERIOD, error=TooManyAttempts)


def reset(link_id: UUID, network: str) -> None:
    """Forget a network's attempts after the right password, which counts for nobody."""
    counters.reset(SCOPE, _of_network(link_id, network))
    counters.take_back(SCOPE, str(link_id))


def _of_network(link_id: UUID, network: str) -> str:
    return f"{link_id} {network}"
