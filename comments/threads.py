"""Trees of comments: whole threads in one statement, nested as the contract wants them."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from comments.models import CommentQuerySet, FeedbackComment
from comments.resources import COMMENT
from videoplanet.api.pagination import Order, Page, encode_cursor
from videoplanet.api.rendering import close_object

ORDER = Order("created_at")

type Row = tuple[UUID, UUID | None, str]
"""A comment's id, its parent's, and its JSON up to where `replies` go."""


def nest(rows: list[Row], top: UUID | None = None) -> list[str]:
    """Return the JSON of the roots (or of the comment `top`) with their `replies` inside.

    `rows` are in the order in which siblings are to stand.
    """
    children: dict[UUID | None, list[Row]] = defaultdict(list)
    for row in rows:
        children[None if row[0] == top else row[1]].append(row)

    def render(row: Row) -> str:
        replies = ", ".join(map(render, children[row[0]]))
        return close_object(row[2], replies=f"[{replies}]")

    return [render(row) for row in children[None] if top is None or row[0] == top]


def read_threads(feedback_id: UUID, *, limit: int, cursor: str | None) -> Page:
    """Read a page of roots, oldest first, with everything that hangs on them."""
    roots = FeedbackComment.objects.filter(feedback_id=feedback_id, parent=None)
    wanted = ORDER.apply(ORDER.after(roots, cursor))[: limit + 1]
    rows = _rows(FeedbackComment.objects.filter(feedback_id=feedback_id), wanted.values("id"))
    found = list(rows.values_list("id", "parent_id", "begun", "seq", "created_at"))
    tops = [row for row in found if row[1] is None]
    shown, more = tops[:limit], len(tops) > limit
    hidden = {row[0] for row in tops[limit:]}
    texts = nest([row[:3] for row in found if row[0] not in hidden])
    return Page(
        text=f"[{', '.join(texts)}]",
        next_cursor=encode_cursor(shown[-1][4], shown[-1][0]) if more else None,
        seq=found[0][3] if found else None,
    )


def _rows(comments: CommentQuerySet, threads: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return COMMENT.annotate_begun(ORDER.apply(comments.in_threads(threads)))


def read_subtree(comment: FeedbackComment) -> tuple[str, int, datetime]:
    """Return a comment's JSON with its `replies`, its project's seq, its last change."""
    comments = FeedbackComment.objects.filter(feedback_id=comment.feedback_id)
    thread = comments.filter(id=comment.id).threads()
    rows = list(
        _rows(comments, thread).values_list("id", "parent_id", "begun", "seq", "updated_at")
    )
    own = next((row for row in rows if row[0] == comment.id), None)
    if own is None:
        raise FeedbackComment.DoesNotExist
    [text] = nest([row[:3] for row in rows], comment.id)
    return text, own[3], own[4]
