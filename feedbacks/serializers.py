"""Shapes of feedback: the names, types and limits of the contract."""

from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from feedbacks.drawing import DrawingData
from feedbacks.models import TIMESTAMP_MAX, Feedback
from feedbacks.pictures import BadPicture, TooLarge
from feedbacks.queries import FeedbackFilters, IncludePrevious
from feedbacks.screenshots import NewPicture, PictureOrUpload, checked, picture_or_upload
from projects.mentions import MENTIONS_MAX
from videoplanet.api.pagination import PageQuery
from videoplanet.api.serializers import (
    ChoiceField,
    IdField,
    NameField,
    NumberField,
    StrictSerializer,
    TextField,
    WholeNumberField,
)

ORDERS = {
    "timestamp": "video_timestamp",
    "created_at": "created_at",
    "updated_at": "updated_at",
}
BULK_MAX = 200
FRAME_MAX = 2**31 - 1


class TagsField(serializers.ListField):
    """At most 10 tags of at most 30 characters; a repeated one counts once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=NameField(max_length=30), max_length=10, **kwargs)

    def to_internal_value(self, data: Any) -> list[str]:
        """Return the tags in their order."""
        return list(dict.fromkeys(super().to_internal_value(data)))


@extend_schema_field(
    {
        "type": "string",
        "format": "base64",
        "description": (
            "Base64 encoded screenshot, also as a data URL; or the id or url of an upload"
            " (`POST screenshots`). PNG, JPEG or WebP, at most 10 MiB and 40 megapixels, one frame."
        ),
    }
)
class ScreenshotField(serializers.Field[Any, Any, Any, Any]):
    """A new picture, of which only the header is read, or the id of an upload."""

    def to_internal_value(self, data: Any) -> PictureOrUpload:
        """Return the picture or the id."""
        if not isinstance(data, str):
            raise serializers.ValidationError(_("Not a string."), code="invalid")
        try:
            return picture_or_upload(data)
        except BadPicture as error:
            raise serializers.ValidationError(str(error.message), code=error.code) from error


@extend_schema_field({"type": "string", "format": "binary"})
class PictureField(serializers.FileField):
    """A picture in a form, of which only the header is read."""

    def to_internal_value(self, data: Any) -> NewPicture:  # type: ignore[override]
        """Return the picture."""
        upload = super().to_internal_value(data)
        try:
            if upload.size > settings.SCREENSHOT_MAX_BYTES:
                raise TooLarge
            return checked(upload.read())
        except BadPicture as error:
            raise serializers.ValidationError(str(error.message), code=error.code) from error


class ScreenshotRequest(StrictSerializer):
    """A screenshot for a later feedback, as multipart/form-data."""

    screenshot = PictureField(
        help_text="PNG, JPEG or WebP, at most 10 MiB and 40 megapixels, one frame."
    )


class ScreenshotResponse(serializers.Serializer[None]):
    """An upload: within a day its id or url is the `screenshot` of one feedback of its uploader."""

    id = serializers.UUIDField()
    url = serializers.URLField(help_text="404 until the picture is processed.")


@extend_schema_field({"type": "number", "format": "float", "description": "Timestamp in seconds"})
class TimestampField(NumberField):
    """Seconds from the start of the video, double precision; the video's end is no limit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=TIMESTAMP_MAX, **kwargs)


class FrameField(WholeNumberField):
    """A frame of the video, counted from 0."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=FRAME_MAX, **kwargs)


class CreateFeedbackRequest(StrictSerializer):
    """A new feedback. `timestamp` may be left out if there is a `frame`.

    Frames are refused while the video's `frame_rate` is not known. `end_timestamp` or `end_frame`
    makes it one on a range.
    """

    published_as_required: ClassVar[tuple[str, ...]] = ("timestamp",)

    video_id = IdField()
    timestamp = TimestampField(required=False)
    frame = FrameField(
        required=False,
        help_text="Instead of `timestamp`; if both are sent, it must be the frame at that moment.",
    )
    end_timestamp = TimestampField(required=False, allow_null=True)
    end_frame = FrameField(
        required=False,
        allow_null=True,
        help_text="Instead of `end_timestamp`: the last frame of the range.",
    )
    content = TextField(min_length=1, max_length=5000)
    screenshot = ScreenshotField(required=False)
    drawing_data = DrawingData(required=False)
    priority = ChoiceField(choices=Feedback.Priority.choices, default=Feedback.Priority.MEDIUM)
    tags = TagsField(required=False)
    assignee = IdField(required=False, allow_null=True, help_text="A member's id.")
    mentions = serializers.ListField(
        child=IdField(), required=False, max_length=MENTIONS_MAX, help_text="Members' ids."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require `timestamp` or `frame`."""
        if "timestamp" not in attrs and "frame" not in attrs:
            missing = {"timestamp": [self.fields["timestamp"].error_messages["required"]]}
            raise serializers.ValidationError(missing, code="required")
        return attrs


class UpdateFeedbackRequest(StrictSerializer):
    """The fields to change; at least one.

    Moment, range, drawing, text and mentions are the author's.
    """

    min_fields = 1

    timestamp = TimestampField(required=False)
    frame = FrameField(required=False, help_text="Instead of `timestamp`.")
    end_timestamp = TimestampField(required=False, allow_null=True, help_text="Null for a moment.")
    end_frame = FrameField(required=False, allow_null=True, help_text="Instead of `end_timestamp`.")
    drawing_data = DrawingData(required=False)
    content = TextField(min_length=1, max_length=5000, required=False)
    status = ChoiceField(choices=Feedback.Status.choices, required=False)
    priority = ChoiceField(choices=Feedback.Priority.choices, required=False)
    tags = TagsField(required=False)
    assignee = IdField(required=False, allow_null=True, help_text="A member's id.")
    mentions = serializers.ListField(child=IdField(), required=False, max_length=MENTIONS_MAX)


class BulkUpdateRequest(StrictSerializer):
    """What to change on up to 200 feedbacks of one project."""

    min_fields = 2

    ids = serializers.ListField(child=IdField(), min_length=1, max_length=BULK_MAX)
    status = ChoiceField(choices=Feedback.Status.choices, required=False)
    priority = ChoiceField(choices=Feedback.Priority.choices, required=False)
    tags = TagsField(required=False)
    assignee = IdField(required=False, allow_null=True, help_text="A member's id.")


class FeedbackQuery(PageQuery, FeedbackFilters):
    """Filters and order of a list."""

    project_id = IdField()
    video_id = IdField(required=False)
    include_previous = IncludePrevious(
        help_text="With `video_id`: also what is open or in progress on its earlier versions.",
    )
    order = ChoiceField(
        choices=[sign + name for name in ORDERS for sign in ("", "-")], default="created_at"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require `video_id` with `include_previous`."""
        if "include_previous" in attrs and "video_id" not in attrs:
            alone = {"include_previous": [_("A video_id is needed for this.")]}
            raise serializers.ValidationError(alone, code="alone")
        return attrs
