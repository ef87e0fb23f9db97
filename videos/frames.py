"""Single frames of a video, as a player shows them."""

from PIL import Image

from videoplanet.storage import s3
from videos.models import Video
from videos.sandbox import do_step
from videos.work_folders import work_folder

FRAME_SECONDS = 120


def frame_image(
    video: Video, timestamp: float, *, box: tuple[int, int] | None = None
) -> Image.Image:
    """Return the frame shown at `timestamp` seconds, upright, RGB.

    It has the video's size, or fits into `box` (an uploaded video's frames may be huge).

    It is the last frame that begins at `timestamp` or up to a millisecond later, after the end the
    last of all. The original is read by ranges, from the keyframe before the frame on, in a child
    process. Raises `videos.sandbox.MediaRejected` if the file has no such frame, and Interrupted if
    the storage is away.
    """
    url = s3.internal_url(video.object_key, expires_in=2 * FRAME_SECONDS)
    with work_folder() as folder:
        options = {"timestamp": timestamp, "box": box}
        do_step("frame", url=url, folder=folder, seconds=FRAME_SECONDS, options=options)
        with Image.open(folder / "frame.png") as image:
            image.load()
            return image
