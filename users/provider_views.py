"""Signing in with another service, for front ends that hold tokens and no cookies.

allauth's redirect flow keeps its state in a cookie's session. Here the page that begins holds the
session token, goes to the service, comes back to the front end's own `callback_url`, and hands in
what the service gave it together with that token. So a sign-in ends in the browser that began it,
on whatever origin the front end is, and nobody can be made to finish somebody else's.
"""

import json
import logging
import re
import secrets
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core import ratelimit
from allauth.core.exceptions import SignupClosedException
from allauth.headless.adapter import get_adapter as get_headless_adapter
from allauth.headless.base.response import (
    AuthenticationResponse,
    ForbiddenResponse,
    UnauthorizedResponse,
)
from allauth.headless.base.views import APIView, ConfigView
from allauth.headless.constants import Client
from allauth.headless.internal.restkit import inputs
from allauth.headless.internal.restkit.response import APIResponse, ErrorResponse
from allauth.headless.socialaccount.internal import complete_token_login
from allauth.headless.socialaccount.response import SocialAccountsResponse
from allauth.headless.socialaccount.views import ManageProvidersView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.internal.flows.signup import get_pending_signup
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from requests import RequestException

from users.browser_sessions import View, is_known_origin

logger = logging.getLogger(__name__)

BAD_ANSWERS: Final = (
    *(OAuth2Error, RequestException, ProviderException, PermissionDenied),
    *(ValueError, KeyError, TypeError),  # no JSON, or another shape than the standard's
)
"""What a provider's answers may cause that are missing, broken or untrue."""


class ProviderField(inputs.CharField):  # type: ignore[misc]  # allauth has no types
    """The id of a provider; its value is the provider."""

    def clean(self, value: Any) -> Any:
        """Return allauth's provider. Raises ValidationError."""
        try:
            return get_adapter().get_provider(None, super().clean(value))
        except SocialApp.DoesNotExist as error:
            raise get_headless_adapter().validation_error("unknown_provider") from error


class BeginInput(inputs.Input):  # type: ignore[misc]  # allauth has no types
    """Where to sign in, what for, and where to come back to."""

    provider = ProviderField(max_length=30)
    process = inputs.ChoiceField(choices=[("login", "login"), ("connect", "connect")])
    callback_url = inputs.CharField(max_length=500)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_callback_url(self) -> str:
        """Accept only pages of the front end; the provider has a list of its own."""
        url: str = self.cleaned_data["callback_url"]
        parts = urlsplit(url)
        if not is_known_origin(self.request, f"{parts.scheme}://{parts.netloc}"):
            raise get_headless_adapter().validation_error("invalid_url")
        return url


class FinishInput(inputs.Input):  # type: ignore[misc]  # allauth has no types
    """What a provider has added to the `callback_url`."""

    provider = ProviderField(max_length=30)
    code = inputs.CharField(max_length=4000)
    state = inputs.CharField(max_length=100)
    iss = inputs.CharField(max_length=500, required=False)


class BeginView(APIView):  # type: ignore[misc]  # allauth has no types
    """`auth/provider/redirect`: begin, and learn the address to go to."""

    input_class = BeginInput

    def get_input_kwargs(self) -> dict[str, Any]:
        """Give the form the request, whose own origin is known."""
        return {"request": self.request}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer with the address, and to who is not signed in with a session token."""
        given = self.input.cleaned_data
        if given["process"] == "connect":
            if not request.user.is_authenticated:
                return UnauthorizedResponse(request)
            raise_if_reauthentication_required(request, app="allauth.socialaccount")
        refusal = ratelimit.consume_or_429(request, action="login")
        if refusal:
            return refusal
        provider = given["provider"]
        try:
            url = _begin(request, provider, given["process"], given["callback_url"])
        except BAD_ANSWERS as error:
            return _failed(request, provider, error)
        return APIResponse(request, data={"url": url})


def _begin(request: HttpRequest, provider: Any, process: str, callback_url: str) -> str:
    """Return the provider's address for this sign-in, and keep in the session what must match."""
    adapter = provider.get_oauth2_adapter(request)
    adapter.callback_url = callback_url
    client = adapter.get_client(request, provider.app)
    pkce, nonce = provider.get_pkce_params(), secrets.token_urlsafe(24)
    client.state = provider.stash_redirect_state(
        request,
        process,
        next_url=callback_url,
        state_id=secrets.token_urlsafe(24),
        pkce_code_verifier=pkce.pop("code_verifier"),
        nonce=nonce,
        headless=True,
    )
    extra = {**provider.get_auth_params(), **pkce, "nonce": nonce}
    url: str = client.get_redirect_url(adapter.authorize_url, provider.get_scope(), extra)
    return url


