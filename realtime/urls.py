"""`/api/v1/projects/{id}/events`."""

from django.urls import path

from realtime.views import EventViewSet

urlpatterns = [path("projects/<uuid:id>/events", EventViewSet.as_view({"get": "list"}))]
