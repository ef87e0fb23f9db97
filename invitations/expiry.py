"""When access may end."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from invitations.models import latest_end
from videoplanet.api.errors import InvalidField


def require_end(end: datetime) -> datetime:
    """Return the end if it is in the future and at most 90 days ahead, else raise InvalidField."""
    if end <= timezone.now():
        raise InvalidField("expires_at", "past", _("This time is in the past."))
    if end > latest_end():
        raise InvalidField("expires_at", "too_late", _("At most 90 days from now."))
    return end
