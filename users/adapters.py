"""Where allauth asks us."""

import dataclasses
import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.adapter import DefaultHeadlessAdapter
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from users.models import User
from videoplanet.api import media
from videoplanet.api.errors import CONTENT_TYPE, problem

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Mails and new rows."""

    def format_email_subject(self, subject: str) -> str:
        """Name the service, not the host that was asked."""
        return f"[VideoPlanet] {subject}"

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save the row with its name: an address alone is no member."""
        user.name = form.cleaned_data["name"]
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once; 503 if the mail server doesn't take it (asking again sends a new code)."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            # No traceback: it could carry the address or the mail.
            logger.warning("mail %s was not sent: %s", template_prefix, type(error).__name__)
            detail = _("The mail could not be sent. Try again in a minute.")
            body = problem(503, code="mail_unavailable", detail=detail)
            raise ImmediateHttpResponse(
                JsonResponse(body, status=503, content_type=CONTENT_TYPE)
            ) from error


def _described(description: str, example: str) -> Any:
    return dataclasses.field(metadata={"description": description, "example": example})


@dataclasses.dataclass(kw_only=True)
class AccountUser:
    """The user in allauth's answers; its fields and examples go into the OpenAPI document."""

    id: str | None = _described("The user's id.", "01985f4e-0000-7000-8000-000000000001")
    display: str = _described("The name that others see.", "Kim Minji")
    name: str = _described("The same name.", "Kim Minji")
    email: str | None = _described("The primary address.", "minji@example.com")
    avatar_url: str | None = _described("Signed URL of the picture.", "https://example.com/media/…")
    has_usable_password: bool = dataclasses.field(
        metadata={"description": "Whether the account has a password.", "example": True}
    )


class HeadlessAdapter(DefaultHeadlessAdapter):  # type: ignore[misc]  # allauth has no types
    """The user's name and picture in allauth's answers."""

    def get_user_dataclass(self) -> type[AccountUser]:
        """Return the shape."""
        return AccountUser

    def user_as_dataclass(self, user: User) -> AccountUser:
        """Return the user in that shape."""
        return AccountUser(
            id=str(user.pk) if user.pk else None,
            display=user.name,
            name=user.name,
            email=user.email,
            avatar_url=media.url(user.avatar_key),
            has_usable_password=user.has_usable_password(),
        )
