"""People as the API shows them."""

from typing import Any

from django.db.models import Subquery
from rest_framework import serializers

from users.models import User
from videoplanet.api.resources import listed, related, values_of
from videoplanet.storage import media_urls


class UserInfo(serializers.Serializer[User]):
    """A person as others see them, or the bot of a project token.

    `email` is null for guests and bots, `avatar_url` without a picture.
    """

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField(allow_null=True)
    avatar_url = serializers.URLField(source="avatar_key", allow_null=True)
    kind = serializers.ChoiceField(choices=User.Kind.choices)


class Me(UserInfo):
    """The signed-in person's own profile."""

    language = serializers.ChoiceField(choices=["en", "ko"], allow_null=True)
    time_zone = serializers.CharField()
    updated_at = serializers.DateTimeField()


def user_info(relation: str) -> Subquery:
    """Return the SQL for UserInfo of the user that `relation` names (`user`); null for nobody."""
    return related(UserInfo, User, relation)


def people_in(column: str) -> Any:
    """Declare a list of the people whose ids are in `column`, an array."""
    return listed(UserInfo(many=True), User, column)


def profile_of(user: User) -> dict[str, Any]:
    """Return `users/me`: UserInfo with a signed picture URL, and the person's private settings."""
    return values_of(Me, user) | {
        "avatar_url": media_urls.url(user.avatar_key),
        "language": user.language or None,
    }
