"""Identifiers: UUID version 7, made by the application, so that PostgreSQL 15 and later will do.

They sort by creation time, which keeps the indexes' new pages together.
"""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a new UUID v7 (RFC 9562)."""
    return uuid7()


def first_id_at(moment: datetime) -> UUID:
    """Return the smallest possible id of a moment, for finding older rows by the primary key."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
