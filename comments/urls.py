"""`/api/v1/comments`, and what somebody has read of a video."""

from django.urls import path

from comments.views import CommentReactionViewSet, CommentViewSet, ReadViewSet, ReplyViewSet

urlpatterns = [
    path("comments", CommentViewSet.as_view({"get": "list", "post": "create"})),
    path(
        "comments/<uuid:id>",
        CommentViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
    ),
    path("comments/<uuid:id>/replies", ReplyViewSet.as_view({"get": "list"})),
    path(
        "comments/<uuid:id>/reactions",
        CommentReactionViewSet.as_view({"post": "create", "delete": "destroy"}),
    ),
    path("videos/<uuid:id>/read", ReadViewSet.as_view({"get": "retrieve", "put": "update"})),
]
