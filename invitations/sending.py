"""One mail on its way: who sends it, what became of it, when it is tried again.

A row waits for a mail while `due_at` is set. A worker takes it by a claim (one statement decides)
and, in the same statement, gives it a new secret: the digest is committed before the mail leaves,
and the secret itself is nowhere but in that mail. What the mail server says ends the claim.

At least once, and at most twice: between the server's yes and the statement that notes it a worker
may die. Its claim runs out, the sweep says so, and the mail is sent once more, with another secret
(the first mail's ends). If nothing is heard of that attempt either, the invitation has failed, and
an admin decides.
"""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from invitations.events import tell_updated
from invitations.mails import compose
from invitations.models import Invitation
from invitations.secret import digest, new_token
from invitations.smtp import Delivery, Result, deliver

logger = logging.getLogger(__name__)

DUE = timedelta(minutes=5)
"""For how long a mail is left to the task that was enqueued for it."""
CLAIM = timedelta(minutes=3)
"""How long a worker may take over one mail; longer than the mail server's time-outs together."""
TIMES_LOST = 2
"""How often an attempt may end without a word before the invitation has failed."""
ATTEMPTS = 12
FIRST_PAUSE, LONGEST_PAUSE = 30, 7200
"""Seconds between attempts: the first is right for a busy server, most that greylist let the
second or third one in; twelve attempts take fifteen hours."""
UNHEARD = "The mail may have been sent: nothing was heard of the attempts."


@sensitive_variables("token")
def send(invitation_id: UUID) -> None:
    """Send the mail of an invitation that waits for one; nothing where none does."""
    token = new_token()
    invitation = _claim(invitation_id, token)
    if invitation is None:
        return
    if invitation.lost >= TIMES_LOST:
        _fail(invitation, UNHEARD)
        return
    delivery = deliver(compose(invitation, token))
    if delivery.result is Result.SENT:
        sent = {"sent_at": timezone.now(), "failure": ""}
        _note(invitation, sent | _done(Invitation.Status.SENT))
    elif delivery.result is Result.REFUSED:
        _fail(invitation, delivery.said, refused=delivery.of_the_address)
    else:
        _try_later(invitation, delivery)


def _claim(invitation_id: UUID, token: str) -> Invitation | None:
    """Take a mail to send; None if there is none, or somebody has it."""
    now = timezone.now()
    waiting = Invitation.objects.filter(
        id=invitation_id,
        claim=None,
        due_at__isnull=False,
        status__in=Invitation.OPEN,
        expires_at__gt=now,
    )
    taken = waiting.update(
        claim=uuid4(),
        due_at=now + CLAIM,
        attempts=F("attempts") + 1,
        token_digest=digest(token),
    )
    if not taken:
        return None
    return Invitation.objects.select_related("batch__sender", "project").get(id=invitation_id)


def _fail(invitation: Invitation, said: str, *, refused: bool = False) -> None:
    logger.warning("invitation %s failed: %s", invitation.id, said)
    changes = {"failure": said, "refused": refused, "token_digest": None}
    _note(invitation, changes | _done(Invitation.Status.FAILED))


def _try_later(invitation: Invitation, delivery: Delivery) -> None:
    """Leave it to the sweep, later each time; after the last attempt it has failed."""
    if invitation.attempts >= ATTEMPTS:
        _fail(invitation, delivery.said)
        return
    seconds = min(FIRST_PAUSE * 4 ** (invitation.attempts - 1), LONGEST_PAUSE)
    logger.warning("invitation %s waits for %d s: %s", invitation.id, seconds, delivery.said)
    later = timezone.now() + timedelta(seconds=seconds)
    _note(invitation, {"failure": delivery.said, "claim": None, "due_at": later})


def _done(status: Invitation.Status) -> dict[str, Any]:
    return {"status": status, "claim": None, "due_at": None, "attempts": 0, "lost": 0}


def _note(invitation: Invitation, changes: dict[str, Any]) -> None:
    """Write down what became of a claim, if it still is ours, and tell the admins.

    Who has come in already stays accepted, whatever became of a mail that was sent again.
    """
    if invitation.status == Invitation.Status.ACCEPTED:
        changes.pop("status", None)
    mine = Invitation.objects.filter(id=invitation.id, claim=invitation.claim)
    if mine.update(**changes, updated_at=timezone.now()):
        tell_updated([invitation.id])
