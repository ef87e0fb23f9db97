"""Paging by cursor: plain arrays, and the next page's address in the `Link` header (RFC 8288).

A cursor names the last row's sort value and id. So pages neither repeat nor skip rows while others
write, and the hundredth page costs no more than the first.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

import orjson
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from videoplanet.api.errors import InvalidField
from videoplanet.api.rendering import dumps
from videoplanet.api.resources import Resource
from videoplanet.api.serializers import StrictSerializer
from videoplanet.db.sql_json import Compiled

DEFAULT_LIMIT = 100
MAX_LIMIT = 500
CURSOR_MAX = 2_000
"""Of a list in the order of titles, whose 200 characters may take four bytes each."""


class PageQuery(StrictSerializer):
    """The query parameters of every paged list."""

    limit = serializers.IntegerField(
        default=DEFAULT_LIMIT, min_value=1, max_value=MAX_LIMIT, help_text="Rows on a page."
    )
    cursor = serializers.CharField(
        required=False,
        max_length=CURSOR_MAX,
        help_text="From the `Link` header of the page before.",
    )


@dataclass(frozen=True, slots=True)
class Order:
    """A stable order: by `column`, then by id; a leading `-` in the query makes both descend."""

    column: str
    descending: bool = False

    @classmethod
    def parse(cls, text: str, columns: dict[str, str]) -> Self:
        """Return the order that `text` (`timestamp`, `-created_at`, …) names."""
        return cls(columns[text.removeprefix("-")], text.startswith("-"))

    def apply[R: QuerySet[Any, Any]](self, rows: R) -> R:
        """Sort `rows`."""
        sign = "-" if self.descending else ""
        return rows.order_by(f"{sign}{self.column}", f"{sign}id")

    def after[R: QuerySet[Any, Any]](self, rows: R, cursor: str | None) -> R:
        """Narrow `rows` to those after `cursor`. Raises InvalidField if it is another list's."""
        if cursor is None:
            return rows
        value, row_id = _decode_cursor(cursor, rows.model._meta.get_field(self.column))
        side = "lt" if self.descending else "gt"
        # The second condition is enough; with the first PostgreSQL can start there in the index.
        return rows.filter(
            Q(**{f"{self.column}__{side}e": value}),
            Q(**{f"{self.column}__{side}": value}) | Q(**{f"id__{side}": row_id}),
        )


def encode_cursor(value: object, row_id: UUID | str) -> str:
    """Return the opaque cursor for the page that follows the given row."""
    return urlsafe_b64encode(dumps([value, row_id])).rstrip(b"=").decode()


def _decode_cursor(cursor: str, field: Any) -> tuple[object, UUID]:
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        sort_value, row_id = orjson.loads(urlsafe_b64decode(padded))
        value = field.to_python(sort_value)
        if value is None or (isinstance(value, datetime) and value.tzinfo is None):
            raise ValueError("null or no zone")  # noqa: TRY301 - handled as all other bad cursors
        return value, UUID(row_id)
    except (ValueError, TypeError, AttributeError, ValidationError) as error:
        raise InvalidField("cursor", "invalid", _("Not a cursor of this list.")) from error


class Known(NamedTuple):
    """What a caller knows of a page (`videoplanet.api.stored_lists`)."""

    versions: Sequence[bytes] = ()
    """Of its rows, in their order."""
    people: Mapping[bytes, bytes] = {}
    """The JSON of the people whom it shows, by id."""
    next_transaction: str | None = None
    """What was written by this one and later ones the caller can't have seen."""


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    lines: bytes
    """The JSON of the rows, a line each; empty for those that the caller knows."""
    next_cursor: str | None
    seq: int | None
    """The project's seq in the same snapshot as the rows; None if there are no rows."""
    known: Known = NOTHING
    """All of the page, for the next time. Rows of most lists have no versions."""
    resource: Resource | None = None
    """What the rows are, if they have versions; their lines leave out their people."""

    @property
    def text(self) -> str:
        """Return the JSON array of a page of which nothing was known."""
        return f"[{self.lines.decode().replace('\n', ',')}]"


# PostgreSQL joins the page into one value instead of hundreds of rows, which halves the time that
# Python needs for a list. One row more than the page is read, to know whether there is a next page.
# The seq comes from the same statement, once and not with each row. Rows are aggregated in order.
PAGE = """
SELECT array_to_string(texts[:%s], E'\n'), cardinality(ids), sorted[%s], ids[%s], {seq} FROM (
    SELECT array_agg(json), array_agg(value), array_agg(id), (array_agg(id))[1]
    FROM ({rows}) AS page(id, value, json)
) AS page(texts, sorted, ids, any_id)
"""


def fetch(
    rows: QuerySet[Any, Any],
    order: Order,
    *,
    limit: int,
    cursor: str | None,
    seq: Compiled | None = None,
) -> Page:
    """Read one page of `rows` in a single statement.

    `rows` has the annotation `json`; `seq` describes the newest seq of the one project that they
    belong to.
    """
    sorted_rows = order.apply(order.after(rows, cursor))
    wanted = sorted_rows.values_list("id", order.column, "json")[: limit + 1]
    try:
        sql, params = wanted.query.sql_with_params()
    except EmptyResultSet:
        return Page(b"", None, None)
    newest, more = seq.of_row(rows.model, "any_id") if seq else ("NULL", ())
    statement = PAGE.format(seq=newest, rows=sql)
    with connection.cursor() as reader:
        reader.execute(statement, [limit, limit, limit, *more, *params])
        text, count, value, row_id, newest_seq = reader.fetchone()
    next_cursor = encode_cursor(value, row_id) if (count or 0) > limit else None
    return Page((text or "").encode(), next_cursor, newest_seq)


def link_header(request: Request, next_cursor: str | None) -> dict[str, str]:
    """Return the `Link` header for the next page, if there is one."""
    if next_cursor is None:
        return {}
    params = request.query_params.copy()
    params["cursor"] = next_cursor
    url = f"{request.build_absolute_uri(request.path)}?{params.urlencode()}"
    return {"Link": f'<{url}>; rel="next"'}
