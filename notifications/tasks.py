"""What the worker does for notifications: sending a mail, once.

Under the lock of its row a mail is claimed; it is sent outside of the transaction, so that a mail
server's pace holds no lock; then it is marked as sent by whoever claimed it. A second run finds the
claim or the mark. A worker that dies in between leaves the claim, which ends: the mail is sent
again then. If the mail server had taken the first one just before the end (between its answer and
the mark lie milliseconds), it comes twice, with the same `Message-ID`, by which mail programs know
a double. Attempts are counted when they begin, so it can't come for ever.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any
from uuid import UUID

from celery import shared_task
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from notifications.mails import compose
from notifications.models import Mail
from videoplanet.db.ids import new_id

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Longer than the mail server's timeouts take together."""
ATTEMPTS_MAX = 24
"""Over about a day: a mail server is away for a night."""
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)


@shared_task
def send_mail(mail_id: str) -> None:
    """Send one mail; doing it twice, or at once, is no error.

    A mail server that does not take it now is asked again by the sweep, later and later.
    """
    mail = _claim(UUID(mail_id))
    if mail is None:
        return
    message = compose(mail)
    if message is None:
        _finish(mail, status=Mail.Status.DROPPED)
        return
    _send(mail, message)


def _send(mail: Mail, message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, SMTPException) as error:
        # No traceback and no text of the error: they could carry the address or the mail.
        logger.warning("mail %s was not sent: %s", mail.id, type(error).__name__)
        if _is_final(error) or mail.attempts >= ATTEMPTS_MAX:
            _finish(mail, status=Mail.Status.FAILED)
        else:
            wait = min(FIRST_RETRY * 2 ** (mail.attempts - 1), LONGEST_RETRY)
            _finish(mail, due_at=timezone.now() + wait)
    else:
        _finish(mail, status=Mail.Status.SENT, sent_at=timezone.now())


def _is_final(error: Exception) -> bool:
    """Say whether the mail server knows that there is no such mailbox."""
    return isinstance(error, SMTPRecipientsRefused) and all(
        code >= 500 for code, _text in error.recipients.values()
    )


def _claim(mail_id: UUID) -> Mail | None:
    """Return the mail if it waits and nobody has it; it is the caller's then, until `due_at`."""
    with transaction.atomic():
        rows = Mail.objects.select_for_update(skip_locked=True, of=("self",))
        waiting = rows.filter(id=mail_id, status=Mail.Status.WAITING, claim=None)
        mail = waiting.select_related("user").first()
        if mail is None:
            return None
        mail.claim, mail.due_at = new_id(), timezone.now() + LEASE
        mail.attempts += 1
        if mail.attempts > ATTEMPTS_MAX:
            mail.status = Mail.Status.FAILED
        mail.save(update_fields=["claim", "due_at", "attempts", "status"])
    return mail if mail.status == Mail.Status.WAITING else None


def _finish(mail: Mail, **outcome: Any) -> None:
    """Give the claim back, unless it has ended and is somebody else's."""
    Mail.objects.filter(id=mail.id, claim=mail.claim).update(claim=None, **outcome)
