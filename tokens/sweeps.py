"""Periodic tasks: tokens end, their makers are warned before, and old ones are forgotten."""

from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tokens.actions import end_token
from tokens.tasks import TOKEN_ENDS_MAIL
from users.models import AccessToken
from videoplanet.tasks.work import schedule

SWEEP_LIMIT = 500
WARN_BEFORE = timedelta(days=7)
SHORTEST_WARNED = timedelta(days=14)
"""Whoever made a token for less remembers it."""
LISTED_AFTER_END = timedelta(days=90)


@shared_task
def end_expired_tokens() -> int:
    """End the tokens whose time has come; return how many.

    They open nothing from that second on; this removes the bots of projects and tells clients.
    """
    due = AccessToken.objects.filter(ended_at=None, expires_at__lte=timezone.now())
    ids = list(due.order_by("id").values_list("id", flat=True)[:SWEEP_LIMIT])
    for token_id in ids:
        end_token(token_id=token_id, actor_id=None)
    return len(ids)


@shared_task
def care_for_tokens() -> int:
    """Warn the makers of tokens that end within a week, and delete what ended 90 days ago.

    Return the number of warnings.
    """
    now = timezone.now()
    with transaction.atomic():
        soon = AccessToken.objects.in_use().filter(
            warned_at=None,
            expires_at__lte=now + WARN_BEFORE,
            expires_at__gte=F("created_at") + SHORTEST_WARNED,
        )
        rows = soon.order_by("id").select_for_update(no_key=True)[:SWEEP_LIMIT]
        ids = [token.id for token in rows]
        AccessToken.objects.filter(id__in=ids).update(warned_at=now)
        schedule(TOKEN_ENDS_MAIL, ids)
    AccessToken.objects.filter(ended_at__lt=now - LISTED_AFTER_END).delete()
    return len(ids)
