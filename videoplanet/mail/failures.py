"""Why a mail was not sent, where the mail server itself gave no reason."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from videoplanet.api.errors import Text
from videoplanet.mail.sending import LOST
from videoplanet.mail.smtp import BAD_ADDRESS, NO_ANSWER

MAIL_FAILURES: Final[dict[str, Text]] = {
    BAD_ADDRESS: _("No mail can be sent to this address."),
    LOST: _("The mail may have been sent, but the mail server did not confirm it."),
    NO_ANSWER: _("The mail server does not answer."),
}
