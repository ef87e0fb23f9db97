"""Log-in by either spelling of an address."""

from allauth.headless.account.inputs import LoginInput
from allauth.headless.account.views import LoginView

from videoplanet.mail.addresses import canonical_address


class MailboxLoginInput(LoginInput):  # type: ignore[misc]  # allauth has no types
    """allauth's input, with the one spelling under which addresses are kept."""

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        return canonical_address(self.cleaned_data["email"])


class MailboxLoginView(LoginView):  # type: ignore[misc]  # allauth has no types
    """allauth's view with this input."""

    input_class = MailboxLoginInput
