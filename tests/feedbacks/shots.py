"""Screenshots to send, good and hostile, and what became of them."""

import base64
import io
import struct
import zlib

from django.conf import settings
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from feedbacks.models import Screenshot
from feedbacks.tasks import annotate_feedback, process_screenshot
from tests.media import fetch
from videoplanet.storage import s3

PLACE = b"+37.5665+126.9780/"


def picture(format="PNG", mode="RGB", size=(320, 180), color="teal", **save):
    """Return a picture's bytes."""
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, format, **save)
    return out.getvalue()


def bytes_of(image, format, **save):
    """Return an image as a file."""
    out = io.BytesIO()
    image.save(out, format, **save)
    return out.getvalue()


def halves(size=(400, 200), left="red", right="blue"):
    """Return an image, half of it red and half blue."""
    image = Image.new("RGB", size, left)
    image.paste(right, (size[0] // 2, 0, *size))
    return image


def photo():
    """Return a JPEG that lies on its side and tells where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # must be turned by 90 degrees to be upright
    exif[0x010E] = PLACE.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return bytes_of(halves(), "JPEG", exif=exif, comment=PLACE, quality=95)


def chunk(name, data):
    """Return a PNG's chunk."""
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(width, height, *chunks, depth=8, color=0):
    """Return a PNG with that head."""
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(*each) for each in ((b"IHDR", head), *chunks, (b"IEND", b""))
    )


def encoded(data):
    """Return the picture as plain base64."""
    return base64.b64encode(data).decode()


def give(person, video, data=None, query="", **fields):
    """Give feedback with a screenshot; `data` are bytes, or the text to send."""
    body = {"video_id": str(video.id), "timestamp": 1.5, "content": "Too dark"} | fields
    if data is not None:
        body["screenshot"] = data if isinstance(data, str) else encoded(data)
    return person.post(f"feedbacks{query}", body)


def upload(person, data, path="/api/v1/screenshots", field="screenshot", **headers):
    """Send a picture as a form, as the front end does (its name is `blob`)."""
    file = io.BytesIO(data)
    file.name = "blob"
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if person.token:
        given["Authorization"] = f"Bearer {person.token}"
    return Client(raise_request_exception=False).generic(
        "POST",
        path,
        encode_multipart(BOUNDARY, {field: file}),
        MULTIPART_CONTENT,
        headers=given,
    )


def work(*, annotate=False):
    """Do what the worker has to do for all screenshots, and drawings if asked."""
    for screenshot in Screenshot.objects.filter(status="pending"):
        process_screenshot.apply(args=[str(screenshot.id)], throw=True)
        if annotate and screenshot.feedback_id:
            annotate_feedback.apply(args=[str(screenshot.feedback_id)], throw=True)


def shown(person, feedback):
    """Return a feedback as REST answers it."""
    return person.get(f"feedbacks/{feedback['id']}").json()


def image_at(url):
    """Return the picture behind a signed URL."""
    answer = fetch(url)
    assert answer.status_code == 200, answer.content
    image = Image.open(io.BytesIO(answer.content))
    image.load()
    return image


def keys(prefix=""):
    """Return the keys of all objects under a prefix."""
    found = s3.client().list_objects_v2(Bucket=settings.S3_BUCKET, Prefix=prefix)
    return sorted(each["Key"] for each in found.get("Contents", []))
