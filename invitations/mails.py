"""The mail of an invitation: its text, and the note of its result.

Each attempt has a secret of its own. The secret is only in the mail; its digest is committed before
the mail is sent. The digest also shows whose result counts: if it has changed, the invitation was
sent again or another worker has taken over, and this attempt notes nothing.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override
from django.views.decorators.debug import sensitive_variables

from invitations.declined import UNSUBSCRIBE, address_digest, declined_among
from invitations.events import broadcast_to_admins
from invitations.failures import DECLINED
from invitations.languages import known_languages
from invitations.models import Batch, Invitation
from invitations.resources import INVITATION
from invitations.secret import hash_token, new_token
from videoplanet.mail.letter import Headers, Letter, one_line, write
from videoplanet.mail.sending import Attempt, Outcome
from videoplanet.tasks.notes import Note

NAME_MAX, PROJECT_MAX = 60, 80
"""Characters in the subject."""

TABLE = Invitation._meta.db_table

# One statement for all mails of a task, and one for the result of each: by the ORM they would take
# as long as the mail server does. Rows are locked in the order of their ids, as everywhere.
NEW_SECRETS = f"""
UPDATE {TABLE} AS i
SET token_digest = t.digest
FROM (
    SELECT id FROM {TABLE}
    WHERE id = ANY(%s) AND status IN ('queued', 'sent', 'accepted') AND expires_at > %s
    ORDER BY id FOR NO KEY UPDATE
) AS wanted
JOIN unnest(%s::uuid[], %s::text[]) AS t(id, digest) ON t.id = wanted.id
WHERE i.id = wanted.id
RETURNING i.*
"""  # noqa: S608 - the table's name
# An accepted invitation stays accepted, whatever became of the mail: the guest may follow the link
# before we have noted that the mail was sent.
NOTE = f"""
UPDATE {TABLE}
SET status = CASE status WHEN 'accepted' THEN status ELSE COALESCE(%s, status) END,
    failure = %s, refused = %s, sent_at = COALESCE(%s, sent_at), updated_at = %s,
    token_digest = CASE WHEN %s THEN NULL ELSE token_digest END
WHERE id = %s AND token_digest = %s AND status IN ('queued', 'sent', 'accepted')
"""  # noqa: S608 - the table's name


class InvitationMails:
    """The invitations' mails of one task (`videoplanet.mail.sending.Mails`)."""

    def __init__(self) -> None:
        self.tokens: dict[UUID, str] = {}
        self.invitations: dict[UUID, Invitation] = {}
        self.declined: set[str] = set()
        self.languages: dict[str, str] = {}

    @sensitive_variables("tokens")
    def prepare(self, ids: Collection[UUID]) -> None:
        """Give each open invitation a new secret, and read what the mails need."""
        tokens = {invitation_id: new_token() for invitation_id in ids}
        digests = [hash_token(token) for token in tokens.values()]
        params = [list(ids), timezone.now(), list(tokens), digests]
        invitations = list(Invitation.objects.raw(NEW_SECRETS, params))
        batches = Batch.objects.select_related("sender", "project").in_bulk(
            {invitation.batch_id for invitation in invitations}
        )
        for invitation in invitations:
            invitation.batch = batches[invitation.batch_id]
            invitation.project = invitation.batch.project
        self.tokens = tokens
        addresses = {invitation.email for invitation in invitations}
        self.declined = declined_among(addresses)
        self.languages = known_languages({one.project_id for one in invitations}, addresses)
        self.invitations = {invitation.id: invitation for invitation in invitations}

    def compose(self, mail_id: UUID) -> Letter | None:
        """Return the mail; None if the invitation has ended, or its address wants none."""
        invitation = self.invitations.get(mail_id)
        if invitation is None or invitation.email in self.declined:
            return None
        language = self.languages.get(invitation.email, invitation.batch.language)
        return invitation_letter(invitation, self.tokens[mail_id], language)

    def note(self, mail_id: UUID, attempt: Attempt) -> Note | None:
        """Note what became of the mail, if this attempt still counts, and tell the admins."""
        invitation = self.invitations.get(mail_id)
        if invitation is None:
            return None
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
        sql = f"{NOTE} RETURNING project_id, {text}"
        return Note(sql, [*params, *json_params], then=broadcast_to_admins)


def public_url(project_id: object, **query: object) -> str:
    """Return the URL of the front end's page for guests. Nothing in `query` may need escaping."""
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{settings.FRONTEND_URL}/feedback/public/{project_id}?{pairs}"


@sensitive_variables("token", "context")
def invitation_letter(invitation: Invitation, token: str, language: str) -> Letter:
    """Return the mail of an invitation, whose batch, sender and project have been read.

    `language` is the reader's where it is known, else the inviter's. The service sends it under the
    inviter's name, which the reader may know.
    """
    batch = invitation.batch
    sender = batch.sender
    with override(language):
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
            unsubscribe_url=UNSUBSCRIBE.url_for(address_digest(invitation.email)),
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
    """Return the time in the inviter's time zone, as we don't know the reader's."""
    try:
        return moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return moment


def _left(end: datetime) -> str:
    """Return in words how long the invitation is still valid."""
    hours = max(1, round((end - timezone.now()).total_seconds() / 3600))
    if hours < 48:
        return ngettext("%d hour", "%d hours", hours) % hours
    days = round(hours / 24)
    return ngettext("%d day", "%d days", days) % days
