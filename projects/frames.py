"""Single frames of a video, as a player shows them."""

import tempfile
from pathlib import Path

from PIL import Image

from projects.confined import do_step
from projects.models import Video
from videoplanet.api import storage

FRAME_SECONDS = 120


def frame_image(video: Video, timestamp: float) -> Image.Image:
    """Return the frame that is shown at `timestamp` seconds, upright, in the video's own size, RGB.

    It is the last one that begins at `timestamp` or up to a thousandth of a second later; behind
    the end it is the last of all. The original is read by ranges, from the keyframe before on, in a
    child process. Raises `projects.confined.Refused` if there is no such picture in the file, and
    Interrupted if the storage is away.
    """
    url = storage.internal_url(video.object_key, expires_in=2 * FRAME_SECONDS)
    with tempfile.TemporaryDirectory(prefix="videoplanet-frame-") as name:
        folder = Path(name)
        options = {"timestamp": timestamp}
        do_step("frame", url=url, folder=folder, seconds=FRAME_SECONDS, options=options)
        with Image.open(folder / "frame.png") as image:
            image.load()
            return image
