"""What the worker does for notifications: it sends mails."""

from uuid import UUID

from celery import shared_task

from notifications.mails import NotificationMails
from videoplanet.mail.sending import mail_kind, send_all

NOTIFICATION_MAIL = mail_kind("notification mail", task="notifications.tasks.send_mails")
"""A `Mail` that waits."""


@shared_task
def send_mails(*ids: str) -> None:
    """Send mails, if they still wait. Doing it twice, or at once, is no error."""
    send_all(NOTIFICATION_MAIL, [UUID(mail_id) for mail_id in ids], NotificationMails())
