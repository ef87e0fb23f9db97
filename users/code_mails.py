"""Limits how many mails with codes an address may be sent in a day (UTC).

For each address, each network has a limit of its own, so that one stranger uses up only theirs. All
strangers together have a larger limit, against somebody with many networks. Requests from networks
where the address's owner has logged in don't count towards it.
"""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled

from users.known_networks import is_known
from videoplanet.api.throttles import client_network
from videoplanet.db import counters

SCOPE = "code-mails"
LIMIT_OF_NETWORK, LIMIT_OF_STRANGERS = 10, 40
"""Three guesses at each of 50 codes a day: all of the 20^8 codes take 460,000 years."""


class TooManyCodeMails(Throttled):
    """The address was sent as many codes as are allowed in a day (429)."""

    default_code = "too_many_codes"
    default_detail = _("This address was sent too many codes. Try again tomorrow.")
    extra_detail_singular = extra_detail_plural = ""


def count_code_mail(address: str, request: HttpRequest) -> None:
    """Count one mail to a canonical address before it is sent. Raises TooManyCodeMails."""
    # Hashed, so that the table of counters is not a list of addresses.
    subject = salted_hmac(SCOPE, address, algorithm="sha256").hexdigest()
    _count(f"{subject} {client_network(request)}", LIMIT_OF_NETWORK)
    if not is_known(address, request):
        _count(subject, LIMIT_OF_STRANGERS)


def _count(subject: str, limit: int) -> None:
    counters.count(SCOPE, subject, limit=limit, error=TooManyCodeMails)
