"""Shapes of accounts."""

import zoneinfo
from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from users.models import NAME_MAX, User
from videoplanet.api.serializers import ChoiceField, StrictSerializer, TextField

# Line breaks and other control characters have no place in a name (mail headers, logs).
one_line = RegexValidator(
    r"[\x00-\x1f\x7f\u2028\u2029]", _("Control characters are not allowed."), inverse_match=True
)


class UserInfo(serializers.Serializer[User]):
    """A person as others see them. `email` is null for guests, `avatar_url` without a picture."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField(allow_null=True)
    avatar_url = serializers.URLField(allow_null=True)


class Me(UserInfo):
    """Oneself."""

    kind = serializers.ChoiceField(choices=User.Kind.choices)
    language = serializers.ChoiceField(choices=["en", "ko"], allow_null=True)
    time_zone = serializers.CharField()
    updated_at = serializers.DateTimeField()


class ChangeMe(StrictSerializer):
    """What may be changed of oneself; at least one of them. Guests change their name only."""

    min_fields = 1

    name = TextField(max_length=NAME_MAX, validators=[one_line], required=False)
    language = ChoiceField(choices=["en", "ko"], allow_null=True, required=False)
    time_zone = TextField(max_length=64, required=False, help_text="IANA name: Asia/Seoul.")

    def validate_time_zone(self, value: str) -> str:
        """Take only what this machine's zone database has."""
        if value not in zoneinfo.available_timezones():
            raise serializers.ValidationError(_("Not a time zone."), code="invalid")
        return value


class Avatar(StrictSerializer):
    """A picture of oneself, as multipart/form-data."""

    avatar = serializers.FileField(help_text="PNG, JPEG or WebP, at most 5 MiB.")


class Tokens(serializers.Serializer[None]):
    """Fresh tokens."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField()


class TokensAnswer(serializers.Serializer[None]):
    """Fresh tokens in the envelope that allauth's `tokens/refresh` has."""

    status = serializers.IntegerField()
    data: Any = Tokens()
