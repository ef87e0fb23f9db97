"""Why a video could not be processed."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from videoplanet.api.errors import Text

VIDEO_FAILURES: Final[dict[str, Text]] = {
    "unreadable": _("This is not a video we can read, or it is damaged or incomplete."),
    "no_video": _("There is no video in this file."),
    "only_sound": _("There is only sound in this file, no picture."),
    "unknown_codec": _("The pictures in this file are stored in a format that we can't read."),
    "no_frame": _("No frame of this video can be read. The file may be damaged."),
    "no_times": _(
        "This file has pictures but not their times. Put it into a container such as MP4 or MKV"
        " and upload it again."
    ),
    "too_long": _("Processing this video took too long and was stopped."),
    "too_big": _("Processing this video takes more memory than a video may take."),
    "broken": _("This video could not be processed. The file may be damaged."),
    "missing": _("The storage no longer has this file. Upload it again."),
}
"""The sentences that people read, by the codes of `videos.media_process` and `videos.sandbox`."""
