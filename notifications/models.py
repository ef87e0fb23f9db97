"""Notifications, people's preferences, and the mails in which notifications are sent.

What a notification is about belongs to apps above this one, so those models are named by strings.
When the database deletes such a row, it deletes its notifications too.
"""

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eventlog.models import stream_seq
from users.models import User
from videoplanet.db.ids import new_id
from videoplanet.db.models import Tally
from videoplanet.db.sql_json import sum_of

EXCERPT_MAX = 200


class DeliveryPreference(models.TextChoices):
    """When somebody wants a mail about a notification."""

    NOW = "now", _("at once")
    DIGEST = "digest", _("in the digest")
    OFF = "off", _("not at all")


class Digest(models.TextChoices):
    """How often the digest comes."""

    HOURLY = "hourly", _("hourly")
    DAILY = "daily", _("daily")


class Preferences(models.Model):
    """When one person wants mails. Somebody without a row has the defaults."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.DB_CASCADE,
        primary_key=True,
        related_name="notification_preferences",
    )
    mentions = models.CharField(
        max_length=10, choices=DeliveryPreference, default=DeliveryPreference.NOW
    )
    others = models.CharField(
        max_length=10, choices=DeliveryPreference, default=DeliveryPreference.DIGEST
    )
    digest = models.CharField(max_length=10, choices=Digest, default=Digest.DAILY)

    def __str__(self) -> str:
        return str(self.user_id)

    def delivery_preference(self, type: str) -> str:
        """Return when the person wants mails about notifications of this type."""
        return self.mentions if type == Notification.Type.MENTION else self.others


class MuteQuerySet(QuerySet["Mute"]):
    """Reads of muted projects."""

    def of(self, user: User) -> "MuteQuerySet":
        """Return the mutes of the projects that the person is still in."""
        return self.filter(user=user, project__memberships__user=user)


class Mute(models.Model):
    """One person wants no notifications from one project."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DB_CASCADE, related_name="+", db_index=False
    )
    project = models.ForeignKey("projects.Project", models.DB_CASCADE, related_name="+")

    objects = MuteQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "project"), name="mute_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} mutes {self.project_id}"


class Mail(models.Model):
    """One e-mail to one person, about one or more notifications.

    The row's id is in the mail's `Message-ID`, which stays the same when the mail is sent again.
    While the mail waits, sending it is work (`videoplanet.tasks.work`).
    """

    class Status(models.TextChoices):
        """What has become of the mail; one with nothing left to say is dropped."""

        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("dropped")
        FAILED = "failed", _("failed")

    class Kind(models.TextChoices):
        """Which mails end when the reader unsubscribes by this one."""

        MENTIONS = "mentions", _("mentions")
        OTHERS = "others", _("others")
        DIGEST = "digest", _("digest")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", db_index=False
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    kind = models.CharField(max_length=10, choices=Kind)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return f"{self.id} ({self.status})"


class NotificationQuerySet(QuerySet["Notification"]):
    """Reads of notifications."""

    def visible_to(self, user: User) -> "NotificationQuerySet":
        """Return the notifications of `user` from the projects that they are still in."""
        return self.filter(user=user, project__in=user.memberships.values("project"))

    def not_muted(self) -> "NotificationQuerySet":
        """Leave out notifications from projects that the receiver has muted since."""
        muted = Mute.objects.filter(user=OuterRef("user"), project=OuterRef("project"))
        return self.exclude(Exists(muted))


class Notification(models.Model):
    """One person is told of one thing that happened in a project."""

    class Type(models.TextChoices):
        """What happened. docs/notifications.md says who is told of it."""

        MENTION = "mention", _("mention")
        REPLY = "reply", _("reply")
        COMMENT = "comment", _("comment")
        FEEDBACK = "feedback", _("feedback")
        STATUS_CHANGE = "status_change", _("status change")
        ASSIGNMENT = "assignment", _("assignment")
        VERSION = "version", _("new version")
        VERSION_APPROVED = "version_approved", _("version approved")
        CHANGES_REQUESTED = "changes_requested", _("changes requested")
        INVITATION_ACCEPTED = "invitation_accepted", _("invitation accepted")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="notifications", db_index=False
    )
    type = models.CharField(max_length=20, choices=Type)
    project = models.ForeignKey("projects.Project", models.DB_CASCADE, related_name="+")
    video = models.ForeignKey("videos.Video", models.DB_CASCADE, null=True, related_name="+")
    feedback = models.ForeignKey(
        "feedbacks.Feedback", models.DB_CASCADE, null=True, related_name="+"
    )
    comment = models.ForeignKey(
        "comments.FeedbackComment", models.DB_CASCADE, null=True, related_name="+"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", db_index=False
    )
    excerpt = models.CharField(max_length=EXCERPT_MAX, blank=True, default="")
    status = models.CharField(
        max_length=12, null=True, help_text="The feedback's new status, for a status change."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    # Lists are ordered by it. It is not a generated column, because `manage.py check` would then
    # need a database.
    unread = models.BooleanField(default=True, editable=False)
    digest_at = models.DateTimeField(
        null=True, editable=False, help_text="When its digest is due; null if it waits for none."
    )
    mail = models.ForeignKey(
        Mail, models.DB_SET_NULL, null=True, editable=False, related_name="notifications"
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        """Indexes for a person's list (unread first), the admin's, and the sweep of due digests."""

        indexes = (
            models.Index(
                fields=("user", "unread", "id"), include=("project",), name="notification_list_idx"
            ),
            models.Index(fields=("type", "id"), name="notification_type_idx"),
            models.Index(
                fields=("digest_at",),
                condition=Q(digest_at__isnull=False),
                name="notification_digest_idx",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(unread=True, read_at=None) | Q(unread=False, read_at__isnull=False),
                name="notification_unread_or_read",
            ),
        )

    def __str__(self) -> str:
        return self.get_type_display()


class UnreadTally(Tally):
    """How many unread notifications a person has from a project."""

    user_id = models.UUIDField()
    project_id = models.UUIDField()

    class Meta:
        indexes = (
            models.Index(
                fields=("user_id", "project_id"), include=("change",), name="unread_tally_idx"
            ),
            models.Index(fields=("id",), condition=Q(merged=False), name="unread_tally_fresh_idx"),
        )


def state_of(user: User) -> tuple[int, int]:
    """Return the number of unread notifications and the newest seq of the person's own stream."""
    changes = UnreadTally.objects.filter(user_id=OuterRef("id"))
    unread = sum_of(
        changes.filter(project_id__in=user.memberships.values("project")).values_list("change")
    )
    rows = User.objects.filter(id=user.id).values_list(unread, stream_seq(OuterRef("id")))
    found: tuple[int, int] = rows.get()
    return found


def preferences_of(user_id: UUID) -> Preferences:
    """Return the person's preferences, or the defaults."""
    return Preferences.objects.filter(user_id=user_id).first() or Preferences(user_id=user_id)
