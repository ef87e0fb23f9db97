"""The periodic task of invitations: it closes what has expired."""

from celery import shared_task

from invitations.guests import close_ended
from invitations.links import close_ended_links
from invitations.models import Invitation

SWEEP_LIMIT = 500


@shared_task
def sweep_ended() -> int:
    """Close expired invitations and links, and end their guests' access; return how many.

    The API calls them expired from the first second; this ends the memberships and tells clients.
    """
    due = Invitation.objects.due_to_close().order_by("id")
    ids = list(due.values_list("id", flat=True)[:SWEEP_LIMIT])
    closed = sum(close_ended(Invitation.objects.filter(id=invitation_id)) for invitation_id in ids)
    return closed + close_ended_links(SWEEP_LIMIT)
