"""Feedback, its screenshots and its reactions."""

from typing import Any, ClassVar, Unpack
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedbacks.filters import Filters
from feedbacks.search import having_words
from projects.models import Project
from projects.scope import ProjectScoped
from users.models import User
from videoplanet.api.conditional import short_hash
from videoplanet.api.rendering import dumps
from videoplanet.db.ids import new_id
from videoplanet.db.models import KeptCount, KeptJSON, KeptText, Tally
from videoplanet.db.sql_json import sum_of
from videoplanet.db.words import words_index
from videoplanet.storage import media_urls
from videos.models import Video

TIMESTAMP_MAX = 86_400.0
"""Seconds: a day, as the API contract says."""


class FeedbackQuerySet(ProjectScoped["Feedback"]):
    """Reads of feedback: REST, sockets and exports use the same."""

    missing = _("There is no such feedback.")

    def matching(self, **filters: Unpack[Filters]) -> "FeedbackQuerySet":
        """Filter by any of the statuses, any of the priorities, all of the tags and all words."""
        lookups = {
            "project_id": "project_id",
            "status": "status__in",
            "priority": "priority__in",
            "tag": "tags__contains",
            "timestamp_from": "video_timestamp__gte",
            "timestamp_to": "video_timestamp__lte",
            "updated_since": "updated_at__gte",
        }
        rows = self.filter(
            **{lookups[name]: value for name, value in filters.items() if name in lookups}
        )
        # People are looked up first: with the ids themselves the rows come from the index.
        if "author" in filters:
            rows = rows.filter(user_id__in=list(User.objects.same_person(filters["author"])))
        if "assignee" in filters:
            rows = rows.filter(assignee_id__in=list(User.objects.same_person(filters["assignee"])))
        if "video_id" in filters:
            rows = rows.on_video(filters["video_id"], with_earlier="include_previous" in filters)
        if "q" in filters:
            feedback = Feedback.objects.filter(project_id=filters["project_id"])
            rows = having_words(rows, filters["q"], filters["project_id"], feedback)
        return rows

    def mentioning(self, user: User) -> "FeedbackQuerySet":
        """Narrow to what mentions somebody, by the index of those that mention anybody."""
        return self.filter(~Q(mentioned=[]), mentioned__contains=[user.id])

    def on_video(self, video_id: UUID, *, with_earlier: bool = False) -> "FeedbackQuerySet":
        """Narrow to the feedback of a video; `with_earlier` adds what is open on earlier versions.

        The earlier versions are read first, because with their ids PostgreSQL uses the index. No
        earlier version can be added meanwhile.
        """
        own = Q(video_id=video_id)
        if with_earlier:
            earlier = Video.objects.earlier_than(video_id).values_list("id", flat=True)
            own |= Q(video_id__in=list(earlier)) & ~Q(status__in=Feedback.DONE)
        return self.filter(own)


class PictureStatus(models.TextChoices):
    """The state of a screenshot."""

    NONE = "none", _("none")
    PENDING = "pending", _("pending")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")


