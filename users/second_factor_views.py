"""Those of allauth's views of second factors that this service extends."""

import base64
import json
from typing import Any, ClassVar

from allauth.headless.constants import Client
from allauth.headless.mfa import inputs, views
from allauth.mfa.adapter import get_adapter
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from users.account_views import in_turn
from users.passkeys import AnswerField, asserted, made
from users.second_factor import CountedCode


class AuthenticateInput(CountedCode, inputs.AuthenticateInput):  # type: ignore[misc]  # no types
    """The code with which a log-in goes on."""


class ReauthenticateInput(CountedCode, inputs.ReauthenticateInput):  # type: ignore[misc]  # no types
    """The code with which somebody who is signed in says who they are."""


class AddPasskeyInput(inputs.AddWebAuthnInput):  # type: ignore[misc]  # no types
    """A new passkey."""

    name = forms.CharField(required=False, max_length=100)
    credential = AnswerField(made)


class PasskeyLogInInput(inputs.LoginWebAuthnInput):  # type: ignore[misc]  # no types
    """The passkey with which somebody logs in."""

    credential = AnswerField(asserted)


class PasskeyAuthenticateInput(inputs.AuthenticateWebAuthnInput):  # type: ignore[misc]  # no types
    """The passkey with which a log-in goes on."""

    credential = AnswerField(asserted)


class PasskeyReauthenticateInput(inputs.ReauthenticateWebAuthnInput):  # type: ignore[misc]  # no types
    """The passkey with which somebody who is signed in says who they are."""

    credential = AnswerField(asserted)


class AuthenticateView(views.AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """`auth/2fa/authenticate`."""

    input_class = AuthenticateInput


class ReauthenticateView(views.ReauthenticateView):  # type: ignore[misc]  # allauth has no types
    """`auth/2fa/reauthenticate`."""

    input_class = ReauthenticateInput


class TOTPView(views.ManageTOTPView):  # type: ignore[misc]  # allauth has no types
    """`account/authenticators/totp`, which also gives the address of the secret as a picture."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the authenticator; where there is none, with a 404 and a new secret."""
        answer: HttpResponse = super().get(request, *args, **kwargs)
        if answer.status_code == 404:
            document = json.loads(answer.content)
            picture = get_adapter().build_totp_svg(document["meta"]["totp_url"])
            encoded = base64.b64encode(picture.encode()).decode()
            document["meta"]["totp_picture"] = f"data:image/svg+xml;base64,{encoded}"
            answer.content = json.dumps(document).encode()
        return answer


class PasskeysView(views.ManageWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """`account/authenticators/webauthn`."""

    input_class: ClassVar = views.ManageWebAuthnView.input_class | {"POST": AddPasskeyInput}


class PasskeyLogInView(views.LoginWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """`auth/webauthn/login`."""

    input_class: ClassVar = {"POST": PasskeyLogInInput}


class PasskeyAuthenticateView(views.AuthenticateWebAuthnView):  # type: ignore[misc]  # no types
    """`auth/webauthn/authenticate`."""

    input_class: ClassVar = {"POST": PasskeyAuthenticateInput}


class PasskeyReauthenticateView(views.ReauthenticateWebAuthnView):  # type: ignore[misc]  # no types
    """`auth/webauthn/reauthenticate`."""

    input_class: ClassVar = {"POST": PasskeyReauthenticateInput}


def _route(route: str, view: Any, *, one_at_a_time: bool = False) -> URLPattern:
    serve = view.as_api_view(client=Client.APP)
    return path(route, in_turn(serve) if one_at_a_time else serve)


urlpatterns = [
    _route("auth/2fa/authenticate", AuthenticateView, one_at_a_time=True),
    _route("auth/2fa/reauthenticate", ReauthenticateView, one_at_a_time=True),
    _route("auth/webauthn/login", PasskeyLogInView),
    _route("auth/webauthn/authenticate", PasskeyAuthenticateView),
    _route("auth/webauthn/reauthenticate", PasskeyReauthenticateView),
    _route("account/authenticators/totp", TOTPView),
    _route("account/authenticators/webauthn", PasskeysView),
]
"""As those of `users.account_views`."""
