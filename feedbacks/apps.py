"""App configuration."""

from django.apps import AppConfig


class FeedbacksConfig(AppConfig):
    """Feedback."""

    name = "feedbacks"
