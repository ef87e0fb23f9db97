"""`POST /api/graphql`."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from graphql import GraphQLError
from rest_framework import serializers
from rest_framework.response import Response

from integrations.graphql.errors import QueryError
from integrations.graphql.rows import Request
from integrations.graphql.schema import SCHEMA
from users.tokens import UserRequest
from videoplanet.api.errors import ProblemError
from videoplanet.api.operations import operation
from videoplanet.api.output import Reader, reader_of
from videoplanet.api.scopes import Scope
from videoplanet.api.serializers import StrictSerializer, TextField, body
from videoplanet.api.throttles import GraphQLThrottle
from videoplanet.api.views import ViewSet

QUERY_MAX = 20_000
"""Characters of a query."""


class GraphQLRequest(StrictSerializer):
    """A query, as the GraphQL over HTTP specification has it."""

    query = TextField(max_length=QUERY_MAX)
    variables = serializers.DictField(required=False, allow_null=True)
    operationName = TextField(  # noqa: N815 - the specification's name
        required=False, allow_null=True, max_length=200, help_text="Which of several to run."
    )


class GraphQLPlace(serializers.Serializer[None]):
    """Where in the query, counted from 1."""

    line = serializers.IntegerField()
    column = serializers.IntegerField()


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "integer"}]})
class PathStep(serializers.Field[Any, Any, Any, Any]):
    """The name of a field, or the number of a row, counted from 0."""


class GraphQLErrorCode(serializers.Serializer[None]):
    """For programs."""

    code = serializers.CharField(help_text="What was refused: `too_many_rows`, say.")


class GraphQLErrorShape(serializers.Serializer[None]):
    """Why a query, or a part of it, has no answer."""

    message = serializers.CharField()
    locations = GraphQLPlace(many=True, required=False)
    path = serializers.ListField(child=PathStep(), required=False)
    extensions = GraphQLErrorCode(required=False)


class GraphQLAnswer(serializers.Serializer[Any]):
    """What was asked for, and what could not be answered."""

    data = serializers.DictField(allow_null=True)  # type: ignore[assignment] # of the class
    errors = GraphQLErrorShape(many=True, required=False)  # type: ignore[assignment]


class GraphQLViewSet(ViewSet):
    """Reading with GraphQL."""

    tag = "GraphQL"
    throttle_classes = (GraphQLThrottle,)

    @operation(
        "graphql",
        summary="Read with GraphQL",
        request=GraphQLRequest,
        responses=GraphQLAnswer,
        headers=(),
        may_be_missing=False,
        scope=Scope.READ,
    )
    def query(self, request: UserRequest) -> Response:
        """Answer a query; docs/schema.graphql says what can be asked. Nothing can be changed."""
        given = body(GraphQLRequest, request)
        result = SCHEMA.execute_sync(
            given["query"],
            variable_values=given.get("variables"),
            operation_name=given.get("operationName"),
            context_value=Request(request.user, _reader(request)),
        )
        errors = [_shown(error) for error in result.errors or ()]
        answer = {"data": result.data} | ({"errors": errors} if errors else {})
        return Response(answer, headers={"Cache-Control": "private, no-store"})


def _reader(request: UserRequest) -> Reader:
    """Return the reader; a client of this API knows all shapes of drawings."""
    return reader_of(request)._replace(paths=True)


def _shown(error: GraphQLError) -> dict[str, Any]:
    """Return an error as its reader sees it. Raises what is no fault of the query, for a 5xx."""
    cause = error.original_error
    shown = dict(error.formatted)
    if isinstance(cause, ProblemError):
        codes = [each["code"] for each in cause.errors()]
        return {**shown, "extensions": {"code": codes[0] if codes else cause.code}}
    if cause is None or isinstance(cause, QueryError | GraphQLError):
        return shown
    raise cause
