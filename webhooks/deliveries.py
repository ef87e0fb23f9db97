"""Sends a webhook the events that follow its cursor, in order, and notes what came of it.

An event is behind a webhook's cursor only once it was taken, or was not wanted, so nothing is lost
while a receiver is away. A worker that dies between the receiver's answer and the note sends the
event again, with the same `webhook-id`: at least once.
"""

import time
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from eventlog.models import Event, Stream
from eventlog.resources import EVENT
from projects.models import Membership, Role
from videoplanet.api.rendering import iso
from videoplanet.tasks.work import Claim, schedule
from webhooks import failures
from webhooks.kinds import DELIVER, NOTICE_MAIL
from webhooks.messages import GAP, TEST, event_body, own_body
from webhooks.models import EVERY, PATIENCE, Delivery, Notice, Webhook
from webhooks.requests import Message, send_message
from webhooks.sending import Answer

TURN_SECONDS = 30.0
"""How long a webhook keeps a thread: after that others are first."""
PAUSES = [timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 3600)]
"""Before the second, third … attempt; then an hour each time, for a day."""
NOT_TAKEN = (400, 413, 422)
"""What a chat answers to a message that it will never take: the next one may be taken."""


def send_following(held: Claim) -> None:
    """Send what follows the cursor, until there is nothing more, it fails, or its turn is over."""
    end = time.monotonic() + TURN_SECONDS
    while time.monotonic() < end:
        webhook = (
            Webhook.objects.behind()
            .filter(id=held.subject_id)
            .select_related("project", "created_by")
            .first()
        )
        if webhook is None or not _send_next(webhook, held):
            held.finish()
            return
    schedule(DELIVER, [held.subject_id])
    held.finish()


def _send_next(webhook: Webhook, held: Claim) -> bool:
    """Send the next event, or go past those that are not wanted; False if the turn is over."""
    stream = Stream.objects.get(id=webhook.project_id)
    message = _next_message(webhook, stream)
    answer = send_message(webhook, message) if message and message.body else None
    with transaction.atomic():
        locked = Webhook.objects.select_for_update(no_key=True).filter(id=webhook.id).first()
        if locked is None or not held.holds():
            return False
        if message is None:
            _advance(locked, webhook.cursor, stream.seq)
        elif answer is None:
            _advance(locked, webhook.cursor, message.seq)
        else:
            _note(locked, webhook.cursor, message, answer)
    held.renew()
    return locked.next_try_at is None and locked.enabled


def _next_message(webhook: Webhook, stream: Stream) -> Message | None:
    """Return the message about the next event that is wanted, or about a gap; None for none."""
    if webhook.cursor < stream.truncated_through:
        return _gap(webhook, stream)
    events = Event.objects.filter(stream_id=webhook.project_id, seq__gt=webhook.cursor)
    if EVERY not in webhook.events:
        events = events.filter(type__in=webhook.events)
    row = EVENT.annotate(events.order_by("seq")).values_list("seq", "type", "json").first()
    if row is None:
        return None
    return _of_event(webhook, *row)


def _of_event(webhook: Webhook, seq: int, kind: str, event_json: str) -> Message:
    message_id = f"{webhook.project_id}_{seq}"
    return Message(message_id, kind, seq, event_body(webhook, event_json) or b"")


def _gap(webhook: Webhook, stream: Stream) -> Message:
    """Say that events are missing: they were pruned, or an operator changed rows without events."""
    through = stream.truncated_through
    event = {
        "type": GAP,
        "seq": through,
        "at": iso(timezone.now()),
        "actor": None,
        "payload": {"after": webhook.cursor, "through": through, "reason": "log_pruned"},
    }
    return Message(f"{webhook.project_id}_{through}_gap", GAP, through, own_body(webhook, event))


def _advance(webhook: Webhook, cursor: int, to: int) -> None:
    """Move the cursor, unless an admin has moved it meanwhile."""
    if webhook.cursor == cursor:
        webhook.cursor = max(cursor, to)
        webhook.save(update_fields=["cursor"])


