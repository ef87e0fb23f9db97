"""Periodic tasks of invitations: they close what has expired, and forget what ended long ago."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from invitations.guests import close_ended
from invitations.links import close_ended_links
from invitations.models import Batch, Invitation

SWEEP_LIMIT = 500
CLEAR_LIMIT = 10_000


@shared_task
def sweep_ended() -> int:
    """Close expired invitations and links, and end their guests' access; return how many.

    The API calls them expired from the first second; this ends the memberships and tells clients.
    """
    due = Invitation.objects.due_to_close().order_by("id")
    ids = list(due.values_list("id", flat=True)[:SWEEP_LIMIT])
    closed = sum(close_ended(Invitation.objects.filter(id=invitation_id)) for invitation_id in ids)
    return closed + close_ended_links(SWEEP_LIMIT)


@shared_task
def clear_ended_invitations() -> int:
    """Delete invitations that ended long ago, with their addresses; return how many."""
    before = timezone.now() - settings.INVITATIONS_LIFETIME
    status = Invitation.Status
    ended = Invitation.objects.filter(
        status__in=[status.EXPIRED, status.REVOKED, status.FAILED], updated_at__lt=before
    )
    ids = list(ended.order_by("id").values_list("id", flat=True)[:CLEAR_LIMIT])
    Invitation.objects.filter(id__in=ids).delete()
    Batch.objects.filter(invitations=None, created_at__lt=before).delete()
    return len(ids)
