"""The sockets' addresses."""

from django.urls import path, re_path

from realtime.consumers import NoConsumer, NotificationConsumer, ProjectConsumer

websocket_urlpatterns = [
    path("ws/projects/<uuid:project_id>", ProjectConsumer.as_asgi()),
    path("ws/notifications", NotificationConsumer.as_asgi()),
    re_path("", NoConsumer.as_asgi()),
]
