"""Feedback, its screenshots and its reactions."""

from datetime import datetime
from typing import Any, ClassVar, TypedDict, Unpack
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from projects.scope import ProjectScoped
from videoplanet.db.ids import new_id
from videoplanet.storage import media_urls
from videos.models import Video

TIMESTAMP_MAX = 86_400.0
"""Seconds: a day (seed §8.2)."""


class Filters(TypedDict, total=False):
    """What a list may be narrowed to."""

    video_id: UUID
    include_previous: str
    status: list[str]
    priority: list[str]
    tag: list[str]
    author: UUID
    assignee: UUID
    timestamp_from: float
    timestamp_to: float
    updated_since: datetime
    q: str


class FeedbackQuerySet(ProjectScoped["Feedback"]):
    """Reads of feedback: REST, sockets and exports use the same."""

    missing = _("There is no such feedback.")

    def matching(self, **given: Unpack[Filters]) -> "FeedbackQuerySet":
        """Narrow to what has one of the statuses and priorities, all the tags, all the words."""
        plain = {
            "status": "status__in",
            "priority": "priority__in",
            "tag": "tags__contains",
            "author": "user_id",
            "assignee": "assignee_id",
            "timestamp_from": "video_timestamp__gte",
            "timestamp_to": "video_timestamp__lte",
            "updated_since": "updated_at__gte",
        }
        rows = self.filter(**{plain[name]: value for name, value in given.items() if name in plain})
        if "video_id" in given:
            rows = rows.on_video(given["video_id"], with_earlier="include_previous" in given)
        for word in given.get("q", "").split():
            rows = rows.filter(content__icontains=word)
        return rows

    def on_video(self, video_id: UUID, *, with_earlier: bool = False) -> "FeedbackQuerySet":
        """Narrow to a video's, if asked with what is not done on its earlier versions.

        Those are looked up first: with their ids the rows come from the index. None can be added
        meanwhile.
        """
        own = Q(video_id=video_id)
        if with_earlier:
            earlier = Video.objects.earlier_than(video_id).values_list("id", flat=True)
            own |= Q(video_id__in=list(earlier)) & ~Q(status__in=Feedback.DONE)
        return self.filter(own)


class PictureStatus(models.TextChoices):
    """How far a screenshot is."""

    NONE = "none", _("none")
    PENDING = "pending", _("pending")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")


