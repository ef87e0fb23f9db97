"""`/api/v1/…/export`."""

from django.urls import path

from integrations.views import ExportViewSet

urlpatterns = [
    path("videos/<uuid:id>/export", ExportViewSet.as_view({"get": "video"})),
    path("videos/<uuid:id>/versions/export", ExportViewSet.as_view({"get": "versions"})),
    path("projects/<uuid:id>/export", ExportViewSet.as_view({"get": "project"})),
]
