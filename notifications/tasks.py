"""The worker's task: sending mails."""

from uuid import UUID

from celery import shared_task

from notifications.mails import NotificationMails
from videoplanet.mail.sending import mail_kind, send_all

NOTIFICATION_MAIL = mail_kind(
    "notification mail", task="notifications.tasks.send_notification_mails"
)
"""Sending a `Mail` whose status is `waiting`."""


@shared_task
def send_notification_mails(*ids: str) -> None:
    """Send the mails that are still waiting. It is safe to run twice, also at the same time."""
    send_all(NOTIFICATION_MAIL, [UUID(mail_id) for mail_id in ids], NotificationMails())
