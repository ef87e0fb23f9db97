"""SQL expressions with which a resource's JSON is described once, for lists, details and events."""

from typing import Any

from django.db.models import F, Func, JSONField, QuerySet, Subquery, TextField
from django.db.models.expressions import Combinable, Expression
from django.db.models.functions import Cast, JSONObject


class IsoTime(Func):
    """A time in the API's one form (`videoplanet.api.rendering.iso`); NULL stays null."""

    function = "to_char"
    template = (
        """%(function)s(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    )
    output_field = TextField()


def json_object(**fields: str | Combinable) -> JSONObject:
    """Describe a JSON object; a string names a field of the model (`user__name`)."""
    return JSONObject(
        **{name: F(value) if isinstance(value, str) else value for name, value in fields.items()}
    )


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
    template = "(SELECT COALESCE(jsonb_agg(rows.v), '[]'::jsonb) FROM (%(subquery)s) AS rows(v, n))"
    output_field = JSONField()


def list_of(rows: QuerySet[Any, Any]) -> Combinable:
    """Describe `[v, …]` from `rows.values_list(v, n).order_by(n)`, `[]` for none.

    PostgreSQL aggregates the rows of a subquery in their order.
    """
    return _ListOf(rows)


def as_text(description: Expression) -> Cast:
    """Cast a description to the text that is sent."""
    return Cast(description, TextField())
