"""How many wrong codes of a second factor are compared in a day, in the admin and in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled

from videoplanet.db import counters

SCOPE = "second-factor"
A_DAY = 20
"""allauth's own limit (five in five minutes) counts in Redis, and lets all pass without it."""


class TooManyWrongCodes(Throttled):
    """Too many wrong codes of a second factor in a day (429)."""

    default_code = "too_many_wrong_codes"
    default_detail = _("Too many wrong codes. Try again tomorrow, or use a passkey.")
    extra_detail_singular = extra_detail_plural = ""


def count_guess(user_id: Any) -> None:
    """Count a code before it is compared. Raises TooManyWrongCodes."""
    counters.count(SCOPE, str(user_id), limit=A_DAY, error=TooManyWrongCodes)


def forget_guesses(user_id: Any) -> None:
    """Begin again at 0: a code was right, or an operator says so."""
    counters.reset(SCOPE, str(user_id))
