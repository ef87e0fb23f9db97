"""A route for tokens that allauth does not have."""

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from users.serializers import TokensAnswer
from users.tokens import exchange_session
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
