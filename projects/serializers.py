"""Shapes of the requests about projects and members."""

from typing import Any

from rest_framework import serializers

from projects.models import Role
from videoplanet.api.serializers import (
    ChoiceField,
    NameField,
    StrictSerializer,
    TextField,
)


class CreateProject(StrictSerializer):
    """A new project."""

    name = NameField(max_length=200)
    description = TextField(max_length=2000, required=False, allow_blank=True)


class ChangeProject(StrictSerializer):
    """The fields to change; at least one."""

    min_fields = 1

    name = NameField(max_length=200, required=False)
    description = TextField(max_length=2000, required=False, allow_blank=True)


class Invited(serializers.Serializer[Any]):
    """The person who was invited by mail."""

    invited = serializers.EmailField()


class AddMember(StrictSerializer):
    """A person to add, by address."""

    email = serializers.EmailField(max_length=254)
    role = ChoiceField(choices=Role.choices, default=Role.REVIEWER)


class ChangeMember(StrictSerializer):
    """A member's new role."""

    role = ChoiceField(choices=Role.choices)
