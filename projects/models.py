"""Projects, memberships and videos, and the one description of their JSON.

What belongs to a project is deleted with it by the database (`DB_CASCADE`). A user that rows refer
to is never deleted: `DO_NOTHING` leaves it to the foreign key to refuse.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from realtime.models import Event, Stream
from users.models import User, user_info
from videoplanet.api.errors import Forbidden
from videoplanet.api.ids import new_id
from videoplanet.api.sql import Compiled, IsoTime, as_text, compiled_json, json_object

if TYPE_CHECKING:
    from django.db.models.expressions import Expression


class Role(models.TextChoices):
    """What a member may do; each role may all that those before it may."""

    VIEWER = "viewer", _("viewer")
    REVIEWER = "reviewer", _("reviewer")
    EDITOR = "editor", _("editor")
    ADMIN = "admin", _("admin")

    @property
    def rank(self) -> int:
        """Return the role's place in the order, from 0."""
        return list(Role).index(self)


@dataclass(frozen=True, slots=True)
class Access:
    """What one person may do in one project: the answer to one query."""

    user: User
    project_id: UUID
    role: Role
    seq: int
    """The project's newest event at the moment of the check."""

    def may(self, role: Role) -> bool:
        """Say whether the person has `role` or a higher one."""
        return self.role.rank >= role.rank

    def require(self, role: Role) -> None:
        """Raise Forbidden (403) for a lower role."""
        if not self.may(role):
            raise Forbidden

    def is_own(self, author_id: UUID) -> bool:
        """Say whether the person wrote it, also as a guest before they had an account."""
        return self.user.wrote_as(author_id)

    def require_own_or(self, role: Role, author_id: UUID) -> None:
        """Raise Forbidden unless a reviewer changes what is their own, or `role` permits more."""
        self.require(Role.REVIEWER)
        if not (self.may(role) or self.is_own(author_id)):
            raise Forbidden


def seq_of(project_id: Combinable) -> "Expression":
    """Describe the newest seq of a project, in the statement's snapshot."""
    return Coalesce(Subquery(Stream.objects.filter(id=project_id).values("seq")), 0)


@cache
def newest_seq(column: str) -> Compiled:
    """Describe the newest seq of the project that the model's own `column` names."""
    return Compiled(lambda: seq_of(OuterRef(column)), models.BigIntegerField())


class ProjectQuerySet(QuerySet["Project"]):
    """Reads of projects."""

    def visible_to(self, user: User) -> "ProjectQuerySet":
        """Return the projects that `user` is a member (or the guest) of."""
        return self.filter(memberships__user=user)

    def as_json(self) -> "QuerySet[Any, Any]":
        """Annotate `json`: what every member sees, as in events."""
        return self.annotate(json=PROJECT_JSON)

    def as_json_for(self, user: User) -> "QuerySet[Any, Any]":
        """Annotate `json` with the viewer's own role and the counts of a list beside it."""
        return self.annotate(json=as_text(project_for(user)), seq=newest_seq("id"))


def project_for(user: User) -> "Expression":
    """Describe a project as `user` sees it in lists."""
    members = Membership.objects.filter(project=OuterRef("id"))
    # By the name of the relation: this app knows nothing of the one above it.
    open_feedback = (
        Project.objects.filter(id=OuterRef("id"), feedbacks__status="open")
        .values("id")
        .annotate(n=Count("*"))
        .values("n")
    )
    return json_object(
        **PROJECT_FIELDS,
        role=Subquery(members.filter(user=user).values("role")),
        videos_count=_count(Video.objects.filter(project=OuterRef("id"))),
        members_count=_count(members),
        open_feedback_count=Coalesce(Subquery(open_feedback), 0),
        last_activity_at=IsoTime(_last_activity()),
    )


def _count(rows: "QuerySet[Any, Any]") -> "Expression":
    counted = rows.order_by().values("project").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted), 0)


def _last_activity() -> "Expression":
    events = Event.objects.filter(stream_id=OuterRef("id")).order_by("-seq").values("at")[:1]
    return Coalesce(Subquery(events), F("updated_at"))


