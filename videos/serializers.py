"""Shapes of videos, their upload and their review."""

import re
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from videoplanet.api.pagination import PageQuery
from videoplanet.api.serializers import (
    ChoiceField,
    IdField,
    NameField,
    StrictSerializer,
    TextField,
    WholeNumberField,
)
from videos.models import Video
from videos.resources import VideoResponse

# A browser that opens such a file instead of playing it can't take it for a page of ours.
MEDIA_TYPE = r"(video/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}|application/(octet-stream|mxf|mp4|ogg))"
UNKNOWN_TYPE = "application/octet-stream"
ORDERS = {"created_at": "created_at", "title": "title"}
ETAG = r'^"?[\x21\x23-\x7e]{1,128}"?$'


class VideosQuery(PageQuery):
    """The project whose videos are listed, which of them, and in which order."""

    project_id = IdField()
    status = ChoiceField(choices=Video.Status.choices, required=False)
    review_status = ChoiceField(choices=Video.Review.choices, required=False)
    order = ChoiceField(
        choices=[sign + name for name in ORDERS for sign in ("", "-")], default="-created_at"
    )


class UploadPart(serializers.Serializer[None]):
    """A part to PUT; the answer's `ETag` goes into `complete`."""

    number = serializers.IntegerField()
    size = serializers.IntegerField(help_text="Bytes.")
    url = serializers.URLField()


class UploadPlan(serializers.Serializer[None]):
    """The URLs to upload the parts to."""

    part_size = serializers.IntegerField(help_text="Bytes.")
    expires_at = serializers.DateTimeField()
    parts = UploadPart(many=True)


class UploadedPart(serializers.Serializer[None]):
    """A part that has been uploaded."""

    number = serializers.IntegerField()
    size = serializers.IntegerField(help_text="Bytes.")
    etag = serializers.CharField()


class UploadState(UploadPlan):
    """The parts that are missing (`parts`, with fresh URLs) and those that are uploaded."""

    uploaded = UploadedPart(many=True)


class VideoUpload(VideoResponse):
    """A new video with its upload plan."""

    upload = UploadPlan()


class MediaTypeField(TextField):
    """A browser's media type for a file, kept in lower case and without parameters.

    Browsers know no type for many files and send an empty string. Our processing looks at the
    content of a file, not at this.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, max_length=255, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Return the type; DRF does not call `to_internal_value` for an empty string."""
        return super().run_validation(data) or UNKNOWN_TYPE

    def to_internal_value(self, data: Any) -> str:
        """Return the type. Raises ValidationError for a type that browsers might run."""
        name = super().to_internal_value(data).partition(";")[0].strip().lower()
        if not re.fullmatch(MEDIA_TYPE, name):
            message = _("Not the media type of a video, such as video/mp4.")
            raise serializers.ValidationError(message, code="invalid")
        return name


class CreateVideo(StrictSerializer):
    """A video to upload."""

    project_id = IdField()
    title = NameField(max_length=200)
    filename = NameField(max_length=255)
    size = WholeNumberField(min_value=1, max_value=settings.VIDEO_MAX_BYTES, help_text="Bytes.")
    content_type = MediaTypeField(
        help_text="As the browser gives it: with parameters, in any case, or empty if unknown."
    )
    previous_version = IdField(
        required=False,
        allow_null=True,
        help_text="The newest version of a stack of this project, which this one follows.",
    )


class ChangeVideo(StrictSerializer):
    """A new title."""

    title = NameField(max_length=200)


class ReviewVideo(StrictSerializer):
    """The review of a version. `pending` withdraws it; `changes_requested` needs a note."""

    status = ChoiceField(choices=Video.Review.choices)
    note = TextField(max_length=5000, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require a note with `changes_requested`, and refuse one with `pending`."""
        status, has_note = attrs["status"], "note" in attrs
        if status == Video.Review.CHANGES_REQUESTED and not has_note:
            message = _("Say what must change.")
            raise serializers.ValidationError({"note": [message]}, code="required")
        if status == Video.Review.PENDING and has_note:
            message = _("There is nothing to note on a version that waits for its review.")
            raise serializers.ValidationError({"note": [message]}, code="not_allowed")
        return attrs


class CompletedPart(StrictSerializer):
    """A part and the `ETag` that the storage returned for it."""

    number = WholeNumberField(min_value=1, max_value=10_000)
    etag = NameField(max_length=130, validators=[RegexValidator(ETAG, _("Not an ETag."))])


class CompleteUpload(StrictSerializer):
    """All parts, in any order."""

    parts = serializers.ListField(child=CompletedPart(), min_length=1, max_length=10_000)


class PlaybackQuery(StrictSerializer):
    """Whether to play the video or to download it."""

    download = serializers.BooleanField(
        default=False, help_text="The URL saves the file under its original name."
    )


class Playback(serializers.Serializer[None]):
    """The URL of the video; ranges work until `expires_at`."""

    url = serializers.URLField()
    hls_url = serializers.URLField(allow_null=True)
    content_type = serializers.CharField()
    expires_at = serializers.DateTimeField()
