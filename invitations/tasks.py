"""What the worker does for invitations: it sends mails."""

from uuid import UUID

from celery import shared_task

from invitations.sending import send


@shared_task
def send_invitation(invitation_id: str) -> None:
    """Send an invitation's mail, if it still waits for one. Doing it twice is no error.

    The task has the row's id and nothing else: the secret is made when the mail is.
    """
    send(UUID(invitation_id))
