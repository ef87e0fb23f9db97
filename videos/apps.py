"""App configuration."""

from django.apps import AppConfig


class VideosConfig(AppConfig):
    """Videos."""

    name = "videos"

    def ready(self) -> None:
        """Register what a project shows of its videos, and what precedes its deletion."""
        from django.db.models import OuterRef  # noqa: PLC0415 - with the models

        from projects.extensions import (  # noqa: PLC0415 - needs the models
            register_before_delete,
            register_detail,
        )
        from videoplanet.db.sql_json import count_of  # noqa: PLC0415
        from videos.actions import forget_unfinished_uploads  # noqa: PLC0415
        from videos.models import Video, newest_poster  # noqa: PLC0415

        register_detail(
            "videos_count", lambda: count_of(Video.objects.filter(project=OuterRef("id")))
        )
        register_detail("poster_url", newest_poster)
        register_before_delete(forget_unfinished_uploads)
