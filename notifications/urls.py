"""`/api/v1/notifications`."""

from django.urls import path

from notifications.views import NotificationViewSet, PreferencesViewSet

urlpatterns = [
    path("notifications", NotificationViewSet.as_view({"get": "list"})),
    path("notifications/read", NotificationViewSet.as_view({"post": "read"})),
    path(
        "notifications/preferences",
        PreferencesViewSet.as_view({"get": "retrieve", "put": "update"}),
    ),
]