class Project(models.Model):
    """What a team reviews together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=2000, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProjectQuerySet.as_manager()

    def __str__(self) -> str:
        """Return the name."""
        return self.name


PROJECT_FIELDS: dict[str, Any] = {
    "id": "id",
    "name": "name",
    "description": "description",
    "created_at": IsoTime("created_at"),
    "updated_at": IsoTime("updated_at"),
}
PROJECT_JSON = compiled_json(lambda: json_object(**PROJECT_FIELDS))


# Nearly every request runs it: written out, it takes a third of the time that it takes when the
# ORM puts it together.
ACCESS = """
SELECT role, COALESCE((SELECT seq FROM realtime_stream WHERE id = m.project_id), 0)
FROM projects_membership AS m WHERE user_id = %s AND project_id = %s
"""


class MembershipQuerySet(QuerySet["Membership"]):
    """Reads of memberships."""

    def access(self, user: User, project_id: UUID) -> Access:
        """Return what `user` may in the project, in one query.

        Raises Http404 where there is no such project or `user` is not in it: nobody outside
        learns that it exists.
        """
        with connection.cursor() as cursor:
            cursor.execute(ACCESS, [user.pk, project_id])
            row = cursor.fetchone()
        if row is None:
            raise Http404
        return Access(user, project_id, Role(row[0]), row[1])

    def as_json(self) -> "QuerySet[Any, Any]":
        """Annotate `json` and `seq`."""
        return self.annotate(json=MEMBER_JSON, seq=newest_seq("project_id"))


def member_json() -> "Expression":
    """Describe a member."""
    return json_object(
        id="user_id",
        user=user_info("user"),
        role="role",
        guest="guest",
        joined_at=IsoTime("created_at"),
    )


MEMBER_JSON = compiled_json(member_json)


class Membership(models.Model):
    """A person in a project, with a role. It alone says who may what."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.DB_CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=Role)
    guest = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        """A person is in a project once, and a guest in one project only, never as its admin."""

        constraints = (
            models.UniqueConstraint(fields=("project", "user"), name="membership_once"),
            models.UniqueConstraint(
                fields=("user",), condition=Q(guest=True), name="membership_guest_one_project"
            ),
            models.CheckConstraint(
                condition=Q(guest=False) | ~Q(role="admin"), name="membership_guest_no_admin"
            ),
        )

    def __str__(self) -> str:
        """Return who is what where."""
        return f"{self.user} ({self.role}) in {self.project}"


class VideoQuerySet(QuerySet["Video"]):
    """Reads of videos."""

    def visible_to(self, user: User) -> "VideoQuerySet":
        """Return the videos of the projects that `user` is in."""
        return self.filter(project__memberships__user=user)

    def as_json(self) -> "QuerySet[Any, Any]":
        """Annotate `json` and `seq`."""
        return self.annotate(json=VIDEO_JSON, seq=newest_seq("project_id"))

    def in_stack(self, stack_id: "UUID | Subquery") -> "VideoQuerySet":
        """Return the versions that a stack has."""
        return self.alias(stack=STACK).filter(stack=stack_id)

    def earlier_than(self, video_id: UUID) -> "VideoQuerySet":
        """Return the earlier versions of a video."""
        own = Video.objects.filter(id=video_id)
        stack = Subquery(own.annotate(stack=STACK).values("stack")[:1])
        return self.in_stack(stack).filter(version__lt=Subquery(own.values("version")))


STACK = Coalesce("first", "id")
"""The id of the stack that a video belongs to."""


