"""`/api/v1/feedbacks`, screenshots, and the summary of a project."""

from django.urls import path

from feedbacks.views import (
    FeedbackReactionViewSet,
    FeedbackViewSet,
    ScreenshotViewSet,
    SummaryViewSet,
)

urlpatterns = [
    path("projects/<uuid:id>/summary", SummaryViewSet.as_view({"get": "retrieve"})),
    path("projects/<uuid:id>/open-feedback", SummaryViewSet.as_view({"get": "open_feedback"})),
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
