"""The JSON of one's own account."""

import zoneinfo

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from users.models import NAME_MAX
from videoplanet.api.serializers import ChoiceField, NameField, StrictSerializer, TextField


class ChangeMe(StrictSerializer):
    """Changes to one's own profile, at least one. Guests may change only their name."""

    min_fields = 1

    name = NameField(max_length=NAME_MAX, required=False)
    language = ChoiceField(choices=["en", "ko"], allow_null=True, required=False)
    time_zone = TextField(max_length=64, required=False, help_text="IANA name: Asia/Seoul.")

    def validate_time_zone(self, value: str) -> str:
        """Accept only names of this machine's time zone database."""
        if value not in zoneinfo.available_timezones():
            raise serializers.ValidationError(_("Not a time zone."), code="invalid")
        return value


@extend_schema_field({"type": "string", "format": "binary"})
class AvatarField(serializers.FileField):
    """A file in a form."""


class Avatar(StrictSerializer):
    """One's own picture, as multipart/form-data."""

    avatar = AvatarField(help_text="PNG, JPEG or WebP, at most 5 MiB.")
