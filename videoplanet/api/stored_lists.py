"""Pages of rows whose JSON is stored, of which the caller may know most.

A row's version is its id with the transaction that last changed it (`xmin`) and the people whom it
shows. A caller who has an earlier state of the page gets the versions, which cost little, and the
JSON of the rows that were written since. People come once a page and are put into their rows here:
in SQL that takes three times as long as all the rest.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from psycopg.abc import Buffer
from psycopg.adapt import Loader

from videoplanet.api.pagination import NOTHING, Known, Order, Page, encode_cursor
from videoplanet.api.resources import Resource
from videoplanet.db.sql_json import Sql

# Texts are joined into one value, a line each: PostgreSQL writes no line breaks into JSON. Rows are
# aggregated in their order, one more than the page to know whether there is a next page. A row from
# before `next_transaction` has an empty line: the caller knows it, or a transaction wrote it that
# ended later, which the row's version shows (`_continues`).
READ = """
WITH known AS (SELECT CAST(CAST(%s AS xid8) AS xid) AS next_transaction)
SELECT versions, lines, pg_snapshot_xmax(pg_current_snapshot())::text, sorted[%s], {seq}, (
    SELECT string_agg(concat(id, ' ', {person}), E'\\n') FROM {users} WHERE id = ANY(people)
) FROM (
    SELECT string_agg(concat(id, ' ', version, {keys}), E'\\n') AS versions,
        string_agg(CASE WHEN age(version) > (SELECT age(next_transaction) FROM known) THEN ''
            ELSE begun END, E'\\n') AS lines,
        array_agg(value) AS sorted, (array_agg(id))[1] AS any_id, {people} AS people
    FROM ({rows}) AS rows(id, value, version, begun, {names})
) AS page
"""

LISTED = "string_to_array(string_agg(NULLIF({key}, ''), ','), ',')::uuid[]"
"""The ids in all rows' lists. (`array_agg` takes only arrays of one length.)"""


class Undecoded(Loader):
    """Loads a text as its bytes."""

    def load(self, data: Buffer) -> bytes:
        """Return the bytes."""
        return bytes(data)


type Matching = Callable[..., QuerySet[Any, Any]]
"""Returns the rows that some filters leave, which are named arguments."""


def fetch_stored(
    resource: Resource,
    matching: Matching,
    filters: Mapping[str, Any],
    order: Order,
    *,
    limit: int,
    cursor: str | None,
    known: Known,
) -> Page:
    """Read one page of what is `matching`; the lines of rows that are `known` may be empty."""
    try:
        if cursor is None and filters.keys() <= PLAIN:
            statement, params = _plain_statement(resource, matching, tuple(filters), order, limit)
            given = dict(zip(STANDING_FOR, filters.values(), strict=False))
            params = tuple(given.get(param, param) for param in params)
        else:
            rows = order.after(matching(**filters), cursor)
            statement, params = _statement(resource, rows, order, limit)
    except EmptyResultSet:
        return Page(b"", None, None)
    page = _read(resource, statement, params, limit, known)
    if known.versions and not _continues(page, known):
        return _read(resource, statement, params, limit, NOTHING)
    return page


PLAIN = {"project_id", "video_id"}
"""The filters of the everyday lists, whose statements are kept: the ORM takes longer to make one
than PostgreSQL needs to read the rows."""
STANDING_FOR = (UUID(int=1), UUID(int=2))
"""Stand for the values of those filters in a statement that is kept."""


@lru_cache(maxsize=100)
def _plain_statement(
    resource: Resource, matching: Matching, names: tuple[str, ...], order: Order, limit: int
) -> Sql:
    rows = matching(**dict(zip(names, STANDING_FOR, strict=False)))
    return _statement(resource, rows, order, limit)