class Feedback(models.Model):
    """What must change at a moment of a video."""

    class Status(models.TextChoices):
        """The state of a feedback."""

        OPEN = "open", _("open")
        IN_PROGRESS = "in_progress", _("in progress")
        RESOLVED = "resolved", _("resolved")
        CLOSED = "closed", _("closed")

    class Priority(models.TextChoices):
        """How important a feedback is."""

        LOW = "low", _("low")
        MEDIUM = "medium", _("medium")
        HIGH = "high", _("high")
        CRITICAL = "critical", _("critical")

    DONE = (Status.RESOLVED, Status.CLOSED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(
        Project, models.DB_CASCADE, related_name="feedbacks", db_index=False
    )
    video = models.ForeignKey(Video, models.DB_CASCADE, related_name="feedbacks", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="feedbacks", db_index=False
    )
    video_timestamp = models.FloatField(help_text="Seconds from the start of the video.")
    end_timestamp = models.FloatField(
        null=True, blank=True, help_text="Seconds; null for a moment."
    )
    # Computed from the two above by the video's frame rate; null while that is not known.
    frame = models.PositiveIntegerField(null=True, editable=False)
    timecode = models.CharField(max_length=20, null=True, editable=False)
    end_frame = models.PositiveIntegerField(null=True, editable=False)
    end_timecode = models.CharField(max_length=20, null=True, editable=False)
    seek_timestamp = models.FloatField(null=True, editable=False, help_text="Seconds.")
    beyond_end = models.BooleanField(default=False, editable=False)
    content = models.TextField()
    drawing_data = models.JSONField(default=dict, blank=True)
    # Copies of the Screenshot's columns: otherwise a list would have to look up each one.
    screenshot_status = models.CharField(
        max_length=7, choices=PictureStatus, default=PictureStatus.NONE, editable=False
    )
    screenshot_failure = models.CharField(max_length=300, null=True, editable=False)
    screenshot_key = models.CharField(max_length=200, null=True, editable=False)
    annotated_key = models.CharField(
        max_length=200,
        null=True,
        editable=False,
        help_text="Of the picture with the drawing on it.",
    )
    priority = models.CharField(max_length=10, choices=Priority, default=Priority.MEDIUM)
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    tags = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="assigned",
        db_index=False,
    )
    # Written under the row's lock only: an array of people's ids needs no table of its own.
    mentioned = ArrayField(models.UUIDField(), default=list, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, blank=True, related_name="+"
    )
    # What other tables say of it, and its JSON (docs/decisions/0029).
    comments_count = KeptCount(default=0, editable=False)
    reactions = KeptJSON(default=dict, editable=False)
    reacted_by = KeptJSON(default=dict, editable=False)
    stored_json = KeptText(default="", editable=False)
    legacy_id = models.CharField(
        max_length=100,
        null=True,
        editable=False,
        help_text="Its id in the system that it was imported from.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FeedbackQuerySet.as_manager()

    published: Any = None
    """The `Publication` of the action that wrote this row."""

    class Meta:
        """The indexes serve lists: of a video, of a project in each order and by each filter.

        Filters that are rare have the order in their index, so that a list reads only its page
        (docs/decisions/0028).
        """

        indexes = (
            models.Index(fields=("video", "video_timestamp"), name="feedback_video_timestamp_idx"),
            models.Index(fields=("video", "created_at"), name="feedback_video_created_idx"),
            models.Index(
                fields=("project", "video_timestamp"), name="feedback_project_timestamp_idx"
            ),
            models.Index(fields=("project", "created_at"), name="feedback_project_created_idx"),
            models.Index(fields=("project", "updated_at"), name="feedback_project_updated_idx"),
            models.Index(
                fields=("project", "status", "created_at"), name="feedback_project_status_idx"
            ),
            models.Index(
                fields=("project", "priority", "created_at"), name="feedback_project_priority_idx"
            ),
            models.Index(fields=("user", "project", "created_at"), name="feedback_author_idx"),
            models.Index(
                fields=("assignee", "project", "created_at"), name="feedback_assignee_idx"
            ),
            GinIndex(fields=("project", "tags"), name="feedback_tags_idx"),
            GinIndex(
                fields=("mentioned",), condition=~Q(mentioned=[]), name="feedback_mentioned_idx"
            ),
            words_index("feedback_words_idx"),
        )
        constraints = (
            # For the foreign key of comments, which has both columns.
            models.UniqueConstraint(fields=("project", "id"), name="feedback_in_project"),
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
        return self.content[:60]

    @property
    def annotation_key(self) -> str:
        """Return the key of the picture with the drawing on it; another drawing has another key.

        Browsers keep what they have loaded, so an edited drawing needs a new URL.
        """
        state = short_hash(self.video_timestamp, dumps(self.drawing_data, sort=True))
        return f"{self.object_prefix}annotated-{state}.webp"

    @property
    def object_prefix(self) -> str:
        """Return the prefix of its object keys, inside the video's, to be deleted with it."""
        return f"projects/{self.project_id}/videos/{self.video_id}/feedbacks/{self.id}/"


class FeedbackTally(Tally):
    """How much feedback a project has, and a video, by status and priority."""

    owner_id = models.UUIDField(help_text="Of the project or the video.")
    status = models.CharField(max_length=12, choices=Feedback.Status)
    priority = models.CharField(max_length=10, choices=Feedback.Priority)

    class Meta:
        indexes = (
            models.Index(
                fields=("owner_id", "status", "priority"),
                include=("change",),
                name="feedback_tally_idx",
            ),
            models.Index(
                fields=("id",), condition=Q(merged=False), name="feedback_tally_fresh_idx"
            ),
        )


def feedback_count(**condition: Any) -> Combinable:
    """Describe how much feedback the project or video `OuterRef("id")` has."""
    changes = FeedbackTally.objects.filter(owner_id=OuterRef("id"), **condition)
    return sum_of(changes.values_list("change"))


class Screenshot(models.Model):
    """A picture that somebody has uploaded; it belongs to no feedback until one takes it."""

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
        return f"{self.original_width}×{self.original_height} ({self.status})"

    @property
    def upload_key(self) -> str:
        """Return the key of the picture until a feedback takes it."""
        return f"{media_urls.SCREENSHOTS}/{self.id}/picture.webp"


class Reaction(models.Model):
    """What reactions to feedback and to comments have in common."""

    TARGET: ClassVar[str]  # the name of the relation to the target, also used in events
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    emoji = models.CharField(max_length=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        """Each kind has a table of its own."""

        abstract = True

    def __str__(self) -> str:
        return self.emoji

    @property
    def target_id(self) -> UUID:
        """Return the id of the feedback or comment."""
        target_id: UUID = getattr(self, f"{self.TARGET}_id")
        return target_id


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
