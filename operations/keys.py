"""Rotating keys: new ones beside the old, until nothing needs those any more."""

import secrets
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction

from videoplanet.checks import KEYS
from webhooks.models import Webhook
from webhooks.secret import Unreadable, seal_again

SEALED = ("url_sealed", "secret", "old_secret")


def new_lines() -> Iterator[str]:
    """Yield lines for the environment: a new key for each purpose, the present one behind it."""
    for name in KEYS:
        old = [str(getattr(settings, name)), *getattr(settings, f"{name}_FALLBACKS")]
        yield f"{name}={secrets.token_urlsafe(48)}"
        yield f"{name}_FALLBACKS={','.join(old)}"


def seal_all_again() -> tuple[int, int]:
    """Encrypt all secrets of webhooks with the present key.

    Return how many webhooks have it now, and how many no key can read.
    """
    done = unreadable = 0
    for webhook_id in Webhook.objects.order_by("id").values_list("id", flat=True):
        with transaction.atomic():
            webhook = Webhook.objects.select_for_update(no_key=True).filter(id=webhook_id).first()
            if webhook is None:
                continue
            try:
                sealed = {name: seal_again(getattr(webhook, name)) for name in SEALED}
            except Unreadable:
                unreadable += 1
                continue
            Webhook.objects.filter(id=webhook_id).update(**sealed)
            done += 1
    return done, unreadable
