"""A resource is declared once, by its response serializer: the document and the SQL come from it.

Each field of the serializer says where its value comes from:

- a plain field is the model's column of its name, or of its `source`;
- a `DateTimeField` is such a column in the API's one form of times;
- a serializer is the row that a foreign key of the field's name (or `source`) points to, or null;
- `listed(serializer, model, column)` are the rows whose ids that column has, in its order;
- `computed(field, describe)` is the SQL that `describe` returns;
- `coded(field, sentences)` (`videoplanet.api.languages`) is a code that readers get as a sentence.

No row passes through the serializer: PostgreSQL makes the text that is sent.
"""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import F, Func, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable, Expression
from rest_framework import serializers

from videoplanet.api.languages import learn
from videoplanet.db.sql_json import (
    Compiled,
    Continued,
    IsIn,
    IsoTime,
    JsonObject,
    VersionTag,
    as_literals,
    begun_json,
    compiled_json,
    list_of,
    read_by_ids,
)

type Declaration = type[serializers.Serializer[Any]]
type Rows = QuerySet[Any, Any]


class Resource:
    """The rows of a model as their response serializer declares them.

    `seq` describes the newest event of the stream that a row belongs to. `stored` names the column
    in which a trigger keeps a row's JSON, all but the other rows that it shows, and without its
    closing brace. Its expression is `stored_sql`.
    """

    def __init__(
        self,
        model: type[Model],
        declaration: Declaration,
        *,
        seq: Compiled | None = None,
        stored: str = "",
    ) -> None:
        self.codes = learn(declared_fields(declaration))
        """How the coded members of a row begin."""
        self.model = model
        self.declaration = declaration
        self.seq = seq
        self.stored = stored
        self.related = {
            name: field.ids if is_listed(field) else f"{field.source or name}_id"
            for name, field in declared_fields(declaration).items()
            if is_related(field)
        }
        """The column of each field that is another row, or several."""
        self.listed = {
            name for name in self.related if is_listed(declared_fields(declaration)[name])
        }
        """Those that are several."""
        self.json = compiled_json(self._described)
        self.begun = begun_json(lambda: describe(declaration, model))
        """The JSON without its end, for `rendering.close_object`."""

    def _described(self) -> Expression:
        if not self.stored:
            return describe(self.declaration, self.model)
        fields = declared_fields(self.declaration)
        related_rows = {name: _value(self.model, name, fields[name]) for name in self.related}
        return Continued(F(self.stored), JsonObject(**related_rows))

    def related_json(self) -> tuple[str, str]:
        """Return the SQL of the JSON of a related row (text), and its table: one for all fields.

        Raises ValueError if the fields point to rows of several kinds.
        """
        fields = declared_fields(self.declaration)
        kinds: set[tuple[Declaration, Any]] = {
            (type(field.child), field.rows_of)
            if is_listed(field)
            else (type(field), _pointed_to(self.model, name, field))
            for name, field in fields.items()
            if name in self.related
        }
        ((shape, model),) = kinds
        sql, params = compiled_json(lambda: describe(shape, model)).sql_for(model)
        return as_literals(sql, params), connection.ops.quote_name(model._meta.db_table)

    def annotate(self, rows: Rows) -> Rows:
        """Annotate `json`, and `seq` if the resource has one."""
        annotated: Rows = rows.annotate(json=self.json, **self._seq())
        return annotated

    def annotate_begun(self, rows: Rows) -> Rows:
        """Annotate `begun`, and `seq` if the resource has one."""
        annotated: Rows = rows.annotate(begun=self.begun, **self._seq())
        return annotated

    def _seq(self) -> dict[str, Compiled]:
        return {"seq": self.seq} if self.seq else {}

    def text(self, row_id: UUID) -> str:
        """Return one row's JSON with object keys, as events carry it. Raises ObjectDoesNotExist."""
        text = self.texts([row_id]).get(row_id)
        if text is None:
            raise ObjectDoesNotExist
        return text

    def texts(self, ids: Collection[UUID]) -> dict[UUID, str]:
        """Return the JSON of the rows with these ids, by id, from one query."""
        return dict(read_by_ids(self.model, ids, "id", self.json))