class Video(models.Model):
    """A video of a project. Its bytes are in the object storage under `object_prefix`.

    Videos of one stack are versions of one another. The id of the first is the stack's, also when
    that one is deleted.
    """

    class Status(models.TextChoices):
        """Where a video stands between upload and playing."""

        UPLOADING = "uploading", _("uploading")
        PROCESSING = "processing", _("processing")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    class Review(models.TextChoices):
        """What an editor says of a version."""

        PENDING = "pending", _("pending")
        APPROVED = "approved", _("approved")
        CHANGES_REQUESTED = "changes_requested", _("changes requested")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.DB_CASCADE, related_name="videos")
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    title = models.CharField(max_length=200)
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField(help_text="Bytes.")
    status = models.CharField(max_length=10, choices=Status, default=Status.UPLOADING)
    failure = models.CharField(max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    first = models.UUIDField(null=True, editable=False, help_text="Of its stack; null for itself.")
    # A deletion links what is around it anew; that the database does it serves whole projects.
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
        default=False, help_text="`frame_rate` is nominal then."
    )
    video_codec = models.CharField(max_length=40, null=True)
    audio_codec = models.CharField(max_length=40, null=True)
    has_audio = models.BooleanField(null=True)
    poster_key = models.CharField(max_length=300, null=True)
    sprite_vtt_key = models.CharField(max_length=300, null=True)
    peaks_key = models.CharField(max_length=300, null=True)
    rendition_key = models.CharField(max_length=300, null=True)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Per cent.")
    processing_claim = models.UUIDField(
        null=True, editable=False, help_text="Of the worker that has it (projects/processing.py)."
    )
    processing_due_at = models.DateTimeField(
        null=True, editable=False, help_text="When the claim ends, or the sweep enqueues it again."
    )
    processing_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
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
        """Lists are by project, the sweep by status and age."""

        indexes = (
            models.Index(fields=("project", "created_at"), name="video_project_created_idx"),
            models.Index(
                fields=("created_at",), condition=Q(status="uploading"), name="video_uploading_idx"
            ),
            models.Index(
                fields=("processing_due_at",),
                condition=Q(status="processing"),
                name="video_processing_idx",
            ),
        )
        # Of two uploads that would follow the same version one wins. Stacks are found by it too.
        constraints = (models.UniqueConstraint(STACK, "version", name="video_version_once"),)

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def stack_id(self) -> UUID:
        """Return the id of the stack, which is that of its first version."""
        return self.first or self.id

    @property
    def object_prefix(self) -> str:
        """Return what all of the video's object keys begin with."""
        return f"projects/{self.project_id}/videos/{self.id}/"

    @property
    def object_key(self) -> str:
        """Return the key of the original; no name of the user's is in it."""
        return f"{self.object_prefix}original"


def _video_json() -> "Expression":
    return json_object(
        id="id",
        project_id="project_id",
        uploader=user_info("uploader"),
        title="title",
        filename="filename",
        content_type="content_type",
        size="size",
        status="status",
        failure="failure",
        version="version",
        stack_id=STACK,
        previous_version="previous_id",
        duration="duration",
        frame_rate="frame_rate",
        variable_frame_rate="variable_frame_rate",
        start_timecode="start_timecode",
        width="width",
        height="height",
        video_codec="video_codec",
        audio_codec="audio_codec",
        has_audio="has_audio",
        poster_url="poster_key",
        sprite_vtt_url="sprite_vtt_key",
        peaks_url="peaks_key",
        rendition=models.ExpressionWrapper(
            Q(rendition_key__isnull=False), output_field=models.BooleanField()
        ),
        progress="progress",
        review_status="review_status",
        review_note="review_note",
        reviewed_by=user_info("reviewed_by"),
        reviewed_at=IsoTime("reviewed_at"),
        created_at=IsoTime("created_at"),
        updated_at=IsoTime("updated_at"),
    )


VIDEO_JSON = compiled_json(_video_json)


PROCESSING_DUE = timedelta(minutes=5)
"""For how long a video is left to the task that was enqueued for it."""

DELETION_DUE = timedelta(minutes=10)
"""For how long a deletion is left to the task that was enqueued for it."""


def deletion_due() -> datetime:
    """Return when a deletion made now is due for the sweep."""
    return timezone.now() + DELETION_DUE


class StorageDeletion(models.Model):
    """Objects whose row is gone and that must go too; the row stays until they have."""

    prefix = models.CharField(max_length=300)
    upload_key = models.CharField(max_length=300, blank=True, default="")
    upload_id = models.CharField(max_length=1024, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(
        default=deletion_due, db_index=True, help_text="When the sweep enqueues it (again)."
    )

    def __str__(self) -> str:
        """Return the prefix."""
        return self.prefix
