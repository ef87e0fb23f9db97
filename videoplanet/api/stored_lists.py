"""Pages of rows whose JSON is stored, of which the caller may know most.

A row's version is its id with the transaction that last changed it (`xmin`). A caller who has an
earlier state of the page gets the versions, which cost little, and the JSON of what is new. People
have versions too: if one of those that the page shows has changed, all of it is read.
"""

from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from psycopg.abc import Buffer
from psycopg.adapt import Loader

from videoplanet.api.pagination import Known, Order, Page, encode_cursor
from videoplanet.api.resources import Resource

# Texts are joined into one value, a line each: PostgreSQL writes no line breaks into JSON. One row
# more than the page is read, to know whether there is a next page.
VERSIONS = """
WITH page AS NOT MATERIALIZED (
    SELECT * FROM ({rows}) AS page(id, value, version, begun, {keys})
)
SELECT versions, '', sorted[%s], {seq}, (
    SELECT string_agg(concat(id, ' ', xmin), E'\\n' ORDER BY id) FROM {table}
    WHERE id = ANY(%s::uuid[])
) FROM (
    SELECT string_agg(concat(id, ' ', version), E'\\n') AS versions, array_agg(value) AS sorted,
        (array_agg(id))[1] AS any_id
    FROM page
) AS page
"""
# People are looked up once for the page, because most rows show the same few.
WHOLE = """
WITH page AS MATERIALIZED (
    SELECT * FROM ({rows}) AS page(id, value, version, begun, {keys})
), people AS MATERIALIZED (
    SELECT id, xmin AS version, {person} AS json FROM {table}
    WHERE id IN (SELECT unnest(ARRAY[{keys}]) FROM page)
)
SELECT versions, lines, sorted[%s], {seq}, (
    SELECT string_agg(concat(id, ' ', version), E'\\n' ORDER BY id) FROM people
) FROM (
    SELECT string_agg(concat(page.id, ' ', page.version), E'\\n' ORDER BY {order}) AS versions,
        string_agg(concat(begun, {members}, '}}'), E'\\n' ORDER BY {order}) AS lines,
        array_agg(value ORDER BY {order}) AS sorted, (array_agg(page.id))[1] AS any_id
    FROM page {joins}
) AS page
"""


@cache
def _parts(resource: Resource) -> dict[str, str]:
    """Return the parts of the statements that are the same for all pages."""
    person, table = resource.related_json()
    names = [f"r{number}" for number in range(len(resource.related))]
    return {
        "keys": ", ".join(f"{name}_id" for name in names),
        "person": person,
        "table": table,
        "members": ", ".join(
            f"""', "{field}" : ', COALESCE({name}.json, 'null')"""
            for name, field in zip(names, resource.related, strict=True)
        ),
        "joins": " ".join(
            f"LEFT JOIN people AS {name} ON {name}.id = page.{name}_id" for name in names
        ),
    }


class Undecoded(Loader):
    """Loads a text as its bytes."""

    def load(self, data: Buffer) -> bytes:
        """Return the bytes."""
        return bytes(data)


class _Wanted(NamedTuple):
    """The rows of a page and one more."""

    resource: Resource
    rows: QuerySet[Any, Any]
    order: Order
    limit: int

    def read(self, statement: str, *people: list[str]) -> Page:
        """Run one of the statements."""
        resource, order = self.resource, self.order
        assert resource.seq  # noqa: S101 - rows with stored JSON belong to a project
        table = connection.ops.quote_name(resource.model._meta.db_table)
        row_version = RawSQL(f"{table}.xmin", ())  # noqa: S611 - the table's name
        wanted = self.rows.annotate(row_version=row_version).values_list(
            *("id", order.column, "row_version", resource.stored),
            *(f"{relation}_id" for relation in resource.related.values()),
        )[: self.limit + 1]
        try:
            sql, params = wanted.query.sql_with_params()
        except EmptyResultSet:
            return Page(b"", None, None)
        seq, of_seq = resource.seq.of_row(resource.model, "any_id")
        parts = _parts(resource) | {"rows": sql, "seq": seq, "order": order.sql("page")}
        with connection.cursor() as reader:
            # A page is long, and nothing here needs its characters.
            reader.cursor.adapters.register_loader("text", Undecoded)
            reader.execute(statement.format(**parts), [*params, self.limit, *of_seq, *people])
            found, lines, value, newest, shown = reader.fetchone()
        versions = found.decode().split("\n") if found else []
        next_cursor = None
        if len(versions) > self.limit:
            versions.pop()
            lines = lines.rpartition(b"\n")[0]
            next_cursor = encode_cursor(value, _id(versions[-1]))
        known = Known(versions, (shown or b"").decode())
        return Page(lines or b"", next_cursor, newest, known, versions)


def _id(version: str) -> str:
    """Return the id in the version of a row or a person."""
    return version.partition(" ")[0]


def fetch_stored(
    resource: Resource,
    rows: QuerySet[Any, Any],
    order: Order,
    *,
    limit: int,
    cursor: str | None,
    known: Known,
) -> Page:
    """Read one page of `rows`: the JSON of those that are not `known`, and everybody's version."""
    wanted = _Wanted(resource, order.apply(order.after(rows, cursor)), order, limit)
    changed = _read_changed(wanted, known) if known.versions else None
    return changed or wanted.read(WHOLE)


def _read_changed(wanted: _Wanted, known: Known) -> Page | None:
    """Read what changed; None if that is much, a person, or more since it was looked up."""
    people = known.people.split("\n") if known.people else []
    page = wanted.read(VERSIONS, [_id(person) for person in people])
    old = set(known.versions)
    new = [version for version in page.known.versions if version not in old]
    if page.known.people != known.people or 2 * len(new) > len(page.known.versions):
        return None
    if not new:
        return replace(page, new=new)
    rows = wanted.rows.filter(id__in=[_id(version) for version in new])
    of_new = wanted._replace(rows=rows, limit=len(new)).read(WHOLE)
    if of_new.seq != page.seq or of_new.known.versions != new:
        return None
    shown = "\n".join(sorted({*people, *of_new.known.people.split("\n")} - {""}))
    return replace(of_new, next_cursor=page.next_cursor, known=Known(page.known.versions, shown))
