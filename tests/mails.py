"""Mails that are work: what beat and a worker do with them, step by step."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from invitations.tasks import send_invitation_mails
from notifications.tasks import send_notification_mails
from videoplanet.tasks.models import Work


def send_invitations(*ids: Any) -> None:
    """Run the task that sends these invitations' mails."""
    send_invitation_mails(*map(str, ids))


def send_notifications(*ids: Any) -> None:
    """Run the task that sends these mails."""
    send_notification_mails(*map(str, ids))


def work_of(row: Any) -> Work:
    """Return the work that is to be done for a row."""
    return Work.objects.get(subject_id=row.id)


def due_now(row: Any) -> None:
    """Let the pause be over, or the claim run out."""
    past = timezone.now() - timedelta(seconds=1)
    Work.objects.filter(subject_id=row.id).update(due_at=past)
