"""Why an invitation's mail was not sent."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from videoplanet.api.errors import Text
from videoplanet.mail.failures import MAIL_FAILURES

DECLINED = "declined"

INVITATION_FAILURES: Final[dict[str, Text]] = {
    **MAIL_FAILURES,
    DECLINED: _("This person wants no more invitations."),
}
"""What admins read, by code; a mail server's own words stay as they are."""
