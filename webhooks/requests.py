"""A message as a signed request."""

import time
from typing import NamedTuple

from django.utils import timezone

from videoplanet.api.errors import InvalidField
from webhooks import failures
from webhooks.addresses import parse_target
from webhooks.models import Webhook
from webhooks.secret import Unreadable, signatures, unseal
from webhooks.sending import Answer, post

AGENT = "VideoPlanet-Webhooks/1"


class Message(NamedTuple):
    """What a webhook is sent. An empty body: there is nothing to say."""

    id: str
    """The same for each attempt, so that a receiver knows what it has already."""
    type: str
    seq: int
    body: bytes


def send_message(webhook: Webhook, message: Message) -> Answer:
    """Sign a message and send it; what goes wrong is returned, never raised."""
    try:
        target = parse_target(unseal(webhook.url_sealed))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": AGENT,
            **({} if webhook.is_chat else _signed(webhook, message)),
        }
    except Unreadable:
        return Answer(failures.UNREADABLE)
    except InvalidField:  # the settings have changed: http in production, say
        return Answer(failures.FORBIDDEN)
    return post(target, message.body, headers)


def _signed(webhook: Webhook, message: Message) -> dict[str, str]:
    timestamp = int(time.time())
    secrets = [unseal(webhook.secret)]
    if webhook.old_secret_until and webhook.old_secret_until > timezone.now():
        secrets.append(unseal(webhook.old_secret))
    signed = signatures(secrets, message_id=message.id, timestamp=timestamp, body=message.body)
    return {
        "webhook-id": message.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signed,
    }
