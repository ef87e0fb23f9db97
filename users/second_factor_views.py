"""Those of allauth's views of second factors that this service extends."""

import base64
import json
from typing import Any

from allauth.headless.constants import Client
from allauth.headless.mfa import inputs, views
from allauth.mfa.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from users.account_views import in_turn
from users.second_factor import CountedCode


class AuthenticateInput(CountedCode, inputs.AuthenticateInput):  # type: ignore[misc]  # no types
    """The code with which a log-in goes on."""


class ReauthenticateInput(CountedCode, inputs.ReauthenticateInput):  # type: ignore[misc]  # no types
    """The code with which somebody who is signed in says who they are."""


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


def _route(route: str, view: Any, *, one_at_a_time: bool = False) -> URLPattern:
    serve = view.as_api_view(client=Client.APP)
    return path(route, in_turn(serve) if one_at_a_time else serve)


urlpatterns = [
    _route("auth/2fa/authenticate", AuthenticateView, one_at_a_time=True),
    _route("auth/2fa/reauthenticate", ReauthenticateView, one_at_a_time=True),
    _route("account/authenticators/totp", TOTPView),
]
"""As those of `users.account_views`."""
