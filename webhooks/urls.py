"""`/api/v1/projects/{id}/webhooks`."""

from django.urls import path

from webhooks.views import DeliveryViewSet, WebhookViewSet

ONE = "projects/<uuid:id>/webhooks/<uuid:webhook_id>"

urlpatterns = [
    path(
        "projects/<uuid:id>/webhooks",
        WebhookViewSet.as_view({"get": "list", "post": "create"}),
    ),
    path(
        ONE,
        WebhookViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
    ),
    path(f"{ONE}/rotate", WebhookViewSet.as_view({"post": "rotate"})),
    path(f"{ONE}/ping", DeliveryViewSet.as_view({"post": "ping"})),
    path(f"{ONE}/deliveries", DeliveryViewSet.as_view({"get": "list"})),
    path(
        f"{ONE}/deliveries/<uuid:delivery_id>/send-again",
        DeliveryViewSet.as_view({"post": "send_again"}),
    ),
]
