"""What the uploader of a video should know of its file, although it can be reviewed."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from videoplanet.api.errors import Text

MISSING_SECONDS = 0.5
MISSING_SHARE = 0.01
"""A file may lack the larger of these of its container's duration: that may be rounding."""

VIDEO_WARNINGS: Final[dict[str, Text]] = {
    "incomplete": _(
        "This file is incomplete: it ends after %(end).1f of %(promised).1f seconds."
        " Upload it again if more of it is needed."
    ),
    "silent_tracks": _(
        "The first audio tracks of this file are silent. What is heard is track %(number)d."
    ),
}
"""Sentences for readers, by code. A stored warning is a code and the sentence's numbers."""


def warnings_of(facts: dict[str, Any]) -> list[str]:
    """Return warnings as they are stored (`silent_tracks number=3`).

    `facts` are those of `videos.media_process.probe`.
    """
    warnings = []
    missing, end = facts["missing"], facts["duration"]
    promised = end + missing
    if missing > max(MISSING_SECONDS, MISSING_SHARE * promised):
        warnings.append(f"incomplete end={end:.3f} promised={promised:.3f}")
    if facts["audio_track_is_other"]:
        warnings.append(f"silent_tracks number={facts['audio_track'] + 1}")
    return warnings
