"""The JSON of a notification, for REST and for events."""

from rest_framework import serializers

from eventlog.models import newest_seq
from notifications.models import Notification
from users.resources import UserInfo
from videoplanet.api.resources import Resource

STATUSES = ("open", "in_progress", "resolved", "closed")
"""Those of feedback, which this app knows nothing of."""


class NotificationResponse(serializers.Serializer[None]):
    """You are told of one thing that happened. An id that does not apply is null."""

    id = serializers.UUIDField()
    type = serializers.ChoiceField(choices=Notification.Type.values)
    project_id = serializers.UUIDField()
    video_id = serializers.UUIDField(allow_null=True)
    feedback_id = serializers.UUIDField(allow_null=True)
    comment_id = serializers.UUIDField(allow_null=True)
    actor = UserInfo()
    excerpt = serializers.CharField(
        help_text="The beginning of the text as it reads now; may be empty."
    )
    status = serializers.ChoiceField(
        choices=STATUSES,
        allow_null=True,
        help_text="The feedback's new status, for a `status_change`.",
    )
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


NOTIFICATION = Resource(Notification, NotificationResponse, seq=newest_seq("user_id"))
