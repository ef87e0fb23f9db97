"""allauth's hooks: mails, new accounts, and the user's JSON."""

import dataclasses
import logging
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.headless.adapter import DefaultHeadlessAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from users.code_mails import TooManyCodeMails, count_code_mail
from users.known_networks import is_known, remember_network
from users.models import User
from videoplanet.api.errors import Conflict, ProblemError
from videoplanet.api.languages import named_language
from videoplanet.api.throttles import client_address, client_network
from videoplanet.db.ids import new_id
from videoplanet.mail.addresses import canonical_address
from videoplanet.mail.letter import Letter
from videoplanet.mail.smtp import Result, deliver
from videoplanet.storage import media_urls

logger = logging.getLogger(__name__)


class MailUnavailable(ProblemError):
    """The mail server did not accept a mail that the next step needs (503)."""

    status = 503
    code = "mail_unavailable"
    detail = _("The mail could not be sent. Try again in a minute.")


class SentTwice(Conflict):
    """The same sign-up was sent twice at the same moment."""

    code = "duplicate"
    detail = _("The same was written at the same time.")


class BaseAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sends allauth's mails and saves its new accounts."""

    def clean_email(self, email: str) -> str:
        """Return the one spelling of an address. Raises ValidationError if it can't have one."""
        address = canonical_address(email)
        if not address.rpartition("@")[2].isascii():
            raise ValidationError(validate_email.message, code=validate_email.code)
        User._meta.get_field("email").run_validators(address)
        return address

    def format_email_subject(self, subject: str) -> str:
        """Put the service's name in front, not the request's host."""
        return f"[VideoPlanet] {subject}"

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save the new account with its name and language; allauth knows only the address.

        The language is that of the page: later mails go out when no browser says it.
        """
        user.name = form.cleaned_data["name"]
        user.language = named_language(request.headers.get("Accept-Language", ""))
        try:
            with transaction.atomic():
                saved: User = super().save_user(request, user, form, commit)
        except IntegrityError as error:
            raise SentTwice from error
        request.signed_up = saved  # type: ignore[attr-defined]
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail at once, in the reader's language. Raises MailUnavailable, TooManyCodeMails.

        A sign-up whose mail was not sent is deleted, so that signing up again sends a code and not
        the notice that the account exists already.
        """
        request = allauth_context.request
        error: Exception = MailUnavailable()
        try:
            count_code_mail(canonical_address(email), request)
            if self._send(template_prefix, email, context):
                return
        except TooManyCodeMails as too_many:
            error = too_many
        signed_up: User | None = getattr(request, "signed_up", None)
        if signed_up is not None:
            signed_up.delete()
        raise error

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of an account that somebody has tried to sign up with their address.

        First do what a real sign-up does, so that it takes as long: from the time, strangers could
        tell whether there is an account.
        """
        with transaction.atomic():
            nobody = User(name="-", email=f"{new_id()}@sign-up.invalid")
            nobody.set_password(new_id().hex)
            nobody.save()
            EmailAddress.objects.create(user=nobody, email=nobody.email)
            transaction.set_rollback(True)
        super().send_account_already_exists_mail(email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the IP address for limits, notices and the list of sessions."""
        return client_address(request)

    def login(self, request: HttpRequest, user: User) -> None:
        """Log in, and remember the network."""
        super().login(request, user)
        remember_network(user, request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Return the key under which wrong passwords for an address are counted.

        Strangers share one count. Each network where the owner has logged in has another, and so
        has the owner who is signed in and confirms the password: so nobody is locked out by what
        somebody else tries elsewhere.
        """
        address = canonical_address(credentials.get("email", ""))
        user = request.user
        own = EmailAddress.objects.filter(user_id=user.pk, email=address)
        if user.is_authenticated and own.exists():
            return f"{address} {user.pk}"
        if is_known(address, request):
            return f"{address} {client_network(request)}"
        return address

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner about a change that was made; a failure to send does not undo it."""
        address = email or user.email or ""
        request = allauth_context.request
        details = {
            "user": user,
            "timestamp": timezone.now(),
            "ip": self.get_client_ip(request),
            "user_agent": " ".join(self.get_http_user_agent(request).split())[:200],
            **(context or {}),
        }

        if address:
            # After the commit: a slow mail server must not hold locks.
            transaction.on_commit(lambda: self._send(template_prefix, address, details))

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> Letter:
        """Return the mail as a `Letter`, with the headers that all of our mails have."""
        mail = super().render_mail(template_prefix, email, context, headers)
        return Letter(subject=mail.subject, body=f"{mail.body}\n", to=mail.to)

    def _send(self, template_prefix: str, email: str, context: dict[str, Any]) -> bool:
        """Send a mail; return whether the mail server accepted it."""
        owner = context.get("user") or User.objects.filter(email=canonical_address(email)).first()
        variables = {
            **context,
            "email": email,
            "frontend_url": settings.FRONTEND_URL,
            "reset_url": settings.HEADLESS_FRONTEND_URLS["account_reset_password"],
            "time_zone": owner.time_zone if owner else "UTC",
            "verification_minutes": app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT // 60,
            "reset_minutes": app_settings.PASSWORD_RESET_BY_CODE_TIMEOUT // 60,
        }
        with translation.override((owner and owner.language) or translation.get_language()):
            delivery = deliver(self.render_mail(template_prefix, email, variables))
        if delivery.result is not Result.SENT:
            # Only the code: the server's words could contain the address.
            logger.warning("mail %s was not sent: %s", template_prefix, delivery.cause)
        return delivery.result is Result.SENT


def _described(description: str, example: str) -> Any:
    return dataclasses.field(metadata={"description": description, "example": example})


@dataclasses.dataclass(kw_only=True)
class AccountUser:
    """The user in allauth's answers. Its fields and examples appear in the OpenAPI document."""

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
        """Return the class that describes the user's JSON."""
        return AccountUser

    def user_as_dataclass(self, user: User) -> AccountUser:
        """Return the user as an instance of that class."""
        return AccountUser(
            id=str(user.pk) if user.pk else None,
            display=user.name,
            name=user.name,
            email=user.email,
            avatar_url=media_urls.url(user.avatar_key),
            has_usable_password=user.has_usable_password(),
        )