def computed[Field: serializers.Field[Any, Any, Any, Any]](
    field: Field, describe: Callable[[], Combinable]
) -> Field:
    """Declare a field whose value is what `describe` returns, a piece of SQL without joins."""
    field.describe = describe  # type: ignore[attr-defined] # ours, on DRF's declaration
    return field


def listed[Field: serializers.BaseSerializer[Any]](
    field: Field, model: type[Model], column: str
) -> Field:
    """Declare a list of the rows of `model` whose ids are in `column`, an array, in its order.

    Ids of rows that are gone are left out.
    """

    def described() -> Combinable:
        ids = OuterRef(column)
        rows: Rows = QuerySet(model).filter(IsIn(F("id"), ids))
        ordered = rows.annotate(
            n=Func(ids, F("id"), function="array_position", output_field=IntegerField())
        ).order_by("n")
        child: Any = field.child  # type: ignore[attr-defined]
        return list_of(ordered.values_list(describe(type(child), model), "n"))

    field.ids, field.rows_of = column, model  # type: ignore[attr-defined] # ours, on DRF's
    return computed(field, described)


class Versioned(serializers.Serializer[Any]):
    """A row whose `updated_at` is its version."""

    etag = computed(
        serializers.CharField(help_text="What `If-Match` takes, as it is, with its quotes."),
        lambda: VersionTag("updated_at"),
    )


def describe(declaration: Declaration, model: type[Model], **overrides: Combinable) -> JsonObject:
    """Describe a row's JSON as an SQL expression.

    `overrides` describes fields whose value depends on who asks.
    """
    fields = declared_fields(declaration).items()
    return JsonObject(
        **{name: overrides.get(name) or _value(model, name, field) for name, field in fields}
    )


def stored_sql(declaration: Declaration, model: type[Model]) -> str:
    """Return the SQL of what a column of stored JSON holds, for a row of the model's table."""
    fields = declared_fields(declaration)
    plain = {
        name: _value(model, name, field) for name, field in fields.items() if not is_related(field)
    }
    sql, params = begun_json(lambda: JsonObject(**plain)).sql_for(model)
    return as_literals(sql, params)


def is_related(field: Any) -> bool:
    """Say whether a declared field is the row that a foreign key points to, or `listed` rows."""
    is_row = isinstance(field, serializers.Serializer) and not hasattr(field, "describe")
    return is_row or is_listed(field)


def is_listed(field: Any) -> bool:
    """Say whether a declared field is `listed`."""
    return hasattr(field, "rows_of")


def _pointed_to(model: type[Model], name: str, field: Any) -> Any:
    """Return the model that the foreign key of a declared field points to."""
    return model._meta.get_field(field.source or name).related_model


def declared_fields(declaration: Declaration) -> dict[str, Any]:
    """Return the fields as they are declared; those of an instance are copies."""
    fields: dict[str, Any] = declaration._declared_fields  # noqa: SLF001 - DRF's only name for it
    return fields


def _value(model: type[Model], name: str, field: Any) -> Combinable:
    if hasattr(field, "describe"):
        computed_value: Combinable = field.describe()
        return computed_value
    source = field.source or name
    if is_related(field):
        return related(type(field), _pointed_to(model, name, field), source)
    if isinstance(field, serializers.DateTimeField):
        return IsoTime(source)
    return F(source)


def related(declaration: Declaration, model: type[Model], relation: str) -> Subquery:
    """Describe the row of `model` that the foreign key `relation` points to; null for none."""
    rows: Rows = QuerySet(model).filter(id=OuterRef(f"{relation}_id"))
    return Subquery(rows.values_list(describe(declaration, model)))


def values_of(declaration: Declaration, row: Model) -> dict[str, Any]:
    """Return the members of a row that is in memory, with object keys; plain fields only."""
    fields = declared_fields(declaration).items()
    return {name: getattr(row, field.source or name) for name, field in fields}
