"""Where allauth's changes of an account reach its projects."""

from allauth.account.models import EmailAddress
from django.http import HttpRequest

from accounts.actions import confirm_address
from users import adapters


class AccountAdapter(adapters.AccountAdapter):
    """allauth's adapter (setting ACCOUNT_ADAPTER), with the events of what members see."""

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Mark the address as verified and make it the account's."""
        return confirm_address(
            user_id=email_address.user_id,
            address=email_address.email,
            confirm=lambda: super(AccountAdapter, self).confirm_email(request, email_address),
        )
