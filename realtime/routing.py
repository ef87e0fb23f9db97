"""The addresses of the WebSockets."""

from django.urls import path, re_path

from realtime.consumers import NotFoundConsumer, NotificationConsumer, ProjectConsumer

websocket_urlpatterns = [
    path("ws/projects/<uuid:project_id>", ProjectConsumer.as_asgi()),
    path("ws/notifications", NotificationConsumer.as_asgi()),
    re_path("", NotFoundConsumer.as_asgi()),
]
