"""The mail with an invitation: what it says, and what became of it.

Each attempt has a secret of its own. Its digest is committed before the mail leaves, and the secret
itself is nowhere but in that mail. The digest also says whose result counts: where it has changed,
the invitation was sent again or another worker has taken over, and this attempt notes nothing.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override
from django.views.decorators.debug import sensitive_variables

from invitations.declined import LINK, address_digest, declined_among
from invitations.events import tell_admins
from invitations.failures import DECLINED
from invitations.models import Batch, Invitation
from invitations.resources import INVITATION
from invitations.secret import hash_token, new_token
from videoplanet.mail.letter import Headers, Letter, one_line, write
from videoplanet.mail.sending import Attempt, Outcome

NAME_MAX, PROJECT_MAX = 60, 80
"""Characters of the subject."""

# One statement for a task's mails, and one for the result of each: the ORM's own time would be as
# long as the mail server's. Rows are locked in the order of their ids, as everywhere.
NEW_SECRETS = """
UPDATE invitations_invitation AS i
SET token_digest = t.digest
FROM (
    SELECT id FROM invitations_invitation
    WHERE id = ANY(%s) AND status IN ('queued', 'sent', 'accepted') AND expires_at > %s
    ORDER BY id FOR NO KEY UPDATE
) AS wanted
JOIN unnest(%s::uuid[], %s::text[]) AS t(id, digest) ON t.id = wanted.id
WHERE i.id = wanted.id
RETURNING i.*
"""
# Whoever has come in already stays accepted, whatever became of the mail: the link may be followed
# before its sending is written down.
NOTE = """
UPDATE invitations_invitation
SET status = CASE status WHEN 'accepted' THEN status ELSE COALESCE(%s, status) END,
    failure = %s, refused = %s, sent_at = COALESCE(%s, sent_at), updated_at = %s,
    token_digest = CASE WHEN %s THEN NULL ELSE token_digest END
WHERE id = %s AND token_digest = %s AND status IN ('queued', 'sent', 'accepted')
"""


class InvitationMails:
    """The invitations' mails of one task (`videoplanet.mail.sending.Mails`)."""

    def __init__(self) -> None:
        self.tokens: dict[UUID, str] = {}
        self.invitations: dict[UUID, Invitation] = {}
        self.declined: set[str] = set()

    @sensitive_variables("tokens")
    def prepare(self, ids: Collection[UUID]) -> None:
        """Give each invitation that still holds a new secret, and read all that the mails say."""
        tokens = {invitation_id: new_token() for invitation_id in ids}
        digests = [hash_token(token) for token in tokens.values()]
        params = [list(ids), timezone.now(), list(tokens), digests]
        found = list(Invitation.objects.raw(NEW_SECRETS, params))
        batches = Batch.objects.select_related("sender", "project").in_bulk(
            {invitation.batch_id for invitation in found}
        )
        for invitation in found:
            invitation.batch = batches[invitation.batch_id]
            invitation.project = invitation.batch.project
        self.tokens = tokens
        self.declined = declined_among(invitation.email for invitation in found)
        self.invitations = {invitation.id: invitation for invitation in found}

    def compose(self, mail_id: UUID) -> Letter | None:
        """Return the mail; None if the invitation has ended, or its address wants none."""
        invitation = self.invitations.get(mail_id)
        if invitation is None or invitation.email in self.declined:
            return None
        return compose(invitation, self.tokens[mail_id])

    def note(self, mail_id: UUID, attempt: Attempt) -> None:
        """Write down what became of the mail, if this attempt still counts, and tell the admins."""
        invitation = self.invitations.get(mail_id)
        if invitation is None:
            return
        if invitation.email in self.declined:
            attempt = Attempt(Outcome.FAILED, DECLINED, address_refused=True)
        now, outcome = timezone.now(), attempt.outcome
        has_failed = outcome is Outcome.FAILED
        params = [
            None if outcome is Outcome.WAITING else outcome.value,
            attempt.words,
            attempt.address_refused,
            now if outcome is Outcome.SENT else None,
            now,
            has_failed,
            mail_id,
            invitation.token_digest,
        ]
        text, json_params = INVITATION.json.sql_for(Invitation)
        with connection.cursor() as cursor:
            sql = f"{NOTE} RETURNING project_id, {text}"
            cursor.execute(sql, [*params, *json_params])
            noted = cursor.fetchone()
        if noted:
            transaction.on_commit(lambda: tell_admins(*noted))


def public_url(project_id: object, **query: object) -> str:
    """Return the front end's page for guests. Secrets, ids and numbers need no quoting."""
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{settings.FRONTEND_URL}/feedback/public/{project_id}?{pairs}"


@sensitive_variables("token", "context")
def compose(invitation: Invitation, token: str) -> Letter:
    """Return the mail of an invitation with its batch, sender and project, around the secret.

    It comes from the service, under the inviter's name, as people know them.
    """
    batch = invitation.batch
    sender = batch.sender
    with override(batch.language):
        project = one_line(invitation.project.name, PROJECT_MAX)
        name = one_line(sender.name, NAME_MAX)
        subject = gettext("%(inviter)s invites you to review “%(project)s”") % {
            "inviter": name,
            "project": project,
        }
        context = {
            "inviter": name,
            "inviter_email": sender.email,
            "project": project,
            "message": batch.message,
            "url": public_url(invitation.project_id, token=token),
            "until": _local(invitation.expires_at, sender.time_zone),
            "left": _left(invitation.expires_at),
            "role": invitation.role,
        }
        headers = Headers(
            sender_name=name,
            reply_to=sender.email or "",
            unsubscribe_url=LINK.url_for(address_digest(invitation.email)),
        )
        template = "invitations/mail/invitation"
        return write(
            template=template,
            context=context,
            subject=subject,
            to=invitation.email,
            headers=headers,
        )


def _local(moment: datetime, zone: str) -> datetime:
    """Return the moment as the inviter's clock has it: nobody knows the reader's."""
    try:
        return moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return moment


def _left(end: datetime) -> str:
    """Return in words how long an invitation still holds."""
    hours = max(1, round((end - timezone.now()).total_seconds() / 3600))
    if hours < 48:
        return ngettext("%d hour", "%d hours", hours) % hours
    days = round(hours / 24)
    return ngettext("%d day", "%d days", days) % days
