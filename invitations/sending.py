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
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from invitations.events import tell_admins
from invitations.mails import compose
from invitations.models import INVITATION_JSON, Batch, Invitation
from invitations.secret import hash_token, new_token
from videoplanet.mail.smtp import Delivery, Result, deliver

logger = logging.getLogger(__name__)

DUE = timedelta(minutes=5)
"""For how long a mail is left to the task that was enqueued for it."""
CLAIM_TIME = timedelta(minutes=3)
"""How long a worker may take over one mail; longer than the mail server's time-outs together."""
TIMES_LOST = 2
"""How often an attempt may end without a word before the invitation has failed."""
ATTEMPTS = 12
FIRST_PAUSE, LONGEST_PAUSE = 30, 7200
"""Seconds between attempts: the first is right for a busy server, most that greylist let the
second or third one in; twelve attempts take fifteen hours."""
UNHEARD = "The mail may have been sent: nothing was heard of the attempts."


# Two statements a mail, and no time of the ORM's, which would take as long as the mail server.
CLAIM = """
UPDATE invitations_invitation
SET claim = %s, due_at = %s, attempts = attempts + 1, token_digest = %s
WHERE id = %s AND claim IS NULL AND due_at IS NOT NULL
  AND status IN ('queued', 'sent', 'accepted') AND expires_at > %s
RETURNING *
"""
NOTED = (
    "status", "failure", "refused", "token_digest", "due_at", "attempts", "lost", "sent_at"
)  # fmt: skip
# Who has come in already stays accepted, whatever became of the mail: the link may be followed
# before its sending is written down.
NOTE = """
UPDATE invitations_invitation
SET status = CASE status WHEN 'accepted' THEN status ELSE %s END, failure = %s, refused = %s,
    token_digest = %s, due_at = %s, attempts = %s, lost = %s, sent_at = %s,
    claim = NULL, updated_at = %s
WHERE id = %s AND claim = %s
"""


def send_each(ids: Iterable[UUID]) -> None:
    """Send some mails, each on its own: what becomes of one is nothing to the others.

    Where the mail server is not there, the rest waits for the sweep, with no attempt used up: so
    many time-outs one after the other would keep a worker from all else.
    """
    batches: dict[UUID, Batch] = {}
    for each in ids:
        if not send(each, batches):
            return


@sensitive_variables("token")
def send(invitation_id: UUID, batches: dict[UUID, Batch] | None = None) -> bool:
    """Send the mail of an invitation that waits for one; nothing where none does.

    `batches` keeps what mails have in common. Says whether the mail server was there.
    """
    token = new_token()
    invitation = _claim(invitation_id, token, {} if batches is None else batches)
    if invitation is None:
        return True
    if invitation.lost >= TIMES_LOST:
        _fail(invitation, UNHEARD)
        return True
    delivery = deliver(compose(invitation, token))
    if delivery.result is Result.SENT:
        sent = {"sent_at": timezone.now(), "failure": ""}
        _note(invitation, sent | _done(Invitation.Status.SENT))
    elif delivery.result is Result.REFUSED:
        _fail(invitation, delivery.said, refused=delivery.of_the_address)
    else:
        _try_later(invitation, delivery)
    return not delivery.no_server


def _claim(invitation_id: UUID, token: str, batches: dict[UUID, Batch]) -> Invitation | None:
    """Take a mail to send; None if there is none, or somebody has it."""
    now = timezone.now()
    params = [uuid4(), now + CLAIM_TIME, hash_token(token), invitation_id, now]
    taken = list(Invitation.objects.raw(CLAIM, params))
    if not taken:
        return None
    [invitation] = taken
    key = invitation.batch_id
    if key not in batches:
        batches[key] = Batch.objects.select_related("sender", "project").get(id=key)
    invitation.batch = batches[key]
    invitation.project = invitation.batch.project
    return invitation


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
    _note(invitation, {"failure": delivery.said, "due_at": later})


def _done(status: Invitation.Status) -> dict[str, Any]:
    return {"status": status, "due_at": None, "attempts": 0, "lost": 0}


def _note(invitation: Invitation, changes: dict[str, Any]) -> None:
    """Write down what became of a claim, if it still is ours, and tell the admins."""
    values = {name: getattr(invitation, name) for name in NOTED} | changes
    text, params = INVITATION_JSON.sql_for(Invitation)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{NOTE} RETURNING project_id, {text}",
            [*values.values(), timezone.now(), invitation.id, invitation.claim, *params],
        )
        noted = cursor.fetchone()
    if noted:
        tell_admins(*noted)
