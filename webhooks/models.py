"""Webhooks, their deliveries, and the mails that say that one was switched off."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eventlog.events import EventType
from eventlog.models import Stream
from projects.models import Project
from projects.scope import ProjectScoped
from videoplanet.api.errors import Text
from videoplanet.db.ids import new_id

EVERY = "*"
TYPES = [event.value for event in EventType if event != EventType.PROJECT_DELETED]
"""What can be chosen. A project's webhooks are deleted with it, so none can tell of that."""
ANSWER_MAX = 1000
ROTATION = timedelta(hours=24)
"""How long an old secret signs beside the new one."""
PATIENCE = timedelta(days=1)
"""How long deliveries may fail before the webhook is switched off."""


class WebhookQuerySet(ProjectScoped["Webhook"]):
    """Reads of webhooks."""

    missing: ClassVar[Text] = _("There is no such webhook.")

    def behind(self) -> "WebhookQuerySet":
        """Narrow to those for which there may be something to send now."""
        newest = models.Subquery(Stream.objects.filter(id=models.OuterRef("project")).values("seq"))
        now = timezone.now()
        due = Q(next_try_at=None) | Q(next_try_at__lte=now)
        return self.filter(due, enabled=True).alias(newest=newest).filter(cursor__lt=F("newest"))


class Webhook(models.Model):
    """Where a project's events are sent, and how far that has got."""

    class Kind(models.TextChoices):
        """What the receiver reads."""

        STANDARD = "standard", "Standard Webhooks"
        SLACK = "slack", "Slack"
        DISCORD = "discord", "Discord"
        MATTERMOST = "mattermost", "Mattermost"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.DB_CASCADE, related_name="webhooks")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=5, default="en", help_text="Of messages to a chat.")
    events = ArrayField(models.CharField(max_length=40))
    url_sealed = models.TextField(help_text="Encrypted.")
    url_shown = models.CharField(max_length=300, help_text="Without what may be secret in it.")
    secret = models.TextField(help_text="Encrypted.")
    old_secret = models.TextField(blank=True, default="", help_text="Encrypted.")
    old_secret_until = models.DateTimeField(null=True, blank=True)
    enabled = models.BooleanField(default=True)
    failure = models.CharField(max_length=40, blank=True, default="")
    cursor = models.BigIntegerField(help_text="The last event that was sent or not wanted.")
    failures = models.PositiveIntegerField(default=0, help_text="Attempts since it last worked.")
    failing_since = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                fields=("project",), condition=Q(enabled=True), name="webhook_enabled_idx"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_chat(self) -> bool:
        """Say whether people read what it gets."""
        return self.kind != self.Kind.STANDARD


class Delivery(models.Model):
    """One message to a webhook, and how the last attempt ended. Its body is in the log."""

    class Status(models.TextChoices):
        """The states of a delivery."""

        WAITING = "waiting", _("waiting")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    webhook = models.ForeignKey(
        Webhook, models.DB_CASCADE, related_name="deliveries", db_index=False
    )
    seq = models.BigIntegerField(null=True, blank=True, help_text="Of the event; null for a test.")
    type = models.CharField(max_length=40)
    by_hand = models.BooleanField(default=False, help_text="A test, or sent again by an admin.")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    code = models.PositiveSmallIntegerField(null=True, blank=True)
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=ANSWER_MAX, blank=True, default="")
    failure = models.CharField(max_length=40, blank=True, default="")
    next_try_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = (
            models.UniqueConstraint(
                fields=("webhook", "seq"),
                condition=Q(by_hand=False),
                name="webhook_delivery_once",
            ),
        )
        indexes = (
            models.Index(fields=("webhook", "created_at", "id"), name="webhook_delivery_idx"),
            models.Index(fields=("created_at",), name="webhook_delivery_age_idx"),
        )

    def __str__(self) -> str:
        return f"{self.type} {self.status}"


class Notice(models.Model):
    """A mail that tells an admin that a webhook was switched off; the row goes with the mail."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    webhook = models.ForeignKey(Webhook, models.DB_CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.id)


def current_state() -> Case:
    """Return the SQL of a webhook's state: `off` is an admin's doing, `disabled` was ours."""
    return Case(
        When(enabled=False, failure="", then=Value("off")),
        When(enabled=False, then=Value("disabled")),
        When(failing_since__isnull=False, then=Value("failing")),
        default=Value("ok"),
        output_field=models.TextField(),
    )


STATES: list[Any] = ["ok", "failing", "disabled", "off"]
