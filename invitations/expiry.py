"""When access may end."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from invitations.models import latest_end
from videoplanet.api.errors import InvalidField


def require_end(given: datetime) -> datetime:
    """Return an end that may be: in the future, at most 90 days ahead. Raises InvalidField."""
    if given <= timezone.now():
        raise InvalidField("expires_at", "past", _("This is past."))
    if given > latest_end():
        raise InvalidField("expires_at", "too_late", _("At most 90 days from now."))
    return given
