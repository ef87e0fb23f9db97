"""The worker's tasks: mails about access tokens."""

from uuid import UUID

from celery import shared_task

from tokens.mails import TokenEndsMails, TokenMadeMails
from videoplanet.mail.sending import mail_kind, send_all

TOKEN_MADE_MAIL = mail_kind("token made mail", task="tokens.tasks.send_made_mails")
"""To a personal token's owner, who did perhaps not make it."""
TOKEN_ENDS_MAIL = mail_kind("token ends mail", task="tokens.tasks.send_ends_mails")
"""To whoever made a token that is about to end."""


@shared_task
def send_made_mails(*ids: str) -> None:
    """Tell owners of new personal tokens."""
    send_all(TOKEN_MADE_MAIL, [UUID(token_id) for token_id in ids], TokenMadeMails())


@shared_task
def send_ends_mails(*ids: str) -> None:
    """Tell people that their tokens are about to end."""
    send_all(TOKEN_ENDS_MAIL, [UUID(token_id) for token_id in ids], TokenEndsMails())
