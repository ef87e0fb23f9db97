"""What the uploader of a video should know of its file, although it can be reviewed."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from users.models import User

MISSING_SECONDS = 0.5
MISSING_SHARE = 0.01
"""So much less than its container promises may be rounding; what misses more is incomplete."""


def warnings_of(facts: dict[str, Any], uploader: User) -> list[str]:
    """Return sentences in the uploader's language, given `videos.media_process.probe.Facts`."""
    with override(uploader.language):
        return [*_incomplete(facts), *_silent_tracks(facts)]


def _incomplete(facts: dict[str, Any]) -> list[str]:
    missing, end = facts["missing"], facts["duration"]
    if missing <= max(MISSING_SECONDS, MISSING_SHARE * (end + missing)):
        return []
    message = _(
        "This file is incomplete: it ends after %(end).1f of %(promised).1f seconds."
        " Upload it again if more of it is needed."
    )
    return [message % {"end": end, "promised": end + missing}]


def _silent_tracks(facts: dict[str, Any]) -> list[str]:
    if not facts["audio_track_is_other"]:
        return []
    message = _(
        "The first audio tracks of this file are silent. What is heard is track %(number)d."
    )
    return [message % {"number": facts["audio_track"] + 1}]
