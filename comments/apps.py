"""App configuration."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Comments."""

    name = "comments"

    def ready(self) -> None:
        """Register what feedback, videos and accounts need to know of comments."""
        from comments.models import CommentReaction, FeedbackComment  # noqa: PLC0415 - needs them
        from feedbacks import extensions as of_feedback  # noqa: PLC0415
        from feedbacks.reactions import take_over_reactions  # noqa: PLC0415
        from users.extensions import register_on_account  # noqa: PLC0415
        from videos import extensions as of_videos  # noqa: PLC0415

        def comment_ids(**filters: UUID) -> Iterable[UUID]:
            return FeedbackComment.objects.filter(**filters).values_list("id", flat=True)

        of_feedback.register_search(
            lambda project_id, word: FeedbackComment.objects.filter(
                project_id=project_id, content__has_word=word
            )
        )
        of_feedback.register_contents(lambda feedback_id: comment_ids(feedback_id=feedback_id))
        of_videos.register_contents(lambda video_id: comment_ids(feedback__video_id=video_id))
        register_on_account(partial(take_over_reactions, CommentReaction))
