"""Projects and members as the API shows them."""

from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from eventlog.models import Event, newest_seq
from projects import extensions
from projects.models import Membership, Project, Role
from users.models import User
from users.resources import UserInfo
from videoplanet.api.resources import Resource, Versioned, computed, describe
from videoplanet.api.responses import OF_RESOURCE
from videoplanet.db.kept import KeptRow
from videoplanet.db.sql_json import IsoTime, JsonObject, as_text, count_of


def _members() -> QuerySet[Membership]:
    return Membership.objects.people().filter(project=OuterRef("id"))


def _registered(name: str) -> Combinable:
    return extensions.details[name]()


def _last_activity() -> Combinable:
    events = Event.objects.filter(stream_id=OuterRef("id")).order_by("-seq").values("at")[:1]
    return IsoTime(Coalesce(Subquery(events), F("updated_at")))


class ProjectEvent(Versioned):
    """A project as its events carry it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


@extend_schema_serializer(component_name="Project")
class ProjectResponse(ProjectEvent):
    """A project as a member sees it: with that member's role, counts and a picture."""

    role = serializers.ChoiceField(choices=Role.choices)
    videos_count = computed(serializers.IntegerField(), lambda: _registered("videos_count"))
    members_count = computed(serializers.IntegerField(), lambda: count_of(_members()))
    open_feedback_count = computed(
        serializers.IntegerField(help_text="Feedback whose status is `open`."),
        lambda: _registered("open_feedback_count"),
    )
    last_activity_at = computed(serializers.DateTimeField(), _last_activity)
    poster_url = computed(
        serializers.URLField(
            allow_null=True, help_text="The poster of the newest video that has one."
        ),
        lambda: _registered("poster_url"),
    )


class Member(Versioned):
    """A person in a project; `id` is the user's."""

    id = serializers.UUIDField(source="user_id")
    user = UserInfo()
    role = serializers.ChoiceField(choices=Role.choices)
    guest = serializers.BooleanField()
    joined_at = serializers.DateTimeField(source="created_at")


PROJECT = Resource(Project, ProjectEvent, seq=newest_seq("id"))
MEMBER = Resource(Membership, Member, seq=newest_seq("project_id"))


def project_for(user: User) -> JsonObject:
    """Describe a project as `user` sees it."""
    own = Membership.objects.filter(project=OuterRef("id"), user=user)
    role = Subquery(own.values("role"))
    return describe(ProjectResponse, Project, role=role)


def annotate_for(rows: QuerySet[Project], user: User) -> QuerySet[Any, Any]:
    """Annotate `json`, the project as `user` sees it, and `seq`."""
    return rows.annotate(json=as_text(project_for(user)), seq=newest_seq("id"))


def _of_project(user_id: UUID, id: UUID) -> QuerySet[Any, Any]:
    user = User(id=user_id)
    rows = annotate_for(Project.objects.visible_to(user).filter(id=id), user)
    return rows.values_list(*OF_RESOURCE)


read_project = KeptRow(_of_project)
"""Reads a project as a user sees it, by both ids."""
