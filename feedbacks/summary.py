"""What a project's page begins with, in one statement."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from eventlog.models import newest_seq
from projects.models import Membership, Project, member_json, project_for
from users.models import User
from videoplanet.db.sql_json import as_text, json_object, list_of
from videos.models import Video

SHOWN = 20
UNRESOLVED = Q(feedbacks__status__in=("open", "in_progress"))


def with_summary(rows: QuerySet[Project], user: User) -> QuerySet[Project, Any]:
    """Annotate `json` with the summary as `user` sees it, and `seq`."""
    statuses = ("open", "in_progress", "resolved", "closed")
    priorities = ("low", "medium", "high", "critical")
    described = json_object(
        project=project_for(user),
        feedback_by_status=_counts({each: Q(feedbacks__status=each) for each in statuses}),
        unresolved_by_priority=_counts(
            {each: Q(feedbacks__priority=each) & UNRESOLVED for each in priorities}
        ),
        videos=list_of(_videos()),
        members=list_of(_members()),
    )
    return rows.annotate(json=as_text(described), seq=newest_seq("id"))


def _counts(conditions: dict[str, Q]) -> Combinable:
    """Describe the project's feedback counted by each condition."""
    counted = {name: Count("feedbacks", filter=each) for name, each in conditions.items()}
    grouped = Project.objects.filter(id=OuterRef("id")).values("id")
    return Subquery(grouped.annotate(counts=json_object(**counted)).values("counts"))


def _videos() -> QuerySet[Video, Any]:
    described = json_object(
        id="id",
        title="title",
        status="status",
        feedback_count=Count("feedbacks"),
        open_feedback_count=Count("feedbacks", filter=Q(feedbacks__status="open")),
    )
    rows = Video.objects.filter(project=OuterRef("id")).order_by("-created_at")
    return rows.annotate(v=described).values_list("v", "created_at")[:SHOWN]


def _members() -> QuerySet[Membership, Any]:
    rows = Membership.objects.filter(project=OuterRef("id")).order_by("created_at")
    return rows.annotate(v=member_json()).values_list("v", "created_at")[:SHOWN]
