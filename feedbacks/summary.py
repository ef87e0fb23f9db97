"""What a project's page begins with, in one statement."""

from typing import Any

from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import Combinable
from rest_framework import serializers

from eventlog.models import newest_seq
from feedbacks.models import Feedback
from projects.models import Membership, Project
from projects.resources import Member, ProjectResponse, project_for
from users.models import User
from videoplanet.api.resources import Declaration, Versioned, computed, declared_fields, describe
from videoplanet.db.sql_json import as_text, count_of, counts_by, list_of
from videos.models import Video

SHOWN = 20
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


def _counts(declaration: Declaration, column: str, **among: Any) -> Combinable:
    """Describe the project's feedback counted by the values of a column, the declared fields."""
    rows = Feedback.objects.filter(project=OuterRef("id"), **among)
    return counts_by(rows.values_list(column), declared_fields(declaration))


def _count_on_video(**among: Any) -> Combinable:
    # A subquery for each of the videos that are shown: a join would count for all of them.
    return count_of(Feedback.objects.filter(video=OuterRef("id"), **among))


class VideoSummary(Versioned):
    """A video on the project's page."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=Video.Status.choices)
    feedback_count = computed(serializers.IntegerField(), _count_on_video)
    open_feedback_count = computed(
        serializers.IntegerField(),
        lambda: _count_on_video(status=Feedback.Status.OPEN),
    )


def _videos() -> Combinable:
    rows = Video.objects.filter(project=OuterRef("id")).order_by("-created_at")
    described = rows.annotate(v=describe(VideoSummary, Video))
    return list_of(described.values_list("v", "created_at")[:SHOWN])


def _members() -> Combinable:
    rows = Membership.objects.filter(project=OuterRef("id")).order_by("created_at")
    described = rows.annotate(v=describe(Member, Membership))
    return list_of(described.values_list("v", "created_at")[:SHOWN])


class ProjectSummary(serializers.Serializer[None]):
    """What a project's page begins with."""

    project = ProjectResponse()
    feedback_by_status = computed(StatusCounts(), lambda: _counts(StatusCounts, "status"))
    unresolved_by_priority = computed(
        PriorityCounts(), lambda: _counts(PriorityCounts, "priority", status__in=UNRESOLVED)
    )
    videos = computed(VideoSummary(many=True, help_text="The newest 20."), _videos)
    members = computed(Member(many=True, help_text="The first 20 to have joined."), _members)


def with_summary(rows: QuerySet[Project], user: User) -> QuerySet[Project, Any]:
    """Annotate `json` with the summary as `user` sees it, and `seq`."""
    described = describe(ProjectSummary, Project, project=project_for(user))
    return rows.annotate(json=as_text(described), seq=newest_seq("id"))
