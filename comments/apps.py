"""App configuration."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Comments."""

    name = "comments"
