"""App configuration."""

from django.apps import AppConfig


class VideosConfig(AppConfig):
    """Videos."""

    name = "videos"

    def ready(self) -> None:
        """Register the count of a project's videos, and what precedes the deletion of a project."""
        from django.db.models import OuterRef  # noqa: PLC0415 - with the models

        from projects.extensions import (  # noqa: PLC0415 - needs the models
            register_before_delete,
            register_count,
        )
        from videoplanet.db.sql_json import count_of  # noqa: PLC0415
        from videos.actions import forget_unfinished_uploads  # noqa: PLC0415
        from videos.models import Video  # noqa: PLC0415

        register_count(
            "videos_count", lambda: count_of(Video.objects.filter(project=OuterRef("id")))
        )
        register_before_delete(forget_unfinished_uploads)
