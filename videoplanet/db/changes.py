"""Changing rows: only what differs counts, and moves `updated_at`."""

from typing import Any

from django.db.models import Model
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
        row.save(update_fields=changed)
    return bool(changed)
