"""Periodic tasks: making digests, and deleting what is old."""

from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from eventlog.pruning import prune, streams_with_old_events
from notifications.models import Mail, Notification
from notifications.tasks import NOTIFICATION_MAIL
from users.models import User
from videoplanet.db.ids import first_id_at
from videoplanet.tasks.work import schedule

SWEEP_LIMIT = 500
"""How many people one sweep makes a digest for; the next sweep takes the rest."""
CLEAR_LIMIT = 10_000


@shared_task
def sweep_digests() -> int:
    """Make one mail of each person's due notifications, and schedule it; return how many."""
    due = Notification.objects.filter(digest_at__lte=timezone.now())
    people = list(due.order_by().values_list("user_id", flat=True).distinct()[:SWEEP_LIMIT])
    return sum(_make_digest(user_id) for user_id in people)


def _make_digest(user_id: UUID) -> bool:
    """Say whether a mail was made. A sweep at the same moment may have locked or taken the rows."""
    with transaction.atomic():
        rows = Notification.objects.select_for_update(skip_locked=True, no_key=True)
        due = rows.filter(user_id=user_id, digest_at__lte=timezone.now()).order_by("id")
        ids = list(due.values_list("id", flat=True))
        if not ids:
            return False
        mail = Mail.objects.create(user_id=user_id, kind=Mail.Kind.DIGEST)
        Notification.objects.filter(id__in=ids).update(mail=mail, digest_at=None)
        schedule(NOTIFICATION_MAIL, [mail.id])
    return True


@shared_task
def clear_notifications() -> int:
    """Delete read notifications after 90 days and all others after a year; return how many.

    Sent mails and the events of people's own streams are deleted after 90 days. A client that was
    away for longer is told to read everything again.
    """
    now = timezone.now()
    before = now - settings.NOTIFICATIONS_LIFETIME
    read_before = now - settings.NOTIFICATIONS_READ_LIFETIME
    old = Q(id__lt=first_id_at(before)) | Q(id__lt=first_id_at(read_before), unread=False)
    ids = list(Notification.objects.filter(old).values_list("id", flat=True)[:CLEAR_LIMIT])
    Notification.objects.filter(id__in=ids).delete()
    mails = Mail.objects.filter(id__lt=first_id_at(read_before))
    mails.exclude(status=Mail.Status.WAITING).delete()
    for stream_id in streams_with_old_events(User.objects.values("id"), before=read_before):
        prune(stream_id, before=read_before)
    return len(ids)
