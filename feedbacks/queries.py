"""The filters of feedback as query parameters; lists and exports have the same."""

from typing import Any

from rest_framework import serializers

from feedbacks.models import TIMESTAMP_MAX, Feedback
from videoplanet.api.serializers import ChoiceField, IdField, StrictSerializer, TextField


class IncludePrevious(ChoiceField):
    """Whether what is not done yet on a video's earlier versions counts too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=["open"], required=False, **kwargs)


class FeedbackFilters(StrictSerializer):
    """What feedback can be narrowed by, beside its project and its video."""

    status = serializers.ListField(
        child=ChoiceField(choices=Feedback.Status.choices),
        required=False,
        help_text="Any of these; may be repeated.",
    )
    priority = serializers.ListField(
        child=ChoiceField(choices=Feedback.Priority.choices),
        required=False,
        help_text="Any of these; may be repeated.",
    )
    tag = serializers.ListField(
        child=TextField(max_length=30), required=False, help_text="All of these; may be repeated."
    )
    author = IdField(required=False)
    assignee = IdField(required=False)
    timestamp_from = serializers.FloatField(required=False, min_value=0, max_value=TIMESTAMP_MAX)
    timestamp_to = serializers.FloatField(required=False, min_value=0, max_value=TIMESTAMP_MAX)
    updated_since = serializers.DateTimeField(required=False)
    q = TextField(
        required=False, max_length=200, help_text="Words that it or its comments contain."
    )
