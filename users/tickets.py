"""Tickets, which the URL of a socket or stream contains instead of a token.

URLs get into logs and histories; a ticket is used up by the first connection and expires after half
a minute. Tickets are rows in PostgreSQL, so that sockets open while Redis is down too.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection
from django.utils import timezone

from users.claims import Claim, Principal
from users.models import SocketTicket
from users.tokens import principal_of_claim

LIFETIME = timedelta(seconds=30)

# A ticket that is locked is being used up by another connection. Waiting for it could be a deadlock
# with a statement that has several tickets too.
USE_UP_SQL = f"""
DELETE FROM {SocketTicket._meta.db_table} WHERE digest IN (
    SELECT digest FROM {SocketTicket._meta.db_table}
    WHERE digest = ANY(%s) AND expires_at > now() FOR UPDATE SKIP LOCKED
)
RETURNING digest, user_id, token_ends_at, project_id, session_key, token_id
"""  # noqa: S608 - name of a table


def create_ticket(principal: Principal) -> tuple[str, datetime]:
    """Return a ticket for the person, and when it expires."""
    ticket = secrets.token_urlsafe(32)
    row = SocketTicket.objects.create(
        digest=_hash(ticket),
        user=principal.user,
        session_key=principal.session_key,
        project_id=principal.project_id,
        token_id=principal.token_id,
        token_ends_at=principal.expires_at,
        expires_at=timezone.now() + LIFETIME,
    )
    return ticket, row.expires_at


def principal_of_ticket(ticket: str) -> Principal | None:
    """Use up a ticket; return the principal of the token with which it was made.

    None for a bad, used or expired one, and where the log-in or the guest's access has ended.
    """
    [claim] = claims_of_tickets([ticket])
    return principal_of_claim(claim) if claim else None


def claims_of_tickets(tickets: Sequence[str]) -> list[Claim | None]:
    """Use up tickets, in one statement; return whom each names, None for a bad or used one."""
    if not tickets:
        return []
    digests = [_hash(ticket) for ticket in tickets]
    with connection.cursor() as cursor:
        cursor.execute(USE_UP_SQL, [digests])
        claims = {digest: Claim(*claim) for digest, *claim in cursor.fetchall()}
    return [claims.pop(digest, None) for digest in digests]


def delete_expired_tickets() -> None:
    """Delete the tickets that have expired."""
    SocketTicket.objects.filter(expires_at__lte=timezone.now()).delete()


def _hash(ticket: str) -> str:
    return sha256(ticket.encode()).hexdigest()
