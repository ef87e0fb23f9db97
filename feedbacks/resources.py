"""Feedback as the API shows it."""

from typing import Any

from django.db.models import F, JSONField, Value
from django.db.models.expressions import Combinable, CombinedExpression
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from eventlog.models import newest_seq
from feedbacks.failures import PICTURE_FAILURES
from feedbacks.models import Feedback, PictureStatus
from users.resources import UserInfo, people_in
from videoplanet.api.languages import coded
from videoplanet.api.resources import Resource, Versioned, computed


@extend_schema_field({"type": "number", "format": "float"})
class SecondsField(serializers.FloatField):
    """A timestamp in an answer, for which the contract has no limits."""


class ShapeStyle(serializers.Serializer[None]):
    """How a shape is drawn."""

    color = serializers.CharField(help_text="#RRGGBB")
    width = serializers.FloatField(help_text="1 to 10; 1 is a pixel of a picture of 1280×720.")


class Shape(serializers.Serializer[None]):
    """A rectangle, a circle or an arrow. `coordinates` are fractions of the picture, 0 to 1."""

    type = serializers.ChoiceField(choices=["rectangle", "circle", "arrow"])
    coordinates = serializers.ListField(child=serializers.FloatField())
    style = ShapeStyle()  # type: ignore[assignment] # the metaclass takes it out of the class


class TextShape(Shape):
    """A text; the coordinates are its top left corner."""

    type = serializers.ChoiceField(choices=["text"])
    text = serializers.CharField()


class PathShape(Shape):
    """A line drawn freehand, smooth through its points; a single point is a dot.

    Only for `?shapes=path`: others receive the rectangle around it.
    """

    type = serializers.ChoiceField(choices=["path"])


AnyShape = PolymorphicProxySerializer(
    component_name="AnyShape",
    serializers={
        **dict.fromkeys(("rectangle", "circle", "arrow"), Shape),
        "text": TextShape,
        "path": PathShape,
    },
    resource_type_field_name="type",
    many=True,
)


class Drawing(serializers.Serializer[None]):
    """A drawing in fractions of the picture; without shapes where nothing was drawn."""

    shapes = serializers.SerializerMethodField()

    @extend_schema_field(AnyShape)
    def get_shapes(self, feedback: Any) -> list[Any]:
        """Only describe: responses are made in SQL."""
        raise NotImplementedError


def _drawing() -> Combinable:
    """Describe the drawing; rows without one hold `{}`."""
    empty = Value({"shapes": []}, JSONField())
    return CombinedExpression(empty, "||", F("drawing_data"), output_field=JSONField())


class FeedbackResponse(Versioned):
    """A feedback. `screenshot_url` is null without a picture; a drawing may have no shapes."""

    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    video_id = serializers.UUIDField()
    user = UserInfo()
    timestamp = SecondsField(
        source="video_timestamp", help_text="Seconds from the start of the video."
    )
    seek_timestamp = SecondsField(
        allow_null=True,
        help_text=(
            "Where to seek to for the picture that is meant: the middle of the frame, or with a"
            " variable frame rate just after `timestamp`. Null until the frame rate is known."
        ),
    )
    end_timestamp = SecondsField(
        allow_null=True, help_text="The end of a range; null for a moment."
    )
    frame = serializers.IntegerField(
        allow_null=True, help_text="From 0; null until the video's frame rate is known."
    )
    timecode = serializers.CharField(
        allow_null=True, help_text="SMPTE: `01:00:00:00`, drop-frame `01:00:00;00`; null likewise."
    )
    end_frame = serializers.IntegerField(allow_null=True)
    end_timecode = serializers.CharField(allow_null=True)
    beyond_end = serializers.BooleanField(
        help_text="The video ends before this moment; false until that is known."
    )
    content = serializers.CharField()
    screenshot_status = serializers.ChoiceField(
        choices=PictureStatus.choices,
        help_text="A worker makes the picture; `feedback.updated` announces it.",
    )
    screenshot_failure = coded(
        serializers.CharField(
            allow_null=True,
            help_text="Why it failed: a code, a colon, a sentence in the reader's language.",
        ),
        PICTURE_FAILURES,
        code_too=True,
    )
    screenshot_url = serializers.URLField(
        source="screenshot_key",
        allow_null=True,
        help_text="WebP, upright, within 1280×720; null until it is ready.",
    )
    annotated_url = serializers.URLField(
        source="annotated_key",
        allow_null=True,
        help_text=(
            "The drawing on the screenshot, or on the video's frame where there is none: WebP,"
            " as large as fits into 1280×720; null until it is ready."
        ),
    )
    drawing_data = computed(Drawing(), _drawing)
    priority = serializers.ChoiceField(choices=Feedback.Priority.choices)
    status = serializers.ChoiceField(choices=Feedback.Status.choices)
    tags = serializers.ListField(child=serializers.CharField())
    assignee = UserInfo(allow_null=True)
    mentions = people_in("mentioned")
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by = UserInfo(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField(help_text="Comments and reactions don't change it.")
    comments_count = serializers.IntegerField()
    reactions = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many people gave each emoji."
    )
    reacted_by = serializers.DictField(
        child=serializers.ListField(child=serializers.UUIDField()),
        help_text="The ids of those who gave each emoji, in the order of time.",
    )


class FeedbackReactions(serializers.Serializer[None]):
    """The reactions after the change."""

    reactions = serializers.DictField(child=serializers.IntegerField())


FEEDBACK = Resource(Feedback, FeedbackResponse, seq=newest_seq("project_id"), stored="stored_json")
REACTIONS = Resource(Feedback, FeedbackReactions)
