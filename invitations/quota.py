"""Daily limits for invitation mails, by project and by sender, against spam."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled

from invitations.models import DailyMails

COUNT = """
INSERT INTO invitations_dailymails AS d (subject_id, day, count) VALUES (%s, %s, %s)
ON CONFLICT (subject_id, day) DO UPDATE SET count = d.count + excluded.count
RETURNING count
"""


class TooManyInvitations(Throttled):
    """The project or the sender has reached the day's limit of invitations (429)."""

    default_code = "too_many_invitations"
    default_detail = _("As many invitations were sent today as may be sent in a day.")
    extra_detail_singular = extra_detail_plural = ""


def consume(*, project_id: UUID, sender_id: UUID, mails: int) -> None:
    """Count mails for today, within the transaction that schedules them.

    Concurrent senders wait for each other at the row's lock; the rows are locked in the order of
    their ids. Raises TooManyInvitations, which rolls the count back.
    """
    if not mails:
        return
    now = timezone.now().astimezone(UTC)
    limits = {
        project_id: settings.INVITATIONS_PER_PROJECT,
        sender_id: settings.INVITATIONS_PER_SENDER,
    }
    with connection.cursor() as cursor:
        for subject_id in sorted(limits):
            cursor.execute(COUNT, [subject_id, now.date(), mails])
            if cursor.fetchone()[0] > limits[subject_id]:
                raise TooManyInvitations(wait=_until_midnight(now))


def _until_midnight(now: datetime) -> float:
    """Return the seconds until tomorrow."""
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (tomorrow - now).total_seconds()


def forget_old() -> None:
    """Delete the counts of past days."""
    past = timezone.now().astimezone(UTC).date() - timedelta(days=1)
    DailyMails.objects.filter(day__lt=past).delete()
