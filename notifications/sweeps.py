"""What beat starts from time to time: digests, and what is old."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from eventlog.pruning import old_streams, prune
from notifications.models import Mail, Notification
from notifications.tasks import NOTIFICATION_MAIL
from users.models import User
from videoplanet.db.ids import first_id_at
from videoplanet.tasks.work import schedule

SWEEP_LIMIT = 500
KEPT_READ = timedelta(days=90)
KEPT_UNREAD = timedelta(days=365)
CLEAR_LIMIT = 10_000


@shared_task
def sweep_digests() -> int:
    """Make one mail of what is due for each person, to be sent; return how many."""
    due = Notification.objects.filter(digest_at__lte=timezone.now())
    people = list(due.order_by().values_list("user_id", flat=True).distinct()[:SWEEP_LIMIT])
    return sum(_gather(user_id) for user_id in people)


def _gather(user_id: UUID) -> bool:
    """Say whether a mail was made: of two sweeps at once one finds the rows locked or taken."""
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
    """Delete what was read three months ago or came a year ago; return how many.

    The mails go with it, and the events of people's own streams, whose logs begin afresh there.
    """
    now = timezone.now()
    old = Q(id__lt=first_id_at(now - KEPT_UNREAD)) | Q(
        id__lt=first_id_at(now - KEPT_READ), unread=False
    )
    ids = list(Notification.objects.filter(old).values_list("id", flat=True)[:CLEAR_LIMIT])
    Notification.objects.filter(id__in=ids).delete()
    mails = Mail.objects.filter(id__lt=first_id_at(now - KEPT_READ))
    mails.exclude(status=Mail.Status.WAITING).delete()
    for stream_id in old_streams(User.objects.values("id"), before=now - KEPT_READ):
        prune(stream_id, before=now - KEPT_READ)
    return len(ids)
