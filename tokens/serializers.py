"""Shapes of the requests about access tokens."""

from rest_framework import serializers

from projects.models import Role
from tokens.resources import BOT_ROLES
from users.models import NAME_MAX
from videoplanet.api.scopes import TOKEN_SCOPES, Scope
from videoplanet.api.serializers import ChoiceField, NameField, StrictSerializer

BOT_SCOPES = [Scope.READ.value, Scope.WRITE.value]


class CreateToken(StrictSerializer):
    """What every token has."""

    name = NameField(max_length=NAME_MAX)
    expires_at = serializers.DateTimeField(
        required=False, help_text="At most 366 days from now; without it 90 days."
    )


class CreatePersonalToken(CreateToken):
    """A token that acts as yourself."""

    scope = ChoiceField(choices=[scope.value for scope in TOKEN_SCOPES], default=Scope.READ.value)


class CreateProjectToken(CreateToken):
    """A token that acts as a bot of the project."""

    role = ChoiceField(choices=BOT_ROLES, default=Role.VIEWER.value)
    scope = ChoiceField(choices=BOT_SCOPES, default=Scope.READ.value)
