"""Tickets, which the URL of a socket or stream contains instead of a token.

URLs get into logs and histories; a ticket is used up by the first connection and expires after half
a minute. Tickets are rows in PostgreSQL, so that sockets open while Redis is down too.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from users.models import SocketTicket
from users.tokens import Principal, guest_of_project, signed_in_member

LIFETIME = timedelta(seconds=30)


def create_ticket(principal: Principal) -> tuple[str, datetime]:
    """Return a ticket for the person, and when it expires."""
    ticket = secrets.token_urlsafe(32)
    row = SocketTicket.objects.create(
        digest=_hash(ticket),
        user=principal.user,
        session_key=principal.session_key,
        project_id=principal.project_id,
        token_ends_at=principal.expires_at,
        expires_at=timezone.now() + LIFETIME,
    )
    return ticket, row.expires_at


def principal_of_ticket(ticket: str) -> Principal | None:
    """Use up a ticket; return the principal of the token with which it was made.

    None for a bad, used or expired one, and where the log-in or the guest's access has ended.
    """
    with transaction.atomic():
        rows = SocketTicket.objects.select_for_update()
        row = rows.filter(digest=_hash(ticket), expires_at__gt=timezone.now()).first()
        if row is None:
            return None
        row.delete()
    if row.project_id:
        return guest_of_project(row.user_id, row.project_id, row.token_ends_at)
    return signed_in_member(row.user_id, row.session_key, row.token_ends_at)


def delete_expired_tickets() -> None:
    """Delete the tickets that have expired."""
    SocketTicket.objects.filter(expires_at__lte=timezone.now()).delete()


def _hash(ticket: str) -> str:
    return sha256(ticket.encode()).hexdigest()
