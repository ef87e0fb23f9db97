"""Sending mails that are work: one claim each, one retry policy, whatever they are about.

An app says what a mail says and writes down what became of it (`Mails`); all else is here. SMTP and
a commit can't be one step: between the server's yes and the commit that notes it, a worker may die.
Nothing is heard of that attempt, and the mail is sent once more. If nothing is heard of that one
either, it has failed. So a mail is sent at least once, and at most twice.
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
from videoplanet.tasks.work import Claim, Kind, claim_all

logger = logging.getLogger(__name__)

BATCH = 20
"""Mails of one task: a task for each would cost the worker more than the mail."""
LEASE = timedelta(minutes=3)
"""Longer than the mail server's time-outs for one mail take together."""
PATIENCE = timedelta(minutes=5)
ATTEMPTS_MAX = 12
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=2)
"""Between attempts, each four times the last one: the first is right for a busy server, most that
greylist let the second or third one in; twelve attempts take fifteen hours."""
NO_SERVER_PAUSE = timedelta(minutes=5)
"""Until a server that isn't there is asked again, as often as it takes."""
LOST_MAX = 2
"""Attempts of which nothing was heard."""
LOST = "unheard"
"""The code of MAIL_FAILURES for them."""


def mail_kind(name: str, *, task: str) -> Kind:
    """Return the kind of work that sends some sort of mails by a Celery task."""
    return Kind(name, task=task, lease=LEASE, patience=PATIENCE, batch=BATCH)


class Outcome(Enum):
    """Where a mail stands after an attempt."""

    SENT = "sent"
    DROPPED = "dropped"
    """There was nothing to send any more."""
    FAILED = "failed"
    """For good."""
    WAITING = "waiting"
    """For another attempt."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of an attempt to send a mail."""

    outcome: Outcome
    words: str = ""
    """Why it was not sent, for admins: a code of MAIL_FAILURES, or what the server said, which may
    name the address: not for logs."""
    address_refused: bool = False


class Mails(Protocol):
    """The mails of one task, as their app has them."""

    def prepare(self, ids: Collection[UUID]) -> None:
        """Read what the mails need, in a few statements. They are claimed."""

    def compose(self, mail_id: UUID) -> EmailMessage | None:
        """Return the mail; None if there is nothing to send any more."""

    def note(self, mail_id: UUID, attempt: Attempt) -> None:
        """Write down what became of it, in the transaction that ends the claim."""


def send_all(kind: Kind, ids: Collection[UUID], mails: Mails) -> None:
    """Send what is free of some mails: what becomes of one is nothing to the others.

    Where the mail server is not there, the rest waits for the sweep with no attempt used up: so
    many time-outs one after the other would keep a worker from all else.
    """
    claims = claim_all(kind, ids)
    if claims:
        mails.prepare([claim.subject_id for claim in claims])
    for position, claim in enumerate(claims):
        if not claim.begin():
            claim.finish()  # it was cancelled, or scheduled again
        elif not _send(claim, mails):
            for rest in claims[position + 1 :]:
                rest.put_off(after=NO_SERVER_PAUSE)
            return


def _send(claim: Claim, mails: Mails) -> bool:
    """Send one mail. Says whether the mail server was there."""
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
    what = f"{claim.kind.name} {claim.subject_id}"
    # Only the code: the server's words may name the address.
    if result is Result.REFUSED or (result is Result.LATER and claim.failures + 1 >= ATTEMPTS_MAX):
        logger.warning("%s has failed: %s", what, delivery.cause)
        _end(claim, mails, Attempt(Outcome.FAILED, delivery.words, delivery.address_refused))
        return
    is_away = result is Result.NO_SERVER
    after = NO_SERVER_PAUSE if is_away else pause(claim.failures)
    logger.warning("%s waits for %d s: %s", what, after.total_seconds(), delivery.cause)
    with transaction.atomic():
        mails.note(claim.subject_id, Attempt(Outcome.WAITING, delivery.words))
        if is_away:
            claim.put_off(after=after)
        else:
            claim.retry(after=after)


def pause(failures: int) -> timedelta:
    """Return the time until the next attempt, after one more than so many failures."""
    factor: int = 4**failures
    return min(FIRST_PAUSE * factor, LONGEST_PAUSE)


def _end(claim: Claim, mails: Mails, attempt: Attempt) -> None:
    with transaction.atomic():
        mails.note(claim.subject_id, attempt)
        claim.finish()
