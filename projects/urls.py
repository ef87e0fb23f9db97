"""`/api/v1/projects` and `/api/v1/videos`."""

from typing import Any

from django.urls import path

from projects.video_views import ReviewViewSet, UploadViewSet, VideoViewSet
from projects.views import MemberViewSet, ProjectViewSet

one: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("projects", ProjectViewSet.as_view({"get": "list", "post": "create"})),
    path("projects/<uuid:id>", ProjectViewSet.as_view(one)),
    path("projects/<uuid:id>/summary", ProjectViewSet.as_view({"get": "summary"})),
    path("projects/<uuid:id>/members", MemberViewSet.as_view({"get": "list", "post": "create"})),
    path(
        "projects/<uuid:id>/members/<uuid:user_id>",
        MemberViewSet.as_view({"patch": "partial_update", "delete": "destroy"}),
    ),
    path("videos", VideoViewSet.as_view({"get": "list", "post": "create"})),
    path("videos/<uuid:id>", VideoViewSet.as_view(one)),
    path("videos/<uuid:id>/versions", VideoViewSet.as_view({"get": "versions"})),
    path(
        "videos/<uuid:id>/review",
        ReviewViewSet.as_view({"post": "create", "delete": "destroy"}),
    ),
    path(
        "videos/<uuid:id>/upload",
        UploadViewSet.as_view({"get": "retrieve", "delete": "destroy"}),
    ),
    path("videos/<uuid:id>/upload/complete", UploadViewSet.as_view({"post": "complete"})),
    path("videos/<uuid:id>/playback", UploadViewSet.as_view({"get": "playback"})),
]
