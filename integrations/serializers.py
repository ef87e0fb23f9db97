"""Shapes of exports and imports."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from feedbacks.models import Feedback
from feedbacks.queries import FeedbackFilters, IncludePrevious
from integrations.exports.formats import FORMATS
from videoplanet.api.errors import InvalidField
from videoplanet.api.serializers import ChoiceField, StrictSerializer


class ExportQuery(FeedbackFilters):
    """The format of a file, and the filters of the feedback in it."""

    format = ChoiceField(choices=list(FORMATS))


class VideoExportQuery(ExportQuery):
    """Those for the feedback of one video."""

    include_previous = IncludePrevious(
        help_text="Also what is open or in progress on its earlier versions."
    )


def too_large() -> InvalidField:
    """Return the error for a file over the limit."""
    message = _("A file may have at most %(most)d bytes.")
    return InvalidField("file", "too_large", message % {"most": settings.IMPORT_MAX_BYTES})


@extend_schema_field({"type": "string", "format": "binary"})
class ContentField(serializers.FileField):
    """A file in a form, as its bytes."""

    def to_internal_value(self, data: Any) -> bytes:  # type: ignore[override]
        """Return the bytes."""
        upload = super().to_internal_value(data)
        if upload.size > settings.IMPORT_MAX_BYTES:
            raise too_large()
        content: bytes = upload.read()
        return content


class ImportRequest(StrictSerializer):
    """A file with feedback, as multipart/form-data."""

    file = ContentField(
        help_text="CSV, JSON or EDL, at most 2 MiB and 2000 lines (docs/imports.md)."
    )
    start_timecode = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=12,
        help_text="What the file calls the first frame, if not by the video's start timecode.",
    )
    dry_run = serializers.BooleanField(
        default=False, help_text="Only say what would be created; nothing is written."
    )


class ImportedRow(serializers.Serializer[None]):
    """A line that became feedback, or would."""

    line = serializers.IntegerField(help_text="In JSON, the number of the feedback.")
    timestamp = serializers.FloatField()
    end_timestamp = serializers.FloatField(allow_null=True)
    frame = serializers.IntegerField(allow_null=True)
    timecode = serializers.CharField(allow_null=True)
    content = serializers.CharField()
    author = serializers.CharField(help_text="Empty if the file names none.")
    status = serializers.ChoiceField(choices=Feedback.Status.choices)
    priority = serializers.ChoiceField(choices=Feedback.Priority.choices)
    tags = serializers.ListField(child=serializers.CharField())
    known = serializers.BooleanField(help_text="It was imported before, and is not created again.")


class ImportLineError(serializers.Serializer[None]):
    """Why a line became no feedback."""

    line = serializers.IntegerField()
    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class ImportResponse(serializers.Serializer[None]):
    """What a file had."""

    form = serializers.ChoiceField(choices=["csv", "json", "frameio", "kitsu", "edl"])
    dry_run = serializers.BooleanField()
    created = serializers.IntegerField(help_text="With `dry_run`, how many it would be.")
    rows = ImportedRow(many=True)
    line_errors = ImportLineError(many=True)
