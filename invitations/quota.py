"""How many mails with invitations a project and a sender may cause in a day (UTC)."""

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled

from videoplanet.db import counters

SCOPE = "invitation-mails"


class TooManyInvitations(Throttled):
    """The project or the sender has sent as many invitations as are allowed in a day (429)."""

    default_code = "too_many_invitations"
    default_detail = _("Today's limit of invitations is reached. Try again tomorrow.")
    extra_detail_singular = extra_detail_plural = ""


def consume(*, project_id: UUID, sender_id: UUID, mails: int) -> None:
    """Count today's mails, in the transaction that queues them.

    Raises TooManyInvitations; with the transaction's rollback nothing is counted.
    """
    if not mails:
        return
    limits = {
        project_id: settings.INVITATIONS_PER_PROJECT,
        sender_id: settings.INVITATIONS_PER_SENDER,
    }
    for subject in sorted(limits):  # one order for everybody: no deadlock
        counters.count(
            SCOPE, str(subject), amount=mails, limit=limits[subject], error=TooManyInvitations
        )
