"""What the worker does for invitations: it sends mails."""

from uuid import UUID

from celery import shared_task

from invitations.mails import InvitationMails
from videoplanet.mail.sending import mail_kind, send_all

INVITATION_MAIL = mail_kind("invitation mail", task="invitations.tasks.send_invitation_mails")
"""An invitation's mail: scheduled with the invitation, cancelled when that ends."""


@shared_task
def send_invitation_mails(*ids: str) -> None:
    """Send invitations' mails, if they still wait for one. Doing it twice is no error.

    The task has the rows' ids and nothing else: a secret is made when its mail is.
    """
    send_all(INVITATION_MAIL, [UUID(invitation_id) for invitation_id in ids], InvitationMails())
