"""Shapes of projects, members and videos."""

from rest_framework import serializers

from projects.models import Role
from users.models import no_control_characters
from users.serializers import UserInfo
from videoplanet.api.serializers import (
    ChoiceField,
    StrictSerializer,
    TextField,
)


class ProjectEvent(serializers.Serializer[None]):
    """A project as its events carry it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class Project(ProjectEvent):
    """A project as its members see it: with one's own role, and counts."""

    role = serializers.ChoiceField(choices=Role.choices)
    videos_count = serializers.IntegerField()
    members_count = serializers.IntegerField()
    open_feedback_count = serializers.IntegerField(help_text="Feedback whose status is `open`.")
    last_activity_at = serializers.DateTimeField()


class CreateProject(StrictSerializer):
    """A new project."""

    name = TextField(max_length=200, validators=[no_control_characters])
    description = TextField(max_length=2000, required=False, allow_blank=True)


class ChangeProject(StrictSerializer):
    """What to change; at least one of them."""

    min_fields = 1

    name = TextField(max_length=200, validators=[no_control_characters], required=False)
    description = TextField(max_length=2000, required=False, allow_blank=True)


class Member(serializers.Serializer[None]):
    """A person in a project; `id` is the user's."""

    id = serializers.UUIDField()
    user = UserInfo()
    role = serializers.ChoiceField(choices=Role.choices)
    guest = serializers.BooleanField()
    joined_at = serializers.DateTimeField()


class AddMember(StrictSerializer):
    """An existing user by address."""

    email = serializers.EmailField(max_length=254)
    role = ChoiceField(choices=Role.choices, default=Role.REVIEWER)


class ChangeMember(StrictSerializer):
    """Another role."""

    role = ChoiceField(choices=Role.choices)
