"""`/api/v1/…/export` and `/api/v1/videos/{id}/import`."""

from django.urls import path

from integrations.views import ExportViewSet, ImportViewSet

urlpatterns = [
    path("videos/<uuid:id>/import", ImportViewSet.as_view({"post": "create"})),
    path("videos/<uuid:id>/export", ExportViewSet.as_view({"get": "video"})),
    path("videos/<uuid:id>/versions/export", ExportViewSet.as_view({"get": "versions"})),
    path("projects/<uuid:id>/export", ExportViewSet.as_view({"get": "project"})),
]
