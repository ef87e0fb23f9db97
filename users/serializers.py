"""The JSON of people and of their tokens."""

from typing import Any

from rest_framework import serializers


class Tokens(serializers.Serializer[None]):
    """New tokens."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField()


class TokensAnswer(serializers.Serializer[None]):
    """New tokens, wrapped as in the answer of allauth's `tokens/refresh`."""

    status = serializers.IntegerField()
    data: Any = Tokens()


class AccessToken(serializers.Serializer[None]):
    """A new access token; the refresh token is in a cookie."""

    access_token = serializers.CharField()


class AccessTokenAnswer(serializers.Serializer[None]):
    """A new access token, wrapped as in the answer of allauth's `tokens/refresh`."""

    status = serializers.IntegerField()
    data: Any = AccessToken()
