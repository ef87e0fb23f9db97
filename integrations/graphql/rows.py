"""Reading rows: what hangs on one of them is read for all that were read together with it.

So a list of lists takes two statements, however many parents there are: one finds, by the index,
the first children of each, and one makes their JSON.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from integrations.graphql.errors import QueryError
from users.models import User
from videoplanet.api.output import Reader, finished
from videoplanet.api.pagination import Order, encode_cursor
from videoplanet.api.resources import Resource

MAX_ROWS = 5000
"""Rows that one request may read."""
MAX_FIRST = 200
"""Rows of one list."""

type Read = Callable[[Collection[Any]], dict[Any, str]]
"""Returns the JSON of the rows with these primary keys."""


@dataclass(slots=True)
class Request:
    """Who asks, and what the request has read so far."""

    user: User
    reader: Reader
    rows: int = 0

    def spend(self, rows: int) -> None:
        """Count rows before they are read. Raises QueryError beyond MAX_ROWS."""
        self.rows += rows
        if self.rows > MAX_ROWS:
            message = _("The query may read more than %(limit)d rows. Ask for fewer by `first`.")
            raise QueryError("too_many_rows", message % {"limit": MAX_ROWS})

    def load(self, keys: Iterable[Any], read: Read) -> dict[Any, "Row"]:
        """Return the rows with these keys as their reader sees them, by key, as siblings."""
        texts = read(list(keys))
        siblings = Siblings(self)
        lines = "\n".join(texts.values()).encode()
        finished_lines = finished(lines, self.reader).split(b"\n") if texts else []
        for key, line in zip(texts, finished_lines, strict=True):
            siblings.rows[key] = Row(key, siblings, orjson.loads(line))
        return siblings.rows


@dataclass(slots=True)
class Siblings:
    """Rows that were read together."""

    request: Request
    rows: dict[Any, "Row"] = field(default_factory=dict)
    read: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, what: Hashable, read: Callable[[], Any]) -> Any:
        """Return what hangs on all of them; it is read for the first that asks."""
        if what not in self.read:
            self.read[what] = read()
        return self.read[what]


@dataclass(slots=True)
class Row:
    """A row: its primary key and its members."""

    key: Any
    siblings: Siblings
    members: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list, and where it goes on."""

    nodes: list[Row]
    next_cursor: str | None


@dataclass(frozen=True)
class Link:
    """A list of rows that hang on another row."""

    resource: Resource
    parent: str
    """The foreign key to the other row."""
    order: Order
    rows: Callable[..., QuerySet[Any, Any]]
    """Returns all such rows that match some filters."""
    sorted_by: str = "created_at"
    """The member of a row's JSON that has the order's column."""

    def of(self, parent: Row, *, first: int, after: str | None, filters: Mapping[str, Any]) -> Page:
        """Return the first rows of a parent. Raises QueryError for a `first` that is too large.

        A cursor is for the list of one parent, so that with several there must be none.
        """
        siblings = parent.siblings
        require_first(first)
        if after and len(siblings.rows) > 1:
            message = _("`after` continues the list of one row. Ask for that row alone.")
            raise QueryError("after_of_many", message)
        asked = (self, first, after, repr(sorted(filters.items())))
        pages: dict[Any, Page] = siblings.once(
            asked, lambda: self._read(siblings, first, after, filters)
        )
        return pages[parent.key]

    def _read(
        self, siblings: Siblings, first: int, after: str | None, filters: Mapping[str, Any]
    ) -> dict[Any, Page]:
        request = siblings.request
        request.spend(len(siblings.rows) * first)
        own = self.rows(**filters).filter(**{self.parent: OuterRef("pk")})
        keys = self.order.apply(self.order.after(own, after)).values("pk")[: first + 1]
        parents: Any = self.resource.model._meta.get_field(self.parent).related_model
        found = dict(
            parents.objects.filter(pk__in=list(siblings.rows))
            .order_by()
            .values_list("pk", ArraySubquery(keys))
        )
        shown = [key for each in found.values() for key in each[:first]]
        rows = request.load(shown, self.resource.texts)
        return {
            parent: page_of(found.get(parent, []), first, rows, self.sorted_by)
            for parent in siblings.rows
        }


def page_of(
    keys: Sequence[Any], first: int, rows: Mapping[Any, Row], sorted_by: str = "created_at"
) -> Page:
    """Return the page of the first of these keys, one of which too many says that there is more.

    Rows that were deleted since their keys were found are left out.
    """
    nodes = [rows[key] for key in keys[:first] if key in rows]
    last = nodes[-1] if nodes and len(keys) > first else None
    cursor = encode_cursor(last.members[sorted_by], last.key) if last else None
    return Page(nodes, cursor)


def one(request: Request, read: Read, rows: QuerySet[Any, Any]) -> Row | None:
    """Return the only one of `rows`; None if there is none."""
    request.spend(1)
    keys = rows.values_list("pk", flat=True)[:1]
    return next(iter(request.load(keys, read).values()), None)


def pointed_to(row: Row, read: Read, member: str) -> Row:
    """Return the row that a member of `row` names, read for all siblings."""

    def load() -> dict[Any, Row]:
        ids = {UUID(each.members[member]) for each in row.siblings.rows.values()}
        row.siblings.request.spend(len(ids))
        return row.siblings.request.load(ids, read)

    found: dict[Any, Row] = row.siblings.once(member, load)
    return found[UUID(row.members[member])]


def require_first(first: int) -> None:
    """Raise QueryError unless `first` is 1 to MAX_FIRST."""
    if not 1 <= first <= MAX_FIRST:
        message = _("`first` is 1 to %(limit)d.") % {"limit": MAX_FIRST}
        raise QueryError("first_out_of_range", message)
