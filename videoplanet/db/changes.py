"""Writing rows: inserting, and changing, where only what differs counts and moves `updated_at`."""

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery
from django.utils import timezone


def insert(row: Model) -> None:
    """Insert a new row whose columns are all set by us, by a statement that is built once.

    It sends no signals. The ORM takes three times as long for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _insert_sql(type(row)),
            [
                field.get_db_prep_save(field.pre_save(row, add=True), connection)
                for field in row._meta.concrete_fields
            ],
        )
    row._state.adding = False  # noqa: SLF001 - as `save` does


@cache
def _insert_sql(model: type[Model]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in model._meta.concrete_fields)
    places = ", ".join("%s" for _field in model._meta.concrete_fields)
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608


def set_changes(row: Model, changes: dict[str, Any]) -> list[str]:
    """Set what differs, and `updated_at` with it; return the names of all that was set."""
    changed = [name for name, value in changes.items() if getattr(row, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(row, name, changes[name])
    row.updated_at = timezone.now()  # type: ignore[attr-defined]
    return [*changed, "updated_at"]


def apply_changes(row: Model, changes: dict[str, Any]) -> bool:
    """Set and save what differs; say whether anything did."""
    changed = set_changes(row, changes)
    if changed:
        # `save` would wait to know whether the row was there, but callers have locked it.
        rows: QuerySet[Any, Any] = QuerySet(type(row)).filter(pk=row.pk)
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values({name: getattr(row, name) for name in changed})
        sql, params = query.get_compiler(connection=connection).as_sql()
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
    return bool(changed)
