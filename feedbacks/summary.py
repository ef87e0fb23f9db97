"""What a project's page begins with, in one statement."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from rest_framework import serializers

from eventlog.models import newest_seq
from projects.models import Membership, Project
from projects.resources import Member, ProjectResponse, project_for
from users.models import User
from videoplanet.api.resources import Declaration, Versioned, computed, declared_fields, describe
from videoplanet.db.sql_json import JsonObject, as_text, list_of
from videos.models import Video

SHOWN = 20
UNRESOLVED = Q(feedbacks__status__in=("open", "in_progress"))


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


def _counts(declaration: Declaration, column: str, among: Q) -> Combinable:
    """Describe the project's feedback counted by the values of a column, the declared fields."""
    counted = {
        value: Count("feedbacks", filter=Q(**{f"feedbacks__{column}": value}) & among)
        for value in declared_fields(declaration)
    }
    grouped = Project.objects.filter(id=OuterRef("id")).values("id")
    return Subquery(grouped.annotate(counts=JsonObject(**counted)).values("counts"))


class VideoSummary(Versioned):
    """A video on the project's page."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=Video.Status.choices)
    feedback_count = computed(serializers.IntegerField(), lambda: Count("feedbacks"))
    open_feedback_count = computed(
        serializers.IntegerField(),
        lambda: Count("feedbacks", filter=Q(feedbacks__status="open")),
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
    feedback_by_status = computed(StatusCounts(), lambda: _counts(StatusCounts, "status", Q()))
    unresolved_by_priority = computed(
        PriorityCounts(), lambda: _counts(PriorityCounts, "priority", UNRESOLVED)
    )
    videos = computed(VideoSummary(many=True, help_text="The newest 20."), _videos)
    members = computed(Member(many=True, help_text="The first 20 to have joined."), _members)


def with_summary(rows: QuerySet[Project], user: User) -> QuerySet[Project, Any]:
    """Annotate `json` with the summary as `user` sees it, and `seq`."""
    described = describe(ProjectSummary, Project, project=project_for(user))
    return rows.annotate(json=as_text(described), seq=newest_seq("id"))
