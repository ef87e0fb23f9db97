"""Sends mails that are durable work: one claim each, and one retry policy for all.

An app composes a mail and notes its result (`Mails`); all else is here. SMTP and a commit can't be
one step: a worker may die after the server has taken the mail and before that is committed. Such an
attempt is lost, and the mail is sent once more. If that attempt is lost too, the mail has failed.
So a mail is sent at least once, and at most twice.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Protocol
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction

from videoplanet.mail.smtp import Delivery, Result, deliver
from videoplanet.tasks.notes import Note
from videoplanet.tasks.work import Claim, Kind, claim_all

logger = logging.getLogger(__name__)

BATCH = 20
"""Mails in one task: a task for each would cost the worker more than the mail."""
LEASE = timedelta(minutes=3)
"""Longer than all time-outs of the mail server for one mail together."""
PATIENCE = timedelta(minutes=5)
ATTEMPTS_MAX = 12
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=2)
"""Between attempts, each four times as long as the one before. The first suits a busy server; most
servers that greylist take the second or third attempt. Twelve attempts take fifteen hours."""
NO_SERVER_PAUSE = timedelta(minutes=5)
"""Between attempts while the server can't be reached; these are not limited in number."""
LOST_MAX = 2
"""Attempts whose worker died before it noted a result."""
LOST = "unheard"
"""The code of MAIL_FAILURES for them."""


def mail_kind(name: str, *, task: str) -> Kind:
    """Return the kind of work that sends one sort of mail by a Celery task."""
    return Kind(name, task=task, lease=LEASE, patience=PATIENCE, batch=BATCH)


class Outcome(Enum):
    """The state of a mail after an attempt."""

    SENT = "sent"
    DROPPED = "dropped"
    """It was no longer wanted."""
    FAILED = "failed"
    """For good."""
    WAITING = "waiting"
    """For another attempt."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The result of an attempt to send a mail."""

    outcome: Outcome
    words: str = ""
    """Why it was not sent, for admins: a code of MAIL_FAILURES, or the server's reply, which may
    contain the address: not for logs."""
    address_refused: bool = False


class Mails(Protocol):
    """The mails of one task; each app that sends mails implements this."""

    def prepare(self, ids: Collection[UUID]) -> None:
        """Read what the mails need, in a few statements; they have been claimed."""

    def compose(self, mail_id: UUID) -> EmailMessage | None:
        """Return the mail; None if it is no longer wanted."""

    def note(self, mail_id: UUID, attempt: Attempt) -> Note | None:
        """Return the statement that writes down the result; None if there is nothing to write."""


def send_all(kind: Kind, ids: Collection[UUID], mails: Mails) -> None:
    """Send those of the mails that no other worker has; if one fails, the others are still sent.

    If the server can't be reached, the rest waits for the sweep and no attempt is counted: that
    many time-outs, one after the other, would keep the worker from everything else.
    """
    claims = claim_all(kind, ids)
    if claims:
        mails.prepare([claim.subject_id for claim in claims])
    for position, claim in enumerate(claims):
        if not claim.begin():
            claim.finish()  # it was cancelled, or scheduled again
        elif not _send(claim, mails):
            for waiting in claims[position + 1 :]:
                waiting.put_off(after=NO_SERVER_PAUSE)
            return


def _send(claim: Claim, mails: Mails) -> bool:
    """Send one mail; False if the mail server could not be reached."""
    if claim.lost >= LOST_MAX:
        _end(claim, mails, Attempt(Outcome.FAILED, LOST))
        return True
    message = mails.compose(claim.subject_id)
    if message is None:
        _end(claim, mails, Attempt(Outcome.DROPPED))
        return True
    delivery = deliver(message)
    if delivery.result is Result.SENT:
        _end(claim, mails, Attempt(Outcome.SENT))
    else:
        _not_sent(claim, mails, delivery)
    return delivery.result is not Result.NO_SERVER


def _not_sent(claim: Claim, mails: Mails, delivery: Delivery) -> None:
    result = delivery.result
    name = f"{claim.kind.name} {claim.subject_id}"
    # Logs get the code only: the server's words may contain the address.
    if result is Result.REFUSED or (result is Result.LATER and claim.failures + 1 >= ATTEMPTS_MAX):
        logger.warning("%s has failed: %s", name, delivery.cause)
        _end(claim, mails, Attempt(Outcome.FAILED, delivery.words, delivery.address_refused))
        return
    is_away = result is Result.NO_SERVER
    after = NO_SERVER_PAUSE if is_away else pause(claim.failures)
    logger.warning("%s waits for %d s: %s", name, after.total_seconds(), delivery.cause)
    note = mails.note(claim.subject_id, Attempt(Outcome.WAITING, delivery.words))
    with transaction.atomic():
        if note:
            note.write()
        if is_away:
            claim.put_off(after=after)
        else:
            claim.retry(after=after)


def pause(failures: int) -> timedelta:
    """Return the time until the next attempt, after so many earlier failures."""
    factor: int = 4**failures
    return min(FIRST_PAUSE * factor, LONGEST_PAUSE)


def _end(claim: Claim, mails: Mails, attempt: Attempt) -> None:
    claim.finish(mails.note(claim.subject_id, attempt))
