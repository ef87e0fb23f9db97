"""Notifications over HTTP."""

from rest_framework.response import Response

from notifications import serializers
from notifications.actions import mark_read, set_preferences
from notifications.models import Mute, Notification, Preferences, preferences_of, state_of
from notifications.resources import NOTIFICATION, NotificationResponse
from users.tokens import UserRequest
from videoplanet.api.operations import ETAG, operation
from videoplanet.api.pagination import Order, fetch, link_header
from videoplanet.api.rendering import dumps
from videoplanet.api.responses import by_content
from videoplanet.api.serializers import body, query
from videoplanet.api.views import ViewSet

UNREAD_FIRST = Order("unread", descending=True)
"""Ids sort by time: among the unread, and among the others, the newest comes first."""


class NotificationViewSet(ViewSet):
    """What one is told of, over all of one's projects."""

    tag = "Notifications"

    @operation(
        "listNotifications",
        parameters=[serializers.NotificationsQuery],
        responses=NotificationResponse(many=True),
        headers=(ETAG, "X-Unread-Count", "X-User-Seq"),
    )
    def list(self, request: UserRequest) -> Response:
        """List one's notifications, unread first, then newest first.

        `X-Unread-Count` says how many are unread, `X-User-Seq` how far one's own stream is.
        """
        asked = query(serializers.NotificationsQuery, request)
        # Before the page: a seq that is too old only repeats what the page has.
        unread_count, seq = state_of(request.user)
        rows = Notification.objects.visible_to(request.user)
        if "unread" in asked:
            rows = rows.filter(unread=asked["unread"])
        page = fetch(
            NOTIFICATION.annotate(rows),
            UNREAD_FIRST,
            limit=asked["limit"],
            cursor=asked.get("cursor"),
            seq=NOTIFICATION.seq,
        )
        headers = {
            "X-Unread-Count": str(unread_count),
            "X-User-Seq": str(seq if page.seq is None else page.seq),
        }
        return by_content(request, page.text, headers | link_header(request, page.next_cursor))

    @operation(
        "markNotificationsRead",
        request=serializers.MarkReadRequest,
        responses={200: serializers.MarkReadResponse},
        headers=(),
    )
    def read(self, request: UserRequest) -> Response:
        """Mark notifications as read: these, or all. Twice is once."""
        given = body(serializers.MarkReadRequest, request)
        mark_read(user=request.user, ids=given.get("ids"))
        return Response({"unread_count": state_of(request.user)[0]})


class PreferencesViewSet(ViewSet):
    """What one wants to be told of, and how."""

    tag = "Notifications"

    @operation(
        "getNotificationPreferences",
        responses=serializers.NotificationPreferences,
        headers=(ETAG,),
    )
    def retrieve(self, request: UserRequest) -> Response:
        """Read what one chose, or the defaults."""
        return _preferences(request, preferences_of(request.user.id))

    @operation(
        "putNotificationPreferences",
        request=serializers.NotificationPreferences,
        responses=serializers.NotificationPreferences,
        headers=(ETAG,),
    )
    def update(self, request: UserRequest) -> Response:
        """Replace the preferences: a setting that is not sent goes back to its default."""
        chosen = set_preferences(
            user=request.user, **body(serializers.NotificationPreferences, request)
        )
        return _preferences(request, chosen)


def _preferences(request: UserRequest, chosen: Preferences) -> Response:
    muted = Mute.objects.of(request.user).order_by("project_id")
    answer = {
        "email": {
            "mentions": chosen.mentions,
            "others": chosen.others,
            "digest": chosen.digest,
        },
        "muted_projects": list(muted.values_list("project_id", flat=True)),
    }
    return by_content(request, dumps(answer).decode())
