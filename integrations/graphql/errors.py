"""What a query is refused for; clients find the code in the error's `extensions`."""

from graphql import GraphQLError


class QueryError(GraphQLError):
    """A query that its reader may not have answered as it is."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, extensions={"code": code})
