"""Shapes of accounts."""

import zoneinfo
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from users.models import NAME_MAX, one_line
from videoplanet.api.serializers import ChoiceField, StrictSerializer, TextField


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


@extend_schema_field({"type": "string", "format": "binary"})
class PictureField(serializers.FileField):
    """A file of a form."""


class Avatar(StrictSerializer):
    """A picture of oneself, as multipart/form-data."""

    avatar = PictureField(help_text="PNG, JPEG or WebP, at most 5 MiB.")


class Tokens(serializers.Serializer[None]):
    """Fresh tokens."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField()


class TokensAnswer(serializers.Serializer[None]):
    """Fresh tokens in the envelope that allauth's `tokens/refresh` has."""

    status = serializers.IntegerField()
    data: Any = Tokens()
