"""The mail that tells a project's admins that a webhook was switched off."""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from projects.models import Membership, Role
from videoplanet.mail.letter import Headers, Letter, message_id, one_line, write
from videoplanet.mail.sending import Attempt, Outcome
from videoplanet.tasks.notes import Note
from webhooks.failures import WEBHOOK_FAILURES
from webhooks.models import Notice

NAME_MAX = 80
"""Characters in the subject."""

DELETE_SQL = f"DELETE FROM {Notice._meta.db_table} WHERE id = %s RETURNING id"  # noqa: S608


class NoticeMails:
    """The mails of one task (`videoplanet.mail.sending.Mails`)."""

    def __init__(self) -> None:
        self.notices: dict[UUID, Notice] = {}

    def prepare(self, ids: Collection[UUID]) -> None:
        """Read those that are not sent yet."""
        self.notices = Notice.objects.select_related("user", "webhook__project").in_bulk(ids)

    def compose(self, notice_id: UUID) -> Letter | None:
        """Return the mail's text; None if it is sent, or its reader is no admin any more."""
        notice = self.notices.get(notice_id)
        return _letter(notice) if notice else None

    def note(self, notice_id: UUID, attempt: Attempt) -> Note | None:
        """Delete the row, unless there will be another attempt."""
        if attempt.outcome is Outcome.WAITING:
            return None
        return Note(DELETE_SQL, [notice_id])


def _letter(notice: Notice) -> Letter | None:
    user, webhook = notice.user, notice.webhook
    admins = Membership.objects.filter(project=webhook.project_id, role=Role.ADMIN, user=user)
    if webhook.enabled or not user.is_active or not user.mail_address or not admins.exists():
        return None
    with translation.override(user.language or settings.LANGUAGE_CODE):
        name = one_line(webhook.name, NAME_MAX)
        project = one_line(webhook.project.name, NAME_MAX)
        subject = _("The webhook “%(name)s” of “%(project)s” was switched off.")
        return write(
            template="webhooks/mail/disabled",
            context={
                "name": name,
                "project": project,
                "reason": str(WEBHOOK_FAILURES[webhook.failure]),
                "url": f"{settings.FRONTEND_URL}/projects/{webhook.project_id}/webhooks",
            },
            subject=f"[VideoPlanet] {subject % {'name': name, 'project': project}}",
            to=user.mail_address,
            headers=Headers(message_id=message_id(notice.id)),
        )
