"""Having the worker process videos, and reading what it made of them."""

import re
from io import BytesIO

import av
import httpx
from django.conf import settings
from django.test import Client
from PIL import Image

from tests.videos.encoding import number_in
from tests.videos.uploads import uploaded
from videoplanet.storage import s3
from videos.models import Video


def processed(cast, worker, content, **fields):
    """Upload, wait for the worker, and return the video as REST answers it."""
    video = uploaded(cast.editor, cast.project, content, **fields)
    assert (video["status"], video["progress"]) == ("processing", 0)
    return when_done(cast, worker, video)


def when_done(cast, worker, video):
    """Wait until the worker has ended with a video and return it as REST answers it."""
    worker.wait_for(lambda: Video.objects.get(id=video["id"]).status != "processing")
    return cast.viewer.get(f"videos/{video['id']}").json()


def object_at(url):
    """Follow a media URL to the storage; return the object's bytes."""
    path = re.sub(r"^https?://[^/]+", "", url)
    answer = Client().get(path)
    assert answer.status_code == 302, answer.content
    return bytes_of(path.split("/", 4)[4])


def bytes_of(key):
    """Return an object's bytes."""
    answer = s3.client().get_object(Bucket=settings.S3_BUCKET, Key=key)
    return answer["Body"].read()


def type_of(key):
    """Return an object's media type."""
    return s3.client().head_object(Bucket=settings.S3_BUCKET, Key=key)["ContentType"]


def picture_at(url):
    """Return the picture behind a media URL."""
    image = Image.open(BytesIO(object_at(url)))
    image.load()
    return image


def frames_in(content):
    """Return `[(seconds, number, is_keyframe)]` of the frames in a video."""
    with av.open(BytesIO(content)) as film:
        return [
            (frame.time, number_in(frame.to_image()), frame.key_frame)
            for frame in film.decode(video=0)
        ]


def played(cast, video):
    """Return the content type and the bytes that a player gets."""
    told = cast.viewer.get(f"videos/{video['id']}/playback").json()
    answer = httpx.get(told["url"])
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == told["content_type"]
    return told["content_type"], answer.content