def _note(webhook: Webhook, cursor: int, message: Message, answer: Answer) -> None:
    """Write down what came of an attempt, in the delivery and in the webhook."""
    delivery, _made = Delivery.objects.get_or_create(
        webhook=webhook, seq=message.seq, by_hand=False, defaults={"type": message.type}
    )
    now = timezone.now()
    is_over = not answer.failure or (webhook.is_chat and answer.code in NOT_TAKEN)
    if is_over:
        webhook.failures, webhook.failing_since, webhook.next_try_at = 0, None, None
        webhook.failure = ""
        if not answer.failure:
            webhook.delivered_at = now
        _advance(webhook, cursor, message.seq)
    elif webhook.enabled:
        webhook.failures += 1
        webhook.failing_since = webhook.failing_since or now
        webhook.failure = answer.failure
        if answer.failure == failures.GONE:
            _disable(webhook, failures.GONE)
        elif now - webhook.failing_since >= PATIENCE:
            _disable(webhook, failures.TOO_LONG)
        else:
            wait = timedelta(seconds=answer.wait)
            webhook.next_try_at = now + max(pause(webhook.failures), wait)
    webhook.save()
    _write(delivery, answer, is_over or not webhook.enabled, webhook.next_try_at)


def pause(failed: int) -> timedelta:
    """Return the time until the next attempt, after so many that failed."""
    return PAUSES[min(failed, len(PAUSES)) - 1]


def _write(delivery: Delivery, answer: Answer, is_over: bool, next_try_at: Any) -> None:
    status = Delivery.Status
    ended = status.FAILED if answer.failure else status.DELIVERED
    delivery.status = ended if is_over else status.WAITING
    delivery.attempts += 1
    delivery.code, delivery.answer = answer.code, answer.text
    delivery.milliseconds, delivery.failure = answer.milliseconds, answer.failure
    delivery.next_try_at = None if is_over else next_try_at
    delivery.tried_at = timezone.now()
    delivery.save()


def _disable(webhook: Webhook, failure: str) -> None:
    """Switch a webhook off, and tell the project's admins by mail."""
    webhook.enabled, webhook.failure = False, failure
    webhook.next_try_at, webhook.updated_at = None, timezone.now()
    admins = Membership.objects.filter(project=webhook.project_id, role=Role.ADMIN)
    notices = [
        Notice(webhook=webhook, user_id=user_id)
        for user_id in admins.order_by("user_id").values_list("user_id", flat=True)
    ]
    Notice.objects.bulk_create(notices)
    schedule(NOTICE_MAIL, [notice.id for notice in notices])


def send_by_hand(held: Claim) -> None:
    """Send one delivery that an admin asked for: a test, or one again."""
    delivery = (
        Delivery.objects.filter(id=held.subject_id)
        .select_related("webhook__project", "webhook__created_by")
        .first()
    )
    if delivery is None:
        held.finish()
        return
    message = _by_hand(delivery)
    answer = send_message(delivery.webhook, message) if message else Answer(failures.PRUNED)
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update(no_key=True).filter(id=delivery.webhook_id)
        row = webhook.first()
        if row and held.holds():
            if not answer.failure and row.next_try_at:
                row.next_try_at = None  # it works again: no need to wait
                row.save(update_fields=["next_try_at"])
                schedule(DELIVER, [row.id])
            _write(delivery, answer, is_over=True, next_try_at=None)
    held.finish()


def _by_hand(delivery: Delivery) -> Message | None:
    webhook = delivery.webhook
    if delivery.seq is None:
        return _test(delivery)
    events = Event.objects.filter(stream_id=webhook.project_id, seq=delivery.seq)
    row = EVENT.annotate(events).values_list("seq", "type", "json").first()
    message = _of_event(webhook, *row) if row else None
    return message if message and message.body else None


def _test(delivery: Delivery) -> Message:
    webhook: Webhook = delivery.webhook
    test_id: UUID = delivery.id
    event = {
        "type": TEST,
        "seq": 0,
        "at": iso(delivery.created_at),
        "actor": None,
        "payload": {"webhook_id": str(webhook.id)},
    }
    return Message(str(test_id), TEST, 0, own_body(webhook, event))
