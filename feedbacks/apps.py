"""App configuration."""

from django.apps import AppConfig


class FeedbacksConfig(AppConfig):
    """Feedback."""

    name = "feedbacks"

    def ready(self) -> None:
        """Register what a project shows of its feedback, and what follows a frame rate."""
        from feedbacks.models import Feedback  # noqa: PLC0415 - needs the models
        from feedbacks.timing import number_now  # noqa: PLC0415
        from projects.extensions import register_count  # noqa: PLC0415
        from videos.extensions import register_contents, register_on_frame_rate  # noqa: PLC0415

        register_count(
            "open_feedback_count", lambda: Feedback.objects.filter(status=Feedback.Status.OPEN)
        )
        register_on_frame_rate(number_now)
        register_contents(
            lambda video_id: Feedback.objects.filter(video_id=video_id).values_list("id", flat=True)
        )
