"""`/api/v1/projects`."""

from typing import Any

from django.urls import path

from projects.views import MemberViewSet, ProjectViewSet

detail: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("projects", ProjectViewSet.as_view({"get": "list", "post": "create"})),
    path("projects/<uuid:id>", ProjectViewSet.as_view(detail)),
    path("projects/<uuid:id>/members", MemberViewSet.as_view({"get": "list", "post": "create"})),
    path(
        "projects/<uuid:id>/members/<uuid:user_id>",
        MemberViewSet.as_view({"patch": "partial_update", "delete": "destroy"}),
    ),
]
