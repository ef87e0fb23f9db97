"""The mails about access tokens, in their readers' languages."""

from collections.abc import Collection
from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from projects.models import Membership, Role
from users.models import AccessToken, User
from videoplanet.mail.letter import Headers, Letter, message_id, one_line, write
from videoplanet.mail.sending import Attempt
from videoplanet.tasks.notes import Note

NAME_MAX = 60
"""Characters in the subject."""


class _TokenMails:
    """The mails of one task (`videoplanet.mail.sending.Mails`)."""

    template: ClassVar[str]

    def __init__(self) -> None:
        self.tokens: dict[UUID, AccessToken] = {}

    def prepare(self, ids: Collection[UUID]) -> None:
        """Read the tokens and who made them."""
        rows = AccessToken.objects.select_related("created_by", "project")
        self.tokens = rows.in_bulk(ids)

    def compose(self, mail_id: UUID) -> Letter | None:
        """Return the mail; None if it is no longer wanted."""
        token = self.tokens.get(mail_id)
        if token is None or not self.is_wanted(token) or not token.created_by.is_active:
            return None
        return self._letter(token, token.created_by)

    def is_wanted(self, token: AccessToken) -> bool:
        """Say whether the mail still says something true."""
        raise NotImplementedError

    def subject(self, name: str) -> str:
        """Return the subject in the active language."""
        raise NotImplementedError

    def _letter(self, token: AccessToken, reader: User) -> Letter:
        page = f"projects/{token.project_id}/tokens" if token.project_id else "account/tokens"
        with override(reader.language or settings.LANGUAGE_CODE):
            zone = ZoneInfo(reader.time_zone)
            context = {
                "name": token.name,
                "scope": token.scope,
                "project": token.project.name if token.project else "",
                "made_at": date_format(token.created_at.astimezone(zone), "DATETIME_FORMAT"),
                "ends_at": date_format(token.expires_at.astimezone(zone), "DATETIME_FORMAT"),
                "zone": reader.time_zone,
                "url": f"{settings.FRONTEND_URL}/{page}",
            }
            return write(
                template=self.template,
                context=context,
                subject=f"[VideoPlanet] {self.subject(one_line(token.name, NAME_MAX))}",
                to=reader.mail_address,
                headers=Headers(
                    message_id=message_id(f"{self.template.rpartition('/')[2]}.{token.id}")
                ),
            )

    def note(self, mail_id: UUID, attempt: Attempt) -> Note | None:
        """Write nothing: whether it was sent changes nothing about the token."""
        return None


class TokenMadeMails(_TokenMails):
    """A personal token was made."""

    template = "tokens/made"

    def is_wanted(self, token: AccessToken) -> bool:
        """Always: who did not make the token must hear of it, even after its end."""
        return True

    def subject(self, name: str) -> str:
        """Name the token."""
        return gettext("A new access token: “%(name)s”") % {"name": name}


class TokenEndsMails(_TokenMails):
    """A token is about to end."""

    template = "tokens/ends"

    def is_wanted(self, token: AccessToken) -> bool:
        """Say whether the token is in use, and the reader could make another."""
        if token.ended_at or token.expires_at <= timezone.now():
            return False
        if token.project_id is None:
            return True
        rows = Membership.objects.filter(project=token.project_id, user=token.created_by_id)
        return rows.filter(role=Role.ADMIN).exists()

    def subject(self, name: str) -> str:
        """Name the token."""
        return gettext("The access token “%(name)s” is about to end") % {"name": name}
