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
    """Return the frame that `timestamp` means (`Frames.seek_timestamp`), upright, RGB.

    It has the video's size, or fits into `box` (an uploaded video's frames may be huge). After the
    end it is the last frame. The original is read by ranges, from the keyframe before the frame on,
    in a child process. Raises `videos.sandbox.MediaRejected` if the file has no such frame, and
    Interrupted if the storage is away.
    """
    frames = video.frames
    seconds = timestamp if frames is None else frames.seek_timestamp(timestamp)
    url = s3.internal_url(video.object_key, expires_in=2 * FRAME_SECONDS)
    with work_folder() as folder:
        options = {"seconds": seconds, "box": box}
        do_step("frame", url=url, folder=folder, seconds=FRAME_SECONDS, options=options)
        with Image.open(folder / "frame.png") as image:
            image.load()
            return image
