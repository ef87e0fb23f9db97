"""Access tokens as the API shows them: never their secrets."""

from django.db.models import Case, F, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Now
from rest_framework import serializers

from eventlog.models import newest_seq
from projects.models import Membership, Role
from users.models import AccessToken
from users.resources import UserInfo
from videoplanet.api.resources import Resource, computed
from videoplanet.api.scopes import TOKEN_SCOPES

STATES = ("active", "expired", "ended")
BOT_ROLES = [choice for choice in Role.choices if choice[0] != Role.ADMIN]


def _state() -> Case:
    return Case(
        When(ended_at__lt=F("expires_at"), then=Value("ended")),
        When(expires_at__lte=Now(), then=Value("expired")),
        default=Value("active"),
        output_field=TextField(),
    )


def _role() -> Subquery:
    of_bot = Membership.objects.filter(user=OuterRef("user_id"), project=OuterRef("project_id"))
    return Subquery(of_bot.values("role"))


class AccessTokenEvent(serializers.Serializer[AccessToken]):
    """An access token, without what changes by itself."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    scope = serializers.ChoiceField(choices=TOKEN_SCOPES)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class PersonalTokenResponse(AccessTokenEvent):
    """A token that acts as yourself."""

    state = computed(serializers.ChoiceField(choices=STATES), _state)
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To the minute.")


class NewPersonalToken(PersonalTokenResponse):
    """A token that was just made."""

    token = serializers.CharField(
        allow_null=True,
        help_text="The secret, which no other answer has: null in a repeated one.",
    )


class ProjectTokenEvent(AccessTokenEvent):
    """A project's token as its events carry it."""

    project_id = serializers.UUIDField()
    role = computed(
        serializers.ChoiceField(
            choices=BOT_ROLES, allow_null=True, help_text="Null once the token has ended."
        ),
        _role,
    )
    user = UserInfo(help_text="The bot under whose name the token writes.")
    created_by = UserInfo()


class ProjectTokenResponse(ProjectTokenEvent):
    """A token of a project, as its admins see it."""

    state = computed(serializers.ChoiceField(choices=STATES), _state)
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To the minute.")


class NewProjectToken(ProjectTokenResponse):
    """A token that was just made."""

    token = serializers.CharField(
        allow_null=True,
        help_text="The secret, which no other answer has: null in a repeated one.",
    )


PERSONAL_TOKEN = Resource(AccessToken, PersonalTokenResponse)
PROJECT_TOKEN = Resource(AccessToken, ProjectTokenEvent, seq=newest_seq("project_id"))
"""As events carry it."""
LISTED_PROJECT_TOKEN = Resource(AccessToken, ProjectTokenResponse, seq=newest_seq("project_id"))
