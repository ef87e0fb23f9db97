"""`/api/v1/notifications`."""

from django.urls import path

from notifications.unsubscribe_views import NotificationUnsubscribeViewSet
from notifications.views import NotificationViewSet, PreferencesViewSet

urlpatterns = [
    path("notifications", NotificationViewSet.as_view({"get": "list"})),
    path("notifications/read", NotificationViewSet.as_view({"post": "read"})),
    path(
        "notifications/unsubscribe",
        NotificationUnsubscribeViewSet.as_view({"get": "retrieve", "post": "create"}),
    ),
    path(
        "notifications/preferences",
        PreferencesViewSet.as_view({"get": "retrieve", "put": "update"}),
    ),
]