def _statement(resource: Resource, rows: QuerySet[Any, Any], order: Order, limit: int) -> Sql:
    """Return the statement, and its parameters after the first one, what is known."""
    assert resource.seq  # noqa: S101 - rows with stored JSON belong to a project
    table = connection.ops.quote_name(resource.model._meta.db_table)
    row_version = RawSQL(f"{table}.xmin", ())  # noqa: S611 - the table's name
    wanted = order.apply(rows).annotate(row_version=row_version)
    columns = ("id", order.column, "row_version", resource.stored)
    sql, params = wanted.values_list(*columns, *resource.related.values())[
        : limit + 1
    ].query.sql_with_params()
    seq, of_seq = resource.seq.of_row(resource.model, "any_id")
    person, users = resource.related_json()
    names = [f"r{number}" for number in range(len(resource.related))]
    lists = {
        name for name, of in zip(names, resource.related, strict=True) if of in resource.listed
    }
    keys = [f"array_to_string({name}, ',')" if name in lists else name for name in names]
    statement = READ.format(
        seq=seq,
        person=person,
        users=users,
        keys=", ".join(f"' ', {key}" for key in keys),
        people=" || ".join(
            LISTED.format(key=key) if name in lists else f"array_agg({name})"
            for name, key in zip(names, keys, strict=True)
        ),
        rows=sql,
        names=", ".join(names),
    )
    return statement, (limit, *of_seq, *params)


def _read(
    resource: Resource, statement: str, params: Sequence[Any], limit: int, known: Known
) -> Page:
    """Read the rows that were written since `known` was read, and everybody's version."""
    with connection.cursor() as reader:
        # A page is long, and nothing here needs its characters.
        reader.cursor.adapters.register_loader("text", Undecoded)
        reader.execute(statement, [known.next_transaction, *params])
        found, lines, upcoming, value, newest, people = reader.fetchone()
    if not found:
        return Page(b"", None, None)
    versions = found.split(b"\n")
    next_cursor = None
    if len(versions) > limit:
        versions.pop()
        lines = lines.rpartition(b"\n")[0]
        next_cursor = encode_cursor(value, _id(versions[-1]))
    shown = people.split(b"\n") if people else ()
    of_page = Known(versions, dict(person.split(b" ", 1) for person in shown), upcoming.decode())
    return Page(lines, next_cursor, newest, of_page, resource)


def _id(version: bytes) -> str:
    """Return the id in a row's version."""
    return version.partition(b" ")[0].decode()


def _continues(page: Page, known: Known) -> bool:
    """Say whether what a page leaves out is known: all its rows, with people as they are now."""
    old, lines = set(known.versions), page.lines.split(b"\n")  # one empty line without rows
    return all(
        line or version in old for line, version in zip(lines, page.known.versions, strict=False)
    ) and all(known.people.get(key, now) == now for key, now in page.known.people.items())


def complete(
    resource: Resource, known: Known, pieces: Sequence[bytes], people: Sequence[bytes]
) -> list[bytes]:
    """Put people into rows. Both are finished and in the order of `known`.

    A row that was left out stays empty.
    """
    of_id = dict(zip(known.people, people, strict=False))  # one empty line without people
    lists = [name in resource.listed for name in resource.related]
    members = b"".join(b', "%b" : %%b' % name.encode() for name in resource.related) + b"}"
    ends: dict[bytes, bytes] = {}
    completed = []
    for version, piece in zip(known.versions, pieces, strict=True):
        if piece:
            keys = version.split(b" ", 2)[2]
            if (end := ends.get(keys)) is None:
                each = zip(keys.split(b" "), lists, strict=True)
                end = members % tuple([_shown(key, of_id, is_list) for key, is_list in each])
                ends[keys] = end
            completed.append(piece + end)
        else:
            completed.append(piece)
    return completed


def _shown(key: bytes, of_id: Mapping[bytes, bytes], is_list: bool) -> bytes:
    """Return the person of this id, or the people of these."""
    if not is_list:
        return of_id.get(key, b"null")
    return b"[%b]" % b", ".join(of_id[each] for each in key.split(b",") if each in of_id)
