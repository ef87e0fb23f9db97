"""Searching a project's feedback for words, in its own texts and in its comments.

There are two ways to find a word, with the same result. The indexes find all feedback that has it,
and the list then sorts it: the more frequent the word is, the longer it takes. Or rows are looked
at in the order of the list until a page is full: the rarer the word is, the longer it takes. So one
statement first says which of the words are frequent (docs/decisions/0028).
"""

from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.lookups import GreaterThanOrEqual

from feedbacks import extensions
from projects.models import Project

NEWEST, MANY_OF_NEWEST = 500, 50
"""A word in so many of the project's newest feedback is frequent."""
MANY = 2000
"""So is a word in so many of the project's texts."""


class _Hits(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) AS rows(hit) WHERE hit)"
    output_field = IntegerField()


class _Word:
    """One of the words, in one project."""

    def __init__(self, feedback: QuerySet[Any, Any], project_id: UUID, word: str) -> None:
        self._has_it = Q(content__icontains=word)
        hit = ExpressionWrapper(self._has_it, BooleanField())
        self._newest = feedback.order_by("-created_at").values_list(hit)[:NEWEST]
        self._own = feedback.filter(content__has_word=word)
        self._others = [find(project_id, word) for find in extensions.searches]

    def is_frequent(self) -> Q:
        """Describe whether it is; often the first half is enough, which costs next to nothing."""
        hit = Value(True)
        others = (texts.values_list(hit) for texts in self._others)
        hits = self._own.values_list(hit).union(*others, all=True)
        return Q(GreaterThanOrEqual(_Hits(self._newest), MANY_OF_NEWEST)) | Q(
            GreaterThanOrEqual(_Hits(hits[:MANY]), MANY)
        )

    def by_index(self) -> Q:
        """Return the condition that has the indexes find all feedback with the word.

        Not the ids, which would be those of a moment before the list is read.
        """
        others = (texts.values_list("feedback_id") for texts in self._others)
        return Q(id__in=self._own.values_list("id").union(*others))

    def by_row(self) -> Q:
        """Return the condition that looks at one feedback, and its comments, after the other."""
        condition = self._has_it
        for texts in self._others:
            # Not EXISTS, for which PostgreSQL may read all texts of the project first.
            found = texts.filter(feedback_id=OuterRef("id")).values_list(Value(True))[:1]
            condition |= Q(Subquery(found, output_field=BooleanField()))
        return condition


def having_words[Rows: QuerySet[Any, Any]](
    rows: Rows, text: str, project_id: UUID, feedback: QuerySet[Any, Any]
) -> Rows:
    """Narrow `rows` to what has all words of `text`, or parts of words.

    `feedback` is all of the project.
    """
    words = [_Word(feedback, project_id, word) for word in text.split()]
    described: list[Any] = [word.is_frequent() for word in words]
    answers = Project.objects.filter(id=project_id).values_list(*described).first()
    for word, frequent in zip(words, answers or (), strict=False):
        rows = rows.filter(word.by_row() if frequent else word.by_index())
    return rows
