"""`/api/v1/videos`."""

from django.urls import path

from videos.views import ReviewViewSet, UploadViewSet, VideoViewSet

urlpatterns = [
    path("videos", VideoViewSet.as_view({"get": "list", "post": "create"})),
    path(
        "videos/<uuid:id>",
        VideoViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
    ),
    path("videos/<uuid:id>/versions", VideoViewSet.as_view({"get": "versions"})),
    path(
        "videos/<uuid:id>/review",
        ReviewViewSet.as_view({"post": "create", "delete": "destroy"}),
    ),
    path("videos/<uuid:id>/reviews", ReviewViewSet.as_view({"get": "list"})),
    path(
        "videos/<uuid:id>/upload",
        UploadViewSet.as_view({"get": "retrieve", "delete": "destroy"}),
    ),
    path("videos/<uuid:id>/upload/complete", UploadViewSet.as_view({"post": "complete"})),
    path("videos/<uuid:id>/playback", UploadViewSet.as_view({"get": "playback"})),
]
