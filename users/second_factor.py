"""Second factors: where passkeys are valid, how often codes may be tried, and how one is reset."""

import logging
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from users.models import User
from videoplanet.code_guesses import count_guess, forget_guesses
from videoplanet.mail.addresses import canonical_address

logger = logging.getLogger(__name__)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Passkeys belong to the front end's host: that is where people are asked for them."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whose passkeys these are."""
        return {"id": urlsplit(settings.FRONTEND_URL).hostname or "", "name": "VideoPlanet"}


class CountedCode:
    """A form with a code. Only so many wrong ones are compared in a day, however they come."""

    user: User

    def clean_code(self) -> str:
        """Return the code if it is right. Raises ValidationError, TooManyWrongCodes."""
        count_guess(self.user.pk)
        code: str = super().clean_code()  # type: ignore[misc]  # allauth's form
        forget_guesses(self.user.pk)
        return code


def reset_second_factors(*, email: str) -> int | None:
    """Remove all second factors of an account, for an operator; return how many it had.

    None if there is no such account.
    """
    user = User.objects.filter(email=canonical_address(email)).first()
    if user is None:
        return None
    with transaction.atomic():
        removed: int = Authenticator.objects.filter(user=user).delete()[0]
        forget_guesses(user.pk)
    logger.warning("an operator removed %d second factors of user %s", removed, user.pk)
    return removed