class Feedback(models.Model):
    """What must change at a moment of a video."""

    class Status(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("open")
        IN_PROGRESS = "in_progress", _("in progress")
        RESOLVED = "resolved", _("resolved")
        CLOSED = "closed", _("closed")

    class Priority(models.TextChoices):
        """How much it matters."""

        LOW = "low", _("low")
        MEDIUM = "medium", _("medium")
        HIGH = "high", _("high")
        CRITICAL = "critical", _("critical")

    DONE = (Status.RESOLVED, Status.CLOSED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.DB_CASCADE, related_name="feedbacks")
    video = models.ForeignKey(Video, models.DB_CASCADE, related_name="feedbacks", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="feedbacks")
    video_timestamp = models.FloatField(help_text="Seconds from the start of the video.")
    end_timestamp = models.FloatField(null=True, blank=True, help_text="Seconds; null: a moment.")
    # Computed from the two above by the video's frame rate; null while that is not known.
    frame = models.PositiveIntegerField(null=True, editable=False)
    timecode = models.CharField(max_length=20, null=True, editable=False)
    end_frame = models.PositiveIntegerField(null=True, editable=False)
    end_timecode = models.CharField(max_length=20, null=True, editable=False)
    seek_timestamp = models.FloatField(null=True, editable=False, help_text="Seconds.")
    beyond_end = models.BooleanField(default=False, editable=False)
    content = models.TextField()
    drawing_data = models.JSONField(default=dict, blank=True)
    # What its Screenshot says, kept here too: a list would have to look up each.
    screenshot_status = models.CharField(
        max_length=7, choices=PictureStatus, default=PictureStatus.NONE, editable=False
    )
    screenshot_failure = models.CharField(max_length=300, null=True, editable=False)
    screenshot_key = models.CharField(max_length=200, null=True, editable=False)
    annotated_key = models.CharField(
        max_length=200, null=True, editable=False, help_text="Of the picture with its drawing on."
    )
    priority = models.CharField(max_length=10, choices=Priority, default=Priority.MEDIUM)
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    tags = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, blank=True, related_name="assigned"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, blank=True, related_name="+"
    )
    legacy_id = models.CharField(
        max_length=100, null=True, editable=False, help_text="Its id in the system it came from."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        """A video's timeline; a project's lists in each order; words within a project."""

        indexes = (
            models.Index(fields=("video", "video_timestamp"), name="feedback_video_timestamp_idx"),
            models.Index(
                fields=("project", "video_timestamp"), name="feedback_project_timestamp_idx"
            ),
            models.Index(fields=("project", "created_at"), name="feedback_project_created_idx"),
            models.Index(fields=("project", "updated_at"), name="feedback_project_updated_idx"),
            GinIndex(
                OpClass(Upper("content"), name="gin_trgm_ops"),
                F("project"),
                name="feedback_words_idx",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(video_timestamp__gte=0, video_timestamp__lte=TIMESTAMP_MAX),
                name="feedback_timestamp_range",
            ),
            models.CheckConstraint(
                condition=Q(end_timestamp=None)
                | Q(end_timestamp__gte=F("video_timestamp"), end_timestamp__lte=TIMESTAMP_MAX),
                name="feedback_end_range",
            ),
            models.UniqueConstraint(
                fields=("project", "legacy_id"),
                condition=Q(legacy_id__isnull=False),
                name="feedback_legacy_once",
            ),
        )

    def __str__(self) -> str:
        """Return the beginning of the text."""
        return self.content[:60]

    @property
    def object_prefix(self) -> str:
        """Return what its object keys begin with; the video's objects and they go together."""
        return f"projects/{self.project_id}/videos/{self.video_id}/feedbacks/{self.id}/"


class Screenshot(models.Model):
    """A picture that somebody sent: alone until a feedback takes it, then that feedback's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    feedback = models.OneToOneField(
        Feedback, models.DB_CASCADE, null=True, related_name="screenshot"
    )
    status = models.CharField(max_length=7, choices=PictureStatus, default=PictureStatus.PENDING)
    failure = models.CharField(max_length=300, null=True, help_text="A code of PICTURE_FAILURES.")
    raw_key = models.CharField(max_length=200, help_text="What was sent; deleted when it is ready.")
    key = models.CharField(max_length=200, null=True, help_text="The WebP picture.")
    original_width = models.PositiveIntegerField(help_text="Pixels, upright.")
    original_height = models.PositiveIntegerField(help_text="Pixels, upright.")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = (
            models.Index(
                fields=("created_at",), condition=Q(feedback=None), name="screenshot_untaken_idx"
            ),
        )

    def __str__(self) -> str:
        """Return what it is and how far."""
        return f"{self.original_width}×{self.original_height} ({self.status})"

    @property
    def upload_key(self) -> str:
        """Return the key of the picture until a feedback takes it."""
        return f"{media_urls.SCREENSHOTS}/{self.id}/picture.webp"


class Reaction(models.Model):
    """What reactions to feedback and to comments have in common."""

    TARGET: ClassVar[str]  # the relation to it, and what events call it
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    emoji = models.CharField(max_length=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        """Each kind has a table of its own."""

        abstract = True

    def __str__(self) -> str:
        """Return the emoji."""
        return self.emoji


class FeedbackReaction(Reaction):
    """One person's reaction to a feedback."""

    TARGET = "feedback"

    feedback = models.ForeignKey(
        Feedback, models.DB_CASCADE, related_name="reaction_rows", db_index=False
    )

    class Meta(Reaction.Meta):
        """Each person gives each reaction once."""

        constraints = (
            models.UniqueConstraint(
                fields=("feedback", "emoji", "user"), name="feedback_reaction_once"
            ),
        )
