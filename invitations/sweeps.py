"""What beat starts from time to time: mails that wait or were lost, and what time has ended."""

from celery import shared_task
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from invitations.guests import close_ended
from invitations.links import close_ended_links
from invitations.models import Invitation
from invitations.sending import DUE
from invitations.tasks import queue_mails

SWEEP_LIMIT = 500


@shared_task
def sweep_invitations() -> int:
    """Enqueue the mails that are due; return how many.

    Their pause is over, or their task was lost with the broker, or their worker died: a claim that
    has run out counts as an attempt of which nothing was heard.
    """
    now = timezone.now()
    lost = Case(When(Q(claim__isnull=False), then=Value(1)), default=Value(0))
    with transaction.atomic():
        rows = Invitation.objects.select_for_update(skip_locked=True, no_key=True)
        due = rows.filter(due_at__lte=now).order_by("due_at")
        ids = list(due.values_list("id", flat=True)[:SWEEP_LIMIT])
        Invitation.objects.filter(id__in=ids).update(
            lost=F("lost") + lost, claim=None, due_at=now + DUE
        )
        queue_mails(ids)
    return len(ids)


@shared_task
def sweep_ended() -> int:
    """Write down which invitations and links have ended, and let their guests go; return how many.

    The API says so before: this ends memberships and tells who is there.
    """
    ids = list(Invitation.objects.over().order_by("id").values_list("id", flat=True)[:SWEEP_LIMIT])
    closed = sum(close_ended(Invitation.objects.filter(id=each)) for each in ids)
    return closed + close_ended_links(SWEEP_LIMIT)
