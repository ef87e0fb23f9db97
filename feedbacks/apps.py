"""App configuration."""

from functools import partial

from django.apps import AppConfig


class FeedbacksConfig(AppConfig):
    """Feedback."""

    name = "feedbacks"

    def ready(self) -> None:
        """Register the count of a project's feedback, and what reacts to changes in other apps."""
        from feedbacks.assignees import unassign  # noqa: PLC0415 - needs the models
        from feedbacks.models import Feedback, FeedbackReaction, feedback_count  # noqa: PLC0415
        from feedbacks.notify import notify_new_version  # noqa: PLC0415
        from feedbacks.reactions import take_over_reactions  # noqa: PLC0415
        from feedbacks.timing import number_now  # noqa: PLC0415
        from projects.extensions import register_detail, register_on_leave  # noqa: PLC0415
        from users.extensions import register_on_account  # noqa: PLC0415
        from videos import extensions as of_videos  # noqa: PLC0415

        register_detail("open_feedback_count", lambda: feedback_count(status=Feedback.Status.OPEN))
        of_videos.register_on_frame_rate(number_now)
        of_videos.register_on_ready(notify_new_version)
        of_videos.register_contents(
            lambda video_id: Feedback.objects.filter(video_id=video_id).values_list("id", flat=True)
        )
        register_on_leave(unassign)
        register_on_account(partial(take_over_reactions, FeedbackReaction))
