"""Asking once more who somebody is, before something that can't be undone."""

from typing import Any

from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    is_reauthentication_required,
)
from allauth.headless.internal.sessionkit import session_store
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from users.claims import Principal
from users.models import User
from users.tokens import UserRequest
from videoplanet.api.errors import ProblemError


class ReauthenticationRequired(ProblemError):
    """The password or a code must have been confirmed within the last minutes (401).

    `data.flows` and `meta` are as in allauth's own answers, so that a client needs one code.
    """

    status = 401
    code = "reauthentication_required"
    challenge = 'Bearer error="insufficient_user_authentication"'  # RFC 9470
    detail = _("Confirm that it is you, and ask again.")

    def __init__(self, user: User) -> None:
        super().__init__()
        self.flows = get_reauthentication_flows(user)

    def members(self) -> dict[str, Any]:
        """Return how the person may confirm it: `auth/reauthenticate`, `auth/2fa/…`."""
        return {"data": {"flows": self.flows}, "meta": {"is_authenticated": True}}


def require_reauthentication(request: UserRequest) -> None:
    """Raise ReauthenticationRequired unless this log-in was confirmed lately, as allauth counts it.

    Who has neither a password nor a second factor can't confirm anything: allauth lets them pass.
    """
    principal = request.auth
    assert isinstance(principal, Principal)  # noqa: S101 - who is signed in has one
    asked = HttpRequest()
    asked.user = request.user
    asked.session = session_store(principal.session_key)
    if is_reauthentication_required(asked, app="allauth.account"):
        raise ReauthenticationRequired(request.user)
