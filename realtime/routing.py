"""The sockets' addresses."""

from django.urls import path

from realtime.consumers import NotificationConsumer, ProjectConsumer

websocket_urlpatterns = [
    path("ws/projects/<uuid:project_id>", ProjectConsumer.as_asgi()),
    path("ws/notifications", NotificationConsumer.as_asgi()),
]
