"""SQL expressions of JSON, compiled once; `videoplanet.api.resources` puts them together."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Field,
    Func,
    JSONField,
    Model,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.expressions import Combinable, Expression
from django.db.models.functions import Cast
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from psycopg import ClientCursor

type Sql = tuple[str, tuple[Any, ...]]
"""A statement or a piece of one, and its parameters."""


class IsoTime(Func):
    """A time in the API's one form (`videoplanet.api.rendering.iso`); NULL stays null."""

    function = "to_char"
    template = (
        """%(function)s(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    )
    output_field = TextField()


class VersionTag(Func):
    """The version of a row in quotes: `videoplanet.api.conditional.version_of` of its time."""

    template = """'"' || to_hex((extract(epoch FROM %(expressions)s) * 1000000)::bigint) || '"'"""
    output_field = TextField()


class IsIn(Func):
    """Whether a value is in an array; the ORM has no lookup that reads rows by the index so."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class JsonObject(Func):
    """A JSON object with fixed names, which are written into the SQL itself.

    Django's own makes each name a parameter with a cast, which trebles what compiling costs.
    """

    output_field = JSONField()

    def __init__(self, **fields: Combinable) -> None:
        super().__init__(*fields.values())
        self.names = tuple(fields)

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> Sql:
        """Return `json_build_object('name', value, …)`; at most 50 members."""
        pieces: list[str] = []
        params: list[Any] = []
        for name, value in zip(self.names, self.get_source_expressions(), strict=True):
            sql, more = compiler.compile(value)
            pieces.append(f"'{name}', {sql}")
            params.extend(more)
        return f"json_build_object({', '.join(pieces)})", tuple(params)


class _ObjectOf(Subquery):
    template = (
        "(SELECT COALESCE(jsonb_object_agg(rows.k, rows.v), '{}'::jsonb)"
        " FROM (%(subquery)s) AS rows(k, v))"
    )
    output_field = JSONField()


def object_of(rows: QuerySet[Any, Any]) -> Combinable:
    """Describe `{k: v, …}` from `rows.values_list(k, v)`, `{}` for none; keys must be unique."""
    return _ObjectOf(rows)


class _ListOf(Subquery):
    template = "(SELECT COALESCE(json_agg(rows.v), '[]'::json) FROM (%(subquery)s) AS rows(v, n))"
    output_field = JSONField()


def list_of(rows: QuerySet[Any, Any]) -> Combinable:
    """Describe `[v, …]` from `rows.values_list(v, n).order_by(n)`, `[]` for none.

    PostgreSQL aggregates the rows of a subquery in their order.
    """
    return _ListOf(rows)


class _CountOf(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) AS rows)"
    output_field = BigIntegerField()


def count_of(rows: QuerySet[Any, Any]) -> Combinable:
    """Describe how many `rows` there are."""
    return _CountOf(rows.values("pk"))


class _SumOf(Subquery):
    template = "(SELECT COALESCE(sum(n), 0) FROM (%(subquery)s) AS rows(n))"
    output_field = BigIntegerField()


def sum_of(rows: QuerySet[Any, Any]) -> Combinable:
    """Describe the sum of `rows.values_list(n)`, 0 for none."""
    return _SumOf(rows)


def sums_by(rows: QuerySet[Any, Any], values: Collection[str]) -> Combinable:
    """Describe `{value: sum, …}` from `rows.values_list(v, n)`; the values stand in the SQL."""
    sums = ", ".join(
        f"'{value}', COALESCE(sum(n) FILTER (WHERE v = '{value}'), 0)" for value in values
    )
    template = (
        f"(SELECT json_build_object({sums})"  # noqa: S608 - the values are our own names
        " FROM (%(subquery)s) AS rows(v, n))"
    )
    return Subquery(rows, output_field=JSONField(), template=template)


def as_text(description: Expression) -> Cast:
    """Cast a description to the text that is sent."""
    return Cast(description, TextField())


class Compiled(Expression):
    """What `describe` returns, turned into SQL once for each process and model, not for each query.

    Building and compiling a description takes the ORM several times as long as PostgreSQL needs
    for a row of it. Kept SQL names the model's table, so a description has to do without joins
    (it reaches other tables by subqueries), and the query that uses it must not be a subquery
    itself, where the table has another name. Both are checked.
    """

    def __init__(self, describe: Callable[[], Expression], output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self._describe = describe
        self._kept: dict[type[Model], Sql] = {}

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """Return the kept SQL. Raises TypeError inside a subquery."""
        query = compiler.query
        model: Any = query.model
        if query.get_initial_alias() != model._meta.db_table:
            raise TypeError(f"the SQL of {model.__name__} is for queries of their own")
        return self.sql_for(model)

    def sql_for(self, model: type[Model]) -> Sql:
        """Return the SQL for a statement that reads the model's table under its own name."""
        if model not in self._kept:
            self._kept[model] = self._compile(model)
        return self._kept[model]

    def of_row(self, model: type[Model], row_id: str) -> Sql:
        """Return the SQL that reads it of one row, whose id is the SQL `row_id`."""
        sql, params = self.sql_for(model)
        table = connection.ops.quote_name(model._meta.db_table)
        return f"(SELECT {sql} FROM {table} WHERE id = {row_id})", params  # noqa: S608 - names

    def _compile(self, model: type[Model]) -> Sql:
        query = Query(model)
        table = query.get_initial_alias()
        resolved = self._describe().resolve_expression(query)
        sql, params = query.get_compiler(connection=connection).compile(resolved)
        used = {name for name, references in query.alias_refcount.items() if references}
        if joined := used - {table}:
            raise TypeError(f"the description of {model.__name__} joins {joined}")
        return sql, tuple(params)


def read_by_ids(
    model: type[Model], ids: Collection[UUID], *columns: str | Compiled
) -> list[tuple[Any, ...]]:
    """Read `columns` of the rows with these ids, in no order, by a statement without the ORM.

    Every write reads its rows twice, for the log and for the answer.
    """
    quote = connection.ops.quote_name
    pieces: list[str] = []
    params: list[Any] = []
    for column in columns:
        sql, more = (quote(column), ()) if isinstance(column, str) else column.sql_for(model)
        pieces.append(sql)
        params.extend(more)
    table = quote(model._meta.db_table)
    statement = f"SELECT {', '.join(pieces)} FROM {table} WHERE id = ANY(%s)"  # noqa: S608 - names
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, list(ids)])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


class _Begun(Func):
    template = "left(%(expressions)s, -1)"
    output_field = TextField()


def as_literals(sql: str, params: tuple[Any, ...]) -> str:
    """Return a statement, or a piece of one, with its parameters written into it."""
    with connection.cursor() as cursor:
        return ClientCursor(cursor.connection).mogrify(sql, params)


class Continued(Func):
    """An object without its closing brace (text), continued by the members of another object."""

    output_field = TextField()

    def __init__(self, begun: Combinable, more: JsonObject) -> None:
        super().__init__(begun, as_text(more))

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> Sql:
        """Return the text with the other object's text, without its opening brace, after it."""
        begun, more = map(compiler.compile, self.get_source_expressions())
        return f"({begun[0]} || ', ' || substr({more[0]}, 2))", (*begun[1], *more[1])


def compiled_json(describe: Callable[[], Expression]) -> Compiled:
    """Keep a resource's JSON text as SQL."""
    return Compiled(lambda: as_text(describe()), TextField())


def begun_json(describe: Callable[[], JsonObject]) -> Compiled:
    """Keep a resource's JSON text up to its closing brace: its reader adds members."""
    return Compiled(lambda: _Begun(as_text(describe())), TextField())
