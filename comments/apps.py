"""App configuration."""

from functools import partial

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Comments."""

    name = "comments"

    def ready(self) -> None:
        """Register what a feedback shows of its comments, and whose reactions become whose."""
        from comments.models import CommentReaction, FeedbackComment  # noqa: PLC0415 - needs them
        from feedbacks.extensions import register_count  # noqa: PLC0415
        from feedbacks.reactions import take_over_reactions  # noqa: PLC0415
        from users.extensions import register_on_account  # noqa: PLC0415

        register_count("comments_count", lambda: FeedbackComment.objects.filter(deleted_at=None))
        register_on_account(partial(take_over_reactions, CommentReaction))
