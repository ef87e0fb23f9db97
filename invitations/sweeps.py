"""What beat starts from time to time: it writes down what time has ended."""

from celery import shared_task

from invitations.guests import close_ended
from invitations.links import close_ended_links
from invitations.models import Invitation

SWEEP_LIMIT = 500


@shared_task
def sweep_ended() -> int:
    """Write down which invitations and links have ended, and let their guests go; return how many.

    The API says so before: this ends memberships and tells who is there.
    """
    ids = list(Invitation.objects.over().order_by("id").values_list("id", flat=True)[:SWEEP_LIMIT])
    closed = sum(close_ended(Invitation.objects.filter(id=invitation_id)) for invitation_id in ids)
    return closed + close_ended_links(SWEEP_LIMIT)
