"""Changing rows: only what differs counts, and moves `updated_at`."""

from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery
from django.utils import timezone


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
        query = QuerySet(type(row)).filter(pk=row.pk).query.chain(UpdateQuery)
        query.add_update_values({name: getattr(row, name) for name in changed})
        sql, params = query.get_compiler(connection=connection).as_sql()
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
    return bool(changed)
