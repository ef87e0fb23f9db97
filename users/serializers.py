"""The JSON of people and of their tokens."""

from typing import Any

from rest_framework import serializers

from users.models import User


class UserInfo(serializers.Serializer[User]):
    """A person as others see them. `email` is null for guests, `avatar_url` without a picture."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField(allow_null=True)
    avatar_url = serializers.URLField(allow_null=True)


class Tokens(serializers.Serializer[None]):
    """New tokens."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField()


class TokensAnswer(serializers.Serializer[None]):
    """New tokens, wrapped as in the answer of allauth's `tokens/refresh`."""

    status = serializers.IntegerField()
    data: Any = Tokens()
