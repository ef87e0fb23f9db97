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
    """Return the frame that is shown at `timestamp` seconds, upright, RGB.

    It has the video's own size, or what of it fits into `box`: a stranger's frame may be huge.

    It is the last one that begins at `timestamp` or up to a thousandth of a second later; after
    the end it is the last of all. The original is read by ranges, from the keyframe before on, in a
    child process. Raises `videos.sandbox.MediaRejected` if there is no such picture in the file,
    and Interrupted if the storage is away.
    """
    url = s3.internal_url(video.object_key, expires_in=2 * FRAME_SECONDS)
    with work_folder() as folder:
        options = {"timestamp": timestamp, "box": box}
        do_step("frame", url=url, folder=folder, seconds=FRAME_SECONDS, options=options)
        with Image.open(folder / "frame.png") as image:
            image.load()
            return image
