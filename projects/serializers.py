"""Shapes of what is asked about projects and members."""

from rest_framework import serializers

from projects.models import Role
from users.models import no_control_characters
from videoplanet.api.serializers import (
    ChoiceField,
    StrictSerializer,
    TextField,
)


class CreateProject(StrictSerializer):
    """A new project."""

    name = TextField(max_length=200, validators=[no_control_characters])
    description = TextField(max_length=2000, required=False, allow_blank=True)


class ChangeProject(StrictSerializer):
    """What to change; at least one of them."""

    min_fields = 1

    name = TextField(max_length=200, validators=[no_control_characters], required=False)
    description = TextField(max_length=2000, required=False, allow_blank=True)


class AddMember(StrictSerializer):
    """An existing user by address."""

    email = serializers.EmailField(max_length=254)
    role = ChoiceField(choices=Role.choices, default=Role.REVIEWER)


class ChangeMember(StrictSerializer):
    """Another role."""

    role = ChoiceField(choices=Role.choices)