class FinishView(APIView):  # type: ignore[misc]  # allauth has no types
    """`auth/provider/callback`: hand in what the provider gave, and be signed in or connected."""

    input_class = FinishInput

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer as a log-in does: tokens, or a 401 with the step that is pending."""
        refusal = ratelimit.consume_or_429(request, action="login")
        if refusal:
            return refusal
        given = self.input.cleaned_data
        provider = given["provider"]
        state = statekit.unstash_state(
            request, provider_id=provider.sub_id, state_id=given["state"]
        )
        if state is None:
            expired = get_adapter().validation_error("sign_in_expired")
            return ErrorResponse(request, exception=expired)
        try:
            login = _login(request, provider, given, state)
        except BAD_ANSWERS as error:
            return _failed(request, provider, error)
        try:
            response = complete_token_login(request, login)
        except ValidationError as error:
            return ErrorResponse(request, exception=error)
        except SignupClosedException:
            return ForbiddenResponse(request)
        answer: HttpResponse = AuthenticationResponse.from_response(request, response)
        if get_pending_signup(request):
            _add_signup(answer, provider)
        return answer


def _add_signup(answer: HttpResponse, provider: Any) -> None:
    """Say that an address is still to be typed; allauth says so only to apps with tokens."""
    document = json.loads(answer.content)
    flow = {"id": "provider_signup", "is_pending": True, "provider": _described(provider)}
    document["data"]["flows"].append(flow)
    answer.content = json.dumps(document).encode()


def _described(provider: Any) -> dict[str, Any]:
    return {"id": provider.sub_id, "name": provider.name, "flows": ["provider_redirect"]}


def _login(
    request: HttpRequest, provider: Any, given: dict[str, str], state: dict[str, Any]
) -> SocialLogin:
    """Exchange the code for what the provider says of the person."""
    adapter = provider.get_oauth2_adapter(request)
    adapter.callback_url, adapter.nonce = state["next"], state["nonce"]
    adapter.require_issuer(given["iss"])
    client = adapter.get_client(request, provider.app)
    answer = client.get_access_token(given["code"], pkce_code_verifier=state["pkce_code_verifier"])
    token = adapter.parse_token(answer)
    login = adapter.complete_login(request, provider.app, token, response=answer)
    login.token, login.state = token, state
    return login


def _failed(request: HttpRequest, provider: Any, error: Exception) -> Any:
    """Answer that the provider is at fault; log why, without what the provider said of a person."""
    said = re.search(r'"error"\s*:\s*"([a-z_]{1,40})"', str(error))
    reason = said[1] if said else re.sub(r"(?s)(https?://\S+|[{\"].*)", "…", str(error))[:200]
    logger.warning("sign-in with %s: %s: %s", provider.sub_id, type(error).__name__, reason)
    return ErrorResponse(request, exception=get_adapter().validation_error("sign_in_failed"))


class ProvidersConfigView(ConfigView):  # type: ignore[misc]  # allauth has no types
    """`config`, with the providers: allauth would list only those that take a token from an app."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer what a front end needs to know before anybody is signed in."""
        answer: HttpResponse = super().get(request, *args, **kwargs)
        document = json.loads(answer.content)
        listed = sorted(
            get_adapter().list_providers(request),
            key=lambda provider: settings.SIGN_IN_PROVIDERS.index(provider.sub_id),
        )
        document["data"]["socialaccount"] = {
            "providers": [_described(provider) for provider in listed]
        }
        answer.content = json.dumps(document).encode()
        return answer


class ConnectedView(ManageProvidersView):  # type: ignore[misc]  # allauth has no types
    """`account/providers`: to what the account is connected, of what is still offered."""

    @classmethod
    def respond_provider_accounts(cls, request: HttpRequest) -> HttpResponse:
        """Answer with the list; allauth fails on a provider that the operator has removed."""
        connected = SocialAccount.objects.filter(
            user=request.user, provider__in=settings.SIGN_IN_PROVIDERS
        )
        answer: HttpResponse = SocialAccountsResponse(request, connected.order_by("date_joined"))
        return answer


def _route(route: str, view: Any) -> URLPattern:
    serve: View = view.as_api_view(client=Client.APP)
    return path(route, serve)


urlpatterns = [
    _route("config", ProvidersConfigView),
    _route("account/providers", ConnectedView),
    _route("auth/provider/redirect", BeginView),
    _route("auth/provider/callback", FinishView),
]
"""As those of `users.account_views`."""
