"""Videos, and how they are found."""

from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from projects.scope import ProjectScoped
from videoplanet.db.ids import new_id
from videos.timecode import Frames


class VideoQuerySet(ProjectScoped["Video"]):
    """Reads of videos."""

    missing = _("There is no such video.")

    def in_stack(self, stack_id: "UUID | Subquery") -> "VideoQuerySet":
        """Return the versions in a stack."""
        return self.alias(stack=STACK).filter(stack=stack_id)

    def earlier_than(self, video_id: UUID) -> "VideoQuerySet":
        """Return the earlier versions of a video."""
        own = Video.objects.filter(id=video_id)
        stack = Subquery(own.annotate(stack=STACK).values("stack")[:1])
        return self.in_stack(stack).filter(version__lt=Subquery(own.values("version")))


STACK = Coalesce("first", "id")
"""The id of the stack that a video belongs to."""


def newest_poster() -> Combinable:
    """Describe the poster's key of the newest video in the project `OuterRef("id")` with one."""
    rows = Video.objects.filter(project=OuterRef("id"), poster_key__isnull=False)
    return Subquery(rows.order_by("-created_at").values("poster_key")[:1])


class Video(models.Model):
    """A video of a project. Its bytes are in the object storage under `object_prefix`.

    The videos of a stack are versions of one another. The stack has the id of its first version,
    even after that version is deleted.
    """

    class Status(models.TextChoices):
        """How far a video has come from upload to playback."""

        UPLOADING = "uploading", _("uploading")
        PROCESSING = "processing", _("processing")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    UNDER_WAY = (Status.UPLOADING, Status.PROCESSING)
    """The statuses in which the frame rate may still become known."""

    class Review(models.TextChoices):
        """An editor's review of a version."""

        PENDING = "pending", _("pending")
        APPROVED = "approved", _("approved")
        CHANGES_REQUESTED = "changes_requested", _("changes requested")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.DB_CASCADE, related_name="videos", db_index=False)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    title = models.CharField(max_length=200)
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField(help_text="Bytes.")
    status = models.CharField(max_length=10, choices=Status, default=Status.UPLOADING)
    failure = models.CharField(max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    first = models.UUIDField(
        null=True, editable=False, help_text="Of its stack; null for that one."
    )
    # Deleting one version links its neighbours; for a whole project the database sets null.
    previous = models.ForeignKey(
        "self", models.DB_SET_NULL, null=True, editable=False, related_name="next"
    )
    upload_id = models.CharField(max_length=1024, blank=True, default="")
    part_size = models.PositiveIntegerField(help_text="Bytes; the last part is smaller.")
    parts_digest = models.CharField(max_length=64, blank=True, default="")
    duration = models.FloatField(null=True, help_text="Seconds.")
    frame_rate = models.CharField(max_length=20, null=True, help_text="A fraction: 30000/1001.")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    start_timecode = models.CharField(
        max_length=20, blank=True, default="", help_text="Of the file's first frame: 01:00:00;00."
    )
    variable_frame_rate = models.BooleanField(
        default=False, help_text="Then `frame_rate` is nominal."
    )
    color = models.JSONField(null=True, help_text="As `videos.media_process.color` has it.")
    warnings = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    video_codec = models.CharField(max_length=40, null=True)
    audio_codec = models.CharField(max_length=40, null=True)
    has_audio = models.BooleanField(null=True)
    poster_key = models.CharField(max_length=300, null=True)
    sprite_vtt_key = models.CharField(max_length=300, null=True)
    peaks_key = models.CharField(max_length=300, null=True)
    rendition_key = models.CharField(max_length=300, null=True)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Per cent.")
    processing_began_at = models.DateTimeField(
        null=True, editable=False, help_text="When a worker last took it."
    )
    review_status = models.CharField(max_length=20, choices=Review, default=Review.PENDING)
    review_note = models.TextField(blank=True, default="")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VideoQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("project", "created_at"), name="video_project_created_idx"),
            models.Index(fields=("project", "title"), name="video_project_title_idx"),
            models.Index(fields=("project", "status", "created_at"), name="video_status_idx"),
            models.Index(
                fields=("project", "review_status", "created_at"), name="video_review_idx"
            ),
            models.Index(
                fields=("created_at",), condition=Q(status="uploading"), name="video_uploading_idx"
            ),
        )
        # If two uploads follow the same version, one wins. Queries for a stack use the index too.
        constraints = (models.UniqueConstraint(STACK, "version", name="video_version_once"),)

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def frames(self) -> Frames | None:
        """Return what computes its frames; None while its rate is unknown."""
        return Frames.of(self.frame_rate, self.start_timecode, variable=self.variable_frame_rate)

    @property
    def stack_id(self) -> UUID:
        """Return the id of the stack, which is that of its first version."""
        return self.first or self.id

    @property
    def object_prefix(self) -> str:
        """Return the prefix of all of the video's object keys."""
        return f"projects/{self.project_id}/videos/{self.id}/"

    @property
    def object_key(self) -> str:
        """Return the key of the original; it contains no name that a user chose."""
        return f"{self.object_prefix}original"


class VideoReview(models.Model):
    """A decision on a version. The video's own columns have the one that holds now.

    A later decision leaves it as it was. Withdrawing it takes its note away.
    """

    class Status(models.TextChoices):
        """What was decided."""

        APPROVED = Video.Review.APPROVED.value, Video.Review.APPROVED.label
        CHANGES_REQUESTED = (
            Video.Review.CHANGES_REQUESTED.value,
            Video.Review.CHANGES_REQUESTED.label,
        )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    video = models.ForeignKey(Video, models.DB_CASCADE, related_name="reviews", db_index=False)
    status = models.CharField(max_length=20, choices=Status)
    note = models.TextField(blank=True, default="")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Whoever withdrew it is known, and its note is gone."""

        indexes = (models.Index(fields=("video", "created_at"), name="video_review_created_idx"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, note=""),
                name="video_review_withdrawn",
            ),
        )

    def __str__(self) -> str:
        """Return the decision and the video."""
        return f"{self.status}: {self.video_id}"
