"""`/api/v1/projects/{id}/events`, `/api/v1/projects/present` and `/api/v1/realtime/tickets`."""

from django.urls import path

from realtime.views import EventViewSet, PresenceViewSet, TicketViewSet

urlpatterns = [
    path("projects/<uuid:id>/events", EventViewSet.as_view({"get": "list"})),
    path("projects/present", PresenceViewSet.as_view({"get": "list"})),
    path("realtime/tickets", TicketViewSet.as_view({"post": "create"})),
]
