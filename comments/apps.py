"""App configuration."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Comments."""

    name = "comments"

    def ready(self) -> None:
        """Register what a feedback shows of its comments."""
        from comments.models import FeedbackComment  # noqa: PLC0415 - needs the models
        from feedbacks.extensions import register_count  # noqa: PLC0415

        register_count("comments_count", lambda: FeedbackComment.objects.filter(deleted_at=None))
