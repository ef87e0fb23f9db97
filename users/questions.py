"""What a request will ask of the database, answered by the statement that finds who sends it.

A view that says beforehand which row a request names (`asks`) saves a round trip: nearly every
request asks next what its sender may do there.
"""

from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

from rest_framework.request import Request

from users import extensions


class Question(NamedTuple):
    """A statement that returns one row at most. `users_user.id` in it is the request's sender."""

    key: Hashable
    """By it, whoever asks this later finds the answer (`User.take_answer`)."""
    sql: str
    params: tuple[Any, ...]

    @property
    def join(self) -> str:
        """Return what is written behind the tables of a statement that selects `answer.*` too."""
        return f"LEFT JOIN LATERAL ({self.sql}) AS answer ON true"


type Ask = Callable[[Request], Question | None]
"""Returns what a request will ask; a guess, since the request is not checked yet."""


def question_of(request: Request) -> Question | None:
    """Return what the view will ask: as it says, or of the project that the query names."""
    view = (request.parser_context or {}).get("view")
    asks: Mapping[str, Ask] = getattr(view, "asks", {})
    if ask := asks.get(getattr(view, "action", None) or ""):
        return ask(request)
    with suppress(ValueError):
        project_id = UUID(request.query_params.get("project_id", ""))
        return Question(project_id, extensions.access_sql[0], (project_id,))
    return None
