"""What apps above this one add to a feedback; each app registers it when it starts."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

type Contents = Callable[[UUID], Iterable[UUID]]
"""Takes the feedback's id; returns the ids of what is deleted with it."""

contents: list[Contents] = []


def register_contents(ids: Contents) -> None:
    """Have the text of these rows removed from the log when their feedback is deleted."""
    contents.append(ids)


type Search = Callable[[UUID, str], QuerySet[Any, Any]]
"""Takes a project's id and a word; returns the texts that have it, with their `feedback_id`."""

searches: list[Search] = []


def register_search(find: Search) -> None:
    """Have the list's `q` look for words in these texts too."""
    searches.append(find)
