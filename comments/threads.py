"""Reading threads: one statement for whole threads, nested as the contract has them.

A thread with many replies has only the first of them, and a cursor with which the others are read
as a list. Replies are in the order in which they were written, so none comes before the comment
that it answers.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from comments.models import FeedbackComment
from comments.resources import COMMENT
from videoplanet.api.pagination import Order, Page, encode_cursor, fetch
from videoplanet.api.rendering import close_object, dumps

ORDER = Order("created_at")

DEFAULT_REPLIES = 50
"""How many replies, at any depth, come with a comment."""


class Row(NamedTuple):
    """A comment as it is read; `begun` is its JSON without the end, where its replies are added."""

    id: UUID
    parent_id: UUID | None
    root_id: UUID | None
    begun: str
    seq: int
    created_at: datetime
    updated_at: datetime


def _read(comments: QuerySet[Any, Any]) -> list[Row]:
    rows = COMMENT.annotate_begun(ORDER.apply(comments))
    return [Row(*row) for row in rows.values_list(*Row._fields)]


def _nested(top: Row, replies: Sequence[Row], limit: int) -> str:
    """Return the JSON of a comment with the first `limit` of its replies inside, in their order."""
    shown = replies[:limit]
    children: dict[UUID | None, list[Row]] = defaultdict(list)
    for reply in shown:
        children[reply.parent_id].append(reply)
    last = shown[-1] if len(replies) > limit else None
    cursor = last and encode_cursor(last.created_at, last.id)

    def render(row: Row, cursor: str | None = None) -> str:
        inside = ", ".join(map(render, children[row.id]))
        end = dumps(cursor).decode()
        return close_object(row.begun, replies=f"[{inside}]", replies_cursor=end)

    return render(top, cursor)


def read_threads(feedback_id: UUID, *, limit: int, replies: int, cursor: str | None) -> Page:
    """Read a page of roots, oldest first, each with at most `replies` of its replies."""
    comments = FeedbackComment.objects.filter(feedback_id=feedback_id)
    roots = ORDER.apply(ORDER.after(comments.filter(parent=None), cursor))[: limit + 1]
    place = Window(RowNumber(), partition_by=F("thread"), order_by=("created_at", "id"))
    threads = comments.in_threads(roots.values("id")).annotate(place=place)
    # The root, its replies, and one more to know whether there are more.
    found = _read(comments.filter(id__in=threads.filter(place__lte=replies + 2).values("id")))
    tops = [row for row in found if row.parent_id is None]
    inside: dict[UUID | None, list[Row]] = defaultdict(list)
    for row in found:
        inside[row.root_id].append(row)
    texts = [_nested(top, inside[top.id], replies) for top in tops[:limit]]
    last = tops[limit - 1] if len(tops) > limit else None
    return Page(
        lines="\n".join(texts).encode(),
        next_cursor=last and encode_cursor(last.created_at, last.id),
        seq=found[0].seq if found else None,
    )


def read_comment(
    comment: FeedbackComment, replies: int = DEFAULT_REPLIES
) -> tuple[str, int, datetime]:
    """Return a comment's JSON with its replies, the project's seq, and its `updated_at`.

    Raises FeedbackComment.DoesNotExist.
    """
    first = ORDER.apply(FeedbackComment.objects.replies_to(comment))[: replies + 1]
    # A union: for an OR with a subquery PostgreSQL would visit all comments.
    ids = FeedbackComment.objects.filter(id=comment.id).values("id").union(first.values("id"))
    rows = _read(FeedbackComment.objects.filter(id__in=ids))
    top = next((row for row in rows if row.id == comment.id), None)
    if top is None:
        raise FeedbackComment.DoesNotExist
    text = _nested(top, [row for row in rows if row is not top], replies)
    return text, top.seq, top.updated_at


def without_replies(payload: str) -> str:
    """Return the JSON of a comment that has just been written, from what its event holds."""
    return close_object(payload.removesuffix("}"), replies="[]", replies_cursor="null")


def read_replies(comment: FeedbackComment, *, limit: int, cursor: str | None) -> Page:
    """Read a page of a comment's replies, at any depth, as a flat list."""
    rows = COMMENT.annotate(FeedbackComment.objects.replies_to(comment))
    return fetch(rows, ORDER, limit=limit, cursor=cursor, seq=COMMENT.seq)
