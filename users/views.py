"""Routes for tokens that allauth does not have."""

from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from users.browser_sessions import (
    COOKIE,
    CookieThrottle,
    delete_cookie,
    require_known_origin,
    set_cookie,
)
from users.serializers import AccessTokenAnswer, TokensAnswer
from users.tokens import TokenStrategy, end_session, exchange_session
from videoplanet.api.operations import operation
from videoplanet.api.views import ViewSet


class TokenViewSet(ViewSet):
    """Access and refresh tokens for a session token."""

    tag = "Tokens"
    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get_authenticate_header(self, request: Request) -> str:
        """Return the challenge that makes the refusal a 401."""
        return "Bearer"

    @operation(
        "exchangeTokens",
        parameters=[
            OpenApiParameter("X-Session-Token", location="header", required=True, type=str)
        ],
        request=None,
        responses={200: TokensAnswer},
        headers=(),
    )
    def exchange(self, request: Request) -> Response:
        """Exchange a session token (as after a changed password) for access and refresh tokens."""
        tokens = exchange_session(request.headers.get("X-Session-Token", ""))
        if tokens is None:
            raise AuthenticationFailed
        return Response({"status": 200, "data": tokens}, headers={"Cache-Control": "no-store"})


JWT = {"type": "string", "pattern": r"^[\w-]+\.[\w-]+\.[\w-]+$"}
REFRESH_COOKIE = OpenApiParameter(COOKIE, location="cookie", type=JWT)


class BrowserSessionViewSet(ViewSet):
    """The session that a browser keeps in a cookie; see `users/browser_sessions.py`."""

    tag = "Tokens"
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (CookieThrottle,)

    def get_authenticate_header(self, request: Request) -> str:
        """Return the challenge that makes the refusal a 401."""
        return "Bearer"

    @operation(
        "refreshBrowserSession",
        parameters=[REFRESH_COOKIE],
        request=None,
        responses={200: AccessTokenAnswer},
        headers=("Set-Cookie",),
        errors=(401, 403),
    )
    def refresh(self, request: Request) -> Response:
        """Exchange the cookie's refresh token for an access token and another cookie.

        Log in with `X-Token-Delivery: cookie` to get the cookie. A parallel use of one cookie
        within 15 s is fine; a later one ends the session. 403 for pages of unknown origins.
        """
        require_known_origin(request)
        tokens = TokenStrategy().refresh_token(request.COOKIES.get(COOKIE, ""))
        if tokens is None:
            raise AuthenticationFailed
        access_token, refresh_token = tokens
        answer = Response(
            {"status": 200, "data": {"access_token": access_token}},
            headers={"Cache-Control": "no-store"},
        )
        set_cookie(request, answer, refresh_token)
        return answer

    @operation(
        "endBrowserSession",
        parameters=[REFRESH_COOKIE],
        request=None,
        responses={204: None},
        headers=(),
        if_match=False,
        errors=(403,),
        may_be_missing=False,
    )
    def end(self, request: Request) -> Response:
        """End the cookie's session and delete the cookie. Without a cookie, nothing happens."""
        require_known_origin(request)
        end_session(request.COOKIES.get(COOKIE, ""))
        answer = Response(status=status.HTTP_204_NO_CONTENT)
        delete_cookie(request, answer)
        return answer
