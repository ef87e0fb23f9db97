"""`/api/v1/feedbacks`."""

from django.urls import path

from feedbacks.views import FeedbackReactionViewSet, FeedbackViewSet, ScreenshotViewSet

urlpatterns = [
    path("feedbacks", FeedbackViewSet.as_view({"get": "list", "post": "create"})),
    path("screenshots", ScreenshotViewSet.as_view({"post": "create"})),
    path("feedbacks/bulk", FeedbackViewSet.as_view({"patch": "bulk"})),
    path(
        "feedbacks/<uuid:id>",
        FeedbackViewSet.as_view(
            {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}
        ),
    ),
    path(
        "feedbacks/<uuid:id>/reactions",
        FeedbackReactionViewSet.as_view({"post": "create", "delete": "destroy"}),
    ),
]
