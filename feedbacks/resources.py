"""Feedback as the API shows it."""

from django.db.models import Count, OuterRef
from django.db.models.expressions import Combinable
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from eventlog.models import newest_seq
from feedbacks import extensions
from feedbacks.failures import PICTURE_FAILURES
from feedbacks.models import Feedback, FeedbackReaction, PictureStatus
from users.resources import UserInfo
from videoplanet.api.languages import coded
from videoplanet.api.resources import Resource, computed
from videoplanet.db.sql_json import count_of, object_of


@extend_schema_field({"type": "number", "format": "float"})
class SecondsField(serializers.FloatField):
    """A timestamp that is answered: the contract gives it no limits."""


def _comments_count() -> Combinable:
    comments = extensions.counts["comments_count"]()
    return count_of(comments.filter(feedback=OuterRef("id")))


def _reactions() -> Combinable:
    rows = FeedbackReaction.objects.filter(feedback=OuterRef("id")).order_by()
    return object_of(rows.values("emoji").annotate(n=Count("*")).values_list("emoji", "n"))


class FeedbackResponse(serializers.Serializer[None]):
    """A feedback. `screenshot_url` is null without a picture, `drawing_data` `{}` without one."""

    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    video_id = serializers.UUIDField()
    user = UserInfo()
    timestamp = SecondsField(
        source="video_timestamp", help_text="Seconds from the start of the video."
    )
    end_timestamp = SecondsField(allow_null=True, help_text="The end of a range; null: a moment.")
    frame = serializers.IntegerField(
        allow_null=True, help_text="From 0; null until the video's frame rate is known."
    )
    timecode = serializers.CharField(
        allow_null=True, help_text="SMPTE: `01:00:00:00`, drop-frame `01:00:00;00`; null likewise."
    )
    end_frame = serializers.IntegerField(allow_null=True)
    end_timecode = serializers.CharField(allow_null=True)
    content = serializers.CharField()
    screenshot_status = serializers.ChoiceField(
        choices=PictureStatus.choices,
        help_text="A worker makes the picture; `feedback.updated` tells that it is there.",
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
            " 1280×720 or as much of it as the ratio allows; null until it is there."
        ),
    )
    drawing_data = serializers.DictField(
        help_text="`{shapes: […]}` with fractions of the picture; `{}` without a drawing."
    )
    priority = serializers.ChoiceField(choices=Feedback.Priority.choices)
    status = serializers.ChoiceField(choices=Feedback.Status.choices)
    tags = serializers.ListField(child=serializers.CharField())
    assignee = UserInfo(allow_null=True)
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by = UserInfo(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField(help_text="Comments and reactions don't move it.")
    comments_count = computed(serializers.IntegerField(), _comments_count)
    reactions = computed(
        serializers.DictField(
            child=serializers.IntegerField(), help_text="How many gave each emoji."
        ),
        _reactions,
    )


class FeedbackReactions(serializers.Serializer[None]):
    """The reactions after the change."""

    reactions = computed(serializers.DictField(child=serializers.IntegerField()), _reactions)


FEEDBACK = Resource(Feedback, FeedbackResponse, seq=newest_seq("project_id"))
REACTIONS = Resource(Feedback, FeedbackReactions)
