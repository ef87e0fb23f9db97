"""The video files that tests share, each made once, and how their bytes get into the storage."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import make_video
from tests.videos.encoding import encode_video
from videoplanet.storage import s3
from videos.models import Video

NTSC, CINEMA = Fraction(30_000, 1001), Fraction(24_000, 1001)
UNEVEN = [3000 * number + 400 * (number % 7) for number in range(50)]
QUICK = {"preset": "ultrafast"}
KINDS = ("mp4", "mov", "mkv", "webm", "phone", "uneven", "mxf", "ts")
MADE = {
    "mp4": {
        "name": "a.mp4",
        "audio": "aac",
        "rate": NTSC,
        "metadata": {"timecode": "01:00:00;00"},
        "codec_options": QUICK,
    },
    "mov": {
        "name": "b.mov",
        "codec": "prores_ks",
        "pix_fmt": "yuv422p10le",
        "audio": "pcm_s16le",
        "rate": CINEMA,
        "metadata": {"timecode": "10:00:00:00"},
    },
    "mkv": {
        "name": "c.mkv",
        "codec": "libx265",
        "audio": "aac",
        "rate": CINEMA,
        "codec_options": {"x265-params": "log-level=none", "preset": "ultrafast"},
    },
    "webm": {
        "name": "d.webm",
        "codec": "libvpx-vp9",
        "audio": "libopus",
        "codec_options": {"deadline": "realtime", "cpu-used": "8"},
    },
    "phone": {"name": "e.mp4", "size": (180, 320), "turned": 90, "codec_options": QUICK},
    "uneven": {
        "name": "f.mp4",
        "times": UNEVEN,
        "time_base": Fraction(1, 90_000),
        "codec_options": QUICK,
    },
    "mxf": {
        "name": "g.mxf",
        "codec": "mpeg2video",
        "pix_fmt": "yuv422p",
        "audio": "pcm_s16le",
        "size": (320, 192),
        "metadata": {"timecode": "01:00:00:00"},
    },
    # Small pictures, but many: its rendition takes seconds.
    "long": {"name": "i.mkv", "codec": "mpeg4", "frames": 3000, "audio": "aac"},
    "ts": {"name": "h.ts", "audio": "aac"},
}


@dataclass(frozen=True)
class SampleVideos:
    """`samples["mp4"]` is the path of one, made when it is first asked for."""

    folder: Path

    def __getitem__(self, name: str) -> Path:
        given = dict(MADE[name])
        path = self.folder / given.pop("name")
        return path if path.exists() else encode_video(path, **given)


def stored(access, content: bytes, **fields) -> Video:
    """Make a video with its bytes, as if it had been uploaded."""
    video = make_video(access, size=len(content), **fields)
    s3.client().put_object(
        Bucket=settings.S3_BUCKET, Key=video.object_key, Body=content, ContentType="video/mp4"
    )
    return video


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SampleVideos:
    """Video files of many kinds, fifty numbered frames each."""
    return SampleVideos(tmp_path_factory.mktemp("videos"))
