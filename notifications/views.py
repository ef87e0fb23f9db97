"""Notifications over HTTP."""

from rest_framework.response import Response

from notifications import serializers
from notifications.actions import mark_read
from notifications.models import Mute, Notification, Preferences, preferences_of, state_of
from notifications.preferences import set_preferences
from notifications.resources import NOTIFICATION, NotificationResponse
from users.tokens import UserRequest
from videoplanet.api.operations import ETAG, operation
from videoplanet.api.pagination import Order, fetch, link_header
from videoplanet.api.rendering import dumps
from videoplanet.api.responses import by_content
from videoplanet.api.scopes import Scope
from videoplanet.api.serializers import body, query
from videoplanet.api.views import ViewSet

UNREAD_FIRST = Order("unread", descending=True)
"""Unread first, then the newest first: newer ids are larger."""


class NotificationViewSet(ViewSet):
    """Your notifications, from all of your projects."""

    tag = "Notifications"

    @operation(
        "listNotifications",
        parameters=[serializers.NotificationsQuery],
        responses=NotificationResponse(many=True),
        headers=(ETAG, "X-Unread-Count", "X-User-Seq"),
    )
    def list(self, request: UserRequest) -> Response:
        """List your notifications, unread first, then newest first.

        `X-Unread-Count` is the number of unread ones, `X-User-Seq` the newest seq of your own
        stream.
        """
        params = query(serializers.NotificationsQuery, request)
        # Read before the page: with a seq that is too old, the client only receives again what the
        # page has; with one that is too new it would miss something.
        unread_count, seq = state_of(request.user)
        rows = Notification.objects.visible_to(request.user)
        if "unread" in params:
            rows = rows.filter(unread=params["unread"])
        page = fetch(
            NOTIFICATION.annotate(rows),
            UNREAD_FIRST,
            limit=params["limit"],
            cursor=params.get("cursor"),
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
        """Mark these notifications as read, or all. What is read already stays as it is."""
        data = body(serializers.MarkReadRequest, request)
        mark_read(user=request.user, ids=data.get("ids"))
        return Response({"unread_count": state_of(request.user)[0]})


class PreferencesViewSet(ViewSet):
    """When you want mails, and which projects you want to hear nothing from."""

    tag = "Notifications"

    @operation(
        "getNotificationPreferences",
        responses=serializers.NotificationPreferences,
        headers=(ETAG,),
    )
    def retrieve(self, request: UserRequest) -> Response:
        """Read your preferences: what you chose, or the defaults."""
        return _preferences(request, preferences_of(request.user.id))

    @operation(
        "putNotificationPreferences",
        scope=Scope.ADMIN,
        request=serializers.NotificationPreferences,
        responses=serializers.NotificationPreferences,
        headers=(ETAG,),
    )
    def update(self, request: UserRequest) -> Response:
        """Replace all of your preferences."""
        preferences = set_preferences(
            user=request.user, **body(serializers.NotificationPreferences, request)
        )
        return _preferences(request, preferences)


def _preferences(request: UserRequest, preferences: Preferences) -> Response:
    muted = Mute.objects.of(request.user).order_by("project_id")
    answer = {
        "email": {
            "mentions": preferences.mentions,
            "others": preferences.others,
            "digest": preferences.digest,
        },
        "muted_projects": list(muted.values_list("project_id", flat=True)),
    }
    return by_content(request, dumps(answer).decode())
