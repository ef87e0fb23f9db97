"""Those of allauth's hooks that change what projects show."""

from allauth.account.models import EmailAddress
from django.http import HttpRequest

from accounts.actions import confirm_address
from users.adapters import BaseAccountAdapter


class AccountAdapter(BaseAccountAdapter):
    """The adapter that ACCOUNT_ADAPTER names. It also tells projects about a new address."""

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Mark the address as verified and make it the account's own."""
        return confirm_address(
            user_id=email_address.user_id,
            address=email_address.email,
            confirm=lambda: super(AccountAdapter, self).confirm_email(request, email_address),
        )
