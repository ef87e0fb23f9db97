"""Access tokens over HTTP: for people who have logged in, never for a token."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.response import Response

from projects.models import Membership, Role
from tokens import serializers
from tokens.actions import (
    create_personal_token,
    create_project_token,
    end_personal_token,
    end_project_token,
)
from tokens.resources import (
    LISTED_PROJECT_TOKEN,
    PERSONAL_TOKEN,
    NewPersonalToken,
    NewProjectToken,
    PersonalTokenResponse,
    ProjectTokenResponse,
)
from users.models import AccessToken
from users.tokens import UserRequest
from videoplanet.api.operations import ETAG, PROJECT_SEQ, operation
from videoplanet.api.pagination import Order, PageQuery, fetch, link_header
from videoplanet.api.rendering import RawJSON, close_object, dumps
from videoplanet.api.resources import Resource
from videoplanet.api.responses import CreatedResponse, by_content
from videoplanet.api.scopes import Scope
from videoplanet.api.serializers import body, query
from videoplanet.api.views import ViewSet
from videoplanet.idempotency.decorator import Write, idempotent

NO_STORE = {"Cache-Control": "no-store"}


class PersonalTokenViewSet(ViewSet):
    """One's own access tokens."""

    tag = "Access tokens"

    @operation(
        "listPersonalTokens",
        parameters=[PageQuery],
        responses=PersonalTokenResponse(many=True),
        headers=(ETAG,),
        scope=Scope.SESSION,
    )
    def list(self, request: UserRequest) -> Response:
        """List your access tokens, newest first; those that have ended for 90 days more."""
        own = AccessToken.objects.filter(user=request.user, project=None)
        return _page(request, PERSONAL_TOKEN.annotate(own))

    @operation(
        "createPersonalToken",
        request=serializers.CreatePersonalToken,
        responses={201: NewPersonalToken},
        headers=(),
        scope=Scope.SESSION,
    )
    @idempotent
    def create(self, request: UserRequest) -> Write:
        """Make a token that acts as you, within its scope. Only this answer has its secret.

        You get a mail about it.
        """
        params = body(serializers.CreatePersonalToken, request)
        params["scope"] = Scope(params["scope"])

        def write() -> Response:
            token, secret = create_personal_token(user=request.user, **params)
            return _created(PERSONAL_TOKEN, token, secret)

        return write

    @operation("endPersonalToken", responses={204: None}, if_match=False, scope=Scope.SESSION)
    def destroy(self, request: UserRequest, id: UUID) -> Response:
        """End one of your tokens, at once. It stays in the list."""
        end_personal_token(user=request.user, token_id=id)
        return Response(status=204)


class ProjectTokenViewSet(ViewSet):
    """The access tokens of a project."""

    tag = "Access tokens"

    @operation(
        "listProjectTokens",
        parameters=[PageQuery],
        responses=ProjectTokenResponse(many=True),
        errors=(403,),
        scope=Scope.SESSION,
    )
    def list(self, request: UserRequest, id: UUID) -> Response:
        """List a project's access tokens, newest first; those that have ended for 90 days more."""
        access = Membership.objects.access(request.user, id, role=Role.ADMIN)
        rows = LISTED_PROJECT_TOKEN.annotate(AccessToken.objects.filter(project=id))
        return _page(request, rows, {PROJECT_SEQ: str(access.seq)})

    @operation(
        "createProjectToken",
        request=serializers.CreateProjectToken,
        responses={201: NewProjectToken},
        headers=(PROJECT_SEQ,),
        scope=Scope.SESSION,
    )
    @idempotent
    def create(self, request: UserRequest, id: UUID) -> Write:
        """Make a token for this project alone. Only this answer has its secret.

        What it writes has a bot as its author, with the token's name and this role.
        """
        access = Membership.objects.access(request.user, id, role=Role.ADMIN)
        params = body(serializers.CreateProjectToken, request)
        params |= {"role": Role(params["role"]), "scope": Scope(params["scope"])}

        def write() -> Response:
            token, secret = create_project_token(access=access, **params)
            return _created(LISTED_PROJECT_TOKEN, token, secret)

        return write

    @operation("endProjectToken", responses={204: None}, if_match=False, scope=Scope.SESSION)
    def destroy(self, request: UserRequest, id: UUID, token_id: UUID) -> Response:
        """End a token, at once; what its bot wrote stays. It stays in the list."""
        access = Membership.objects.access(request.user, id)
        end_project_token(access=access, token_id=token_id)
        return Response(status=204)


def _page(
    request: UserRequest, rows: QuerySet[Any, Any], headers: dict[str, str] | None = None
) -> Response:
    """Answer a list whose ETag is a digest: `last_used_at` changes without an event."""
    params = query(PageQuery, request)
    newest_first = Order("created_at", descending=True)
    page = fetch(rows, newest_first, limit=params["limit"], cursor=params.get("cursor"))
    return by_content(request, page.text, link_header(request, page.next_cursor) | (headers or {}))


def _created(resource: Resource, token: AccessToken, secret: str) -> CreatedResponse:
    """Answer with the secret; what is kept for an `Idempotency-Key` is without it."""
    row = resource.annotate_begun(AccessToken.objects.filter(id=token.id)).get()

    def closed(shown: str | None) -> RawJSON:
        return RawJSON(close_object(row.begun, token=dumps(shown).decode()).encode())

    headers = NO_STORE | ({PROJECT_SEQ: str(row.seq)} if token.project_id else {})
    response = CreatedResponse(closed(secret), status=201, headers=headers)
    response.replay = closed(None)
    return response
