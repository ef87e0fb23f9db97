"""What the worker of webhooks does: it sends messages. It has a queue of its own (settings.py)."""

from collections.abc import Collection
from uuid import UUID

from celery import shared_task

from videoplanet.mail.sending import send_all
from videoplanet.tasks.queue import enqueue
from videoplanet.tasks.work import claim, schedule
from webhooks.deliveries import send_by_hand, send_following
from webhooks.kinds import DELIVER, NOTICE_MAIL, SEND
from webhooks.mails import NoticeMails
from webhooks.models import Webhook


def ring(project_ids: Collection[UUID]) -> None:
    """Have the new events of these projects sent; a call that gets lost is made up by the sweep."""
    enqueue(hear, *map(str, project_ids), together=100)


@shared_task
def hear(*project_ids: str) -> None:
    """Schedule the webhooks of these projects that have something to send."""
    behind = Webhook.objects.behind().filter(project__in=map(UUID, project_ids))
    schedule(DELIVER, list(behind.values_list("id", flat=True)))


@shared_task
def deliver(webhook_id: str) -> None:
    """Send a webhook what follows its cursor, in order, until there is nothing more or it fails."""
    if held := claim(DELIVER, UUID(webhook_id)):
        send_following(held)


@shared_task
def send(delivery_id: str) -> None:
    """Send one delivery by hand: a test, or one again."""
    if held := claim(SEND, UUID(delivery_id)):
        send_by_hand(held)


@shared_task
def send_notice_mails(*ids: str) -> None:
    """Send the mails that say that a webhook was switched off."""
    send_all(NOTICE_MAIL, [UUID(notice_id) for notice_id in ids], NoticeMails())
