"""allauth's hooks for signing in with another service."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from users.adapters import SentTwice
from users.models import User


def proved_by(sociallogin: SocialLogin) -> list[str]:
    """Return the addresses that the provider has proved to be the person's."""
    return [address.email for address in sociallogin.email_addresses if address.verified]


class BaseProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # it has no types
    """Finds accounts and saves new ones. A verified address is a proved one: users/provider.py."""

    error_messages = {  # noqa: RUF012 - as allauth declares it
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": _(
            "There is an account with this address already. Log in to it, then connect the other"
            " one in your account."
        ),
        "connected_other": _("That is connected to another account here."),
        "sign_in_expired": _("This sign-in took too long or was used already. Begin again."),
        "sign_in_failed": _("The other service gave no usable answer. Try again in a moment."),
        "no_password": _("Set a password first: this is the only way in to your account."),
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the providers of the environment. allauth would look into the database too."""
        return [
            SocialApp(provider=kind, **app)
            for kind, of_kind in settings.SOCIALACCOUNT_PROVIDERS.items()
            for app in of_kind["APPS"]
            if provider in (None, app["provider_id"])
        ]

    def validate_disconnect(self, account: SocialAccount, accounts: Any) -> None:
        """Refuse to take the last way in from an account without a password.

        allauth would count connections to providers that the operator has removed.
        """
        others = accounts.exclude(pk=account.pk).filter(provider__in=settings.SIGN_IN_PROVIDERS)
        if not account.user.has_usable_password() and not others.exists():
            raise self.validation_error("no_password")

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:
        """Fill in what the provider says of a person who has no account yet."""
        user: User = sociallogin.user
        user.email, user.name, user.language = data.get("email"), data["name"], data["language"]
        return user

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Return the account whose owner the provider has proved this to be.

        Only an address that its owner has confirmed here counts, so that nobody lands in the
        account of somebody who signed up with an address that is not theirs.
        """
        owned = EmailAddress.objects.filter(email__in=proved_by(sociallogin), verified=True)
        found = owned.select_related("user").first()
        return (found.user, found.email) if found else None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse a new account for an address that has one, to somebody who may know that.

        Who only claims the address learns nothing: allauth then mails its owner, as at a sign-up.
        """
        if sociallogin.is_existing or sociallogin.state["process"] != "login":
            return
        data = sociallogin.account.extra_data
        if data.get("userinfo", data).get("email_verified") is True:
            addresses = [address.email for address in sociallogin.email_addresses]
            if EmailAddress.objects.filter(email__in=addresses, verified=True).exists():
                raise self.validation_error("email_taken")

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Say whether nothing is missing: people choose a name themselves if none came."""
        return bool(sociallogin.user.name) and bool(sociallogin.email_addresses)

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, str]:
        """Return what the form begins with."""
        return {"email": sociallogin.user.email or "", "name": sociallogin.user.name}

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Save the new account and what it is connected to."""
        try:
            with transaction.atomic():
                saved: User = super().save_user(request, sociallogin, form)
        except IntegrityError as error:
            raise SentTwice from error
        request.signed_up = saved  # type: ignore[attr-defined]
        return saved
