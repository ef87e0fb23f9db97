"""Those of allauth's hooks that change what projects show."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from accounts.actions import begin_account, confirm_address, free_address
from users.adapters import BaseAccountAdapter
from users.models import User
from users.provider_adapter import BaseProviderAdapter, proved_by


class AccountAdapter(BaseAccountAdapter):
    """The adapter that ACCOUNT_ADAPTER names. It also tells projects about a new address."""

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Mark the address as verified and make it the account's own."""
        return confirm_address(
            user_id=email_address.user_id,
            address=email_address.email,
            confirm=lambda: super(AccountAdapter, self).confirm_email(request, email_address),
        )


class ProviderAdapter(BaseProviderAdapter):
    """The adapter that SOCIALACCOUNT_ADAPTER names. A proved address is a confirmed one."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Make way for the owner of an address with which somebody else may have signed up."""
        super().pre_social_login(request, sociallogin)
        if not sociallogin.is_existing:
            for address in proved_by(sociallogin):
                free_address(address=address)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Save the new account; guests with the same proved address are then the same person."""
        return begin_account(
            proved=proved_by(sociallogin),
            save=lambda: super(ProviderAdapter, self).save_user(request, sociallogin, form),
        )
