"""The numbers of a project's page, each answer read in one statement."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Sum
from django.db.models.expressions import Combinable
from rest_framework import serializers

from eventlog.models import newest_seq
from feedbacks.models import Feedback, FeedbackTally, feedback_count
from projects.models import Membership, Project
from projects.resources import Member, ProjectResponse, project_for
from users.models import User
from videoplanet.api.resources import Declaration, Versioned, computed, declared_fields, describe
from videoplanet.api.responses import OF_RESOURCE
from videoplanet.db.kept import KeptRow
from videoplanet.db.sql_json import as_text, list_of, object_of, sums_by
from videos.models import Video

MAX_ITEMS = 20
UNRESOLVED = (Feedback.Status.OPEN, Feedback.Status.IN_PROGRESS)


class StatusCounts(serializers.Serializer[None]):
    """Feedback by status."""

    open = serializers.IntegerField()
    in_progress = serializers.IntegerField()
    resolved = serializers.IntegerField()
    closed = serializers.IntegerField()


class PriorityCounts(serializers.Serializer[None]):
    """Feedback that is not resolved or closed, by priority."""

    low = serializers.IntegerField()
    medium = serializers.IntegerField()
    high = serializers.IntegerField()
    critical = serializers.IntegerField()


def _counts(declaration: Declaration, column: str, **condition: Any) -> Combinable:
    """Describe how much feedback has each value of a column; the declared fields are the values."""
    changes = FeedbackTally.objects.filter(owner_id=OuterRef("id"), **condition)
    return sums_by(changes.values_list(column, "change"), declared_fields(declaration))


class VideoSummary(Versioned):
    """A video on the project's page."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=Video.Status.choices)
    feedback_count = computed(serializers.IntegerField(), feedback_count)
    open_feedback_count = computed(
        serializers.IntegerField(),
        lambda: feedback_count(status=Feedback.Status.OPEN),
    )


def _videos() -> Combinable:
    rows = Video.objects.filter(project=OuterRef("id")).order_by("-created_at")
    described = rows.annotate(v=describe(VideoSummary, Video))
    return list_of(described.values_list("v", "created_at")[:MAX_ITEMS])


def _members() -> Combinable:
    rows = Membership.objects.people().filter(project=OuterRef("id")).order_by("created_at")
    described = rows.annotate(v=describe(Member, Membership))
    return list_of(described.values_list("v", "created_at")[:MAX_ITEMS])


class ProjectSummary(serializers.Serializer[None]):
    """The summary at the top of a project's page."""

    project = ProjectResponse()
    feedback_by_status = computed(StatusCounts(), lambda: _counts(StatusCounts, "status"))
    unresolved_by_priority = computed(
        PriorityCounts(), lambda: _counts(PriorityCounts, "priority", status__in=UNRESOLVED)
    )
    videos = computed(VideoSummary(many=True, help_text="The newest 20."), _videos)
    members = computed(Member(many=True, help_text="The first 20 to have joined."), _members)


def _open_by_video() -> Combinable:
    """Describe `{video: count}` of the project's videos that have open feedback.

    The sums are of the videos that have changes in the index, not looked up for each video.
    """
    videos = Video.objects.filter(project=OuterRef(OuterRef("id"))).values("id")
    changes = FeedbackTally.objects.filter(owner_id__in=videos, status=Feedback.Status.OPEN)
    sums = changes.values("owner_id").annotate(n=Sum("change")).filter(n__gt=0)
    return object_of(sums.values_list("owner_id", "n"))


class OpenFeedback(serializers.Serializer[None]):
    """The open feedback of a project's videos."""

    videos = computed(
        serializers.DictField(
            child=serializers.IntegerField(),
            help_text="By the id of the video; those without open feedback are left out.",
        ),
        _open_by_video,
    )


def _open_feedback(user_id: UUID, id: UUID) -> QuerySet[Any, Any]:
    rows = Project.objects.visible_to(User(id=user_id)).filter(id=id)
    described = as_text(describe(OpenFeedback, Project))
    return rows.annotate(json=described, seq=newest_seq("id")).values_list(*OF_RESOURCE)


def _summary(user_id: UUID, id: UUID) -> QuerySet[Any, Any]:
    user = User(id=user_id)
    rows = Project.objects.visible_to(user).filter(id=id)
    described = as_text(describe(ProjectSummary, Project, project=project_for(user)))
    return rows.annotate(json=described, seq=newest_seq("id")).values_list(*OF_RESOURCE)


read_open_feedback = KeptRow(_open_feedback)
"""Reads the open feedback of each video, by the ids of who asks and of the project."""
read_summary = KeptRow(_summary)
"""Reads the summary as a user sees it, likewise."""
