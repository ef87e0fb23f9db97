"""One's picture: checked, cropped, without metadata, in the object storage."""

import io
import struct
import zlib

import pytest
from django.test import Client
from django.test.client import MULTIPART_CONTENT, encode_multipart
from PIL import Image, ImageCms

from accounts.avatar import MAX_BYTES
from tests.events import events_since, newest_seq
from tests.media import fetch
from tests.problems import assert_problem, fields_of
from users.models import User
from videoplanet.storage import s3
from videoplanet.storage.models import StorageDeletion
from videoplanet.storage.tasks import delete_objects

pytestmark = pytest.mark.django_db

PRIVATE = b"+37.5665+126.9780/"


def picture(format="PNG", mode="RGB", size=(300, 200), **save):
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode in {"RGB", "RGBA"} else 7).save(out, format, **save)
    return out.getvalue()


def photo():
    """Return a JPEG that lies on its side, with GPS position, comment and colour profile."""
    image = Image.new("RGB", (400, 200), "red")
    image.paste("blue", (200, 0, 400, 200))
    exif = Image.Exif()
    exif[0x0112] = 6  # must be turned by 90 degrees to be upright
    exif[0x010E] = PRIVATE.decode()
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image.save(out, "JPEG", exif=exif, comment=PRIVATE, icc_profile=profile, quality=95)
    return out.getvalue()


def put(person, content, name="me.png", field="avatar", **headers):
    given = {"Authorization": f"Bearer {person.token}"} if person.token else {}
    upload = io.BytesIO(content)
    upload.name = name
    return Client(raise_request_exception=False).put(
        "/api/v1/users/me/avatar",
        encode_multipart("BoUnDaRyStRiNg", {field: upload}),
        content_type=MULTIPART_CONTENT,
        headers=given | headers,
    )


def test_a_picture_becomes_a_square_webp_at_a_signed_url(cast):
    answer = put(cast.editor, picture())
    assert answer.status_code == 200, answer.content
    url = answer.json()["avatar_url"]
    assert url.startswith("http://testserver/media/")
    answer = fetch(url)
    image = Image.open(io.BytesIO(answer.content))
    assert (answer["Content-Type"], image.format, image.size) == ("image/webp", "WEBP", (256, 256))
    assert cast.editor.get("users/me").json()["avatar_url"] == url


def test_a_photo_is_turned_upright_and_tells_no_place(cast):
    content = photo()
    assert PRIVATE in content
    kept = fetch(put(cast.editor, content, "me.jpg").json()["avatar_url"]).content
    image = Image.open(io.BytesIO(kept)).convert("RGB")
    red, _green, blue = image.getpixel((128, 40))
    assert (red > 200, blue > 50) == (True, False)  # what was on the left is on top
    for trace in (PRIVATE, b"EXIF", b"ICCP", b"XMP "):
        assert trace not in kept


@pytest.mark.parametrize(
    ("format", "mode"),
    [("PNG", "P"), ("PNG", "L"), ("PNG", "RGBA"), ("PNG", "I;16"), ("PNG", "1"),
     ("JPEG", "CMYK"), ("JPEG", "L"), ("WEBP", "RGBA")],
)  # fmt: skip
def test_every_kind_of_picture_is_taken(cast, format, mode):
    answer = put(cast.editor, picture(format, mode))
    assert answer.status_code == 200, answer.content


def bomb():
    """Return a PNG of 20,000 x 20,000 pixels in a few hundred kilobytes."""

    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    side = 20_000
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((side // 8 + 1) * side), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


HOSTILE = {
    "nothing": b"",
    "text": b"hello",
    "SVG as PNG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "HTML": b"<html><script>alert(1)</script></html>",
    "GIF": picture("GIF", "P"),
    "TIFF": picture("TIFF"),
    "cut PNG": picture(size=(800, 800))[:200],
    "cut JPEG": photo()[:400],
    "only a head": b"\x89PNG\r\n\x1a\n",
    "bomb": bomb(),
    "over 25 megapixels": picture("PNG", "1", (5100, 5000)),
    "a hundred megapixels": picture("PNG", "1", (10_000, 10_000)),
    "over 5 MiB": picture() + bytes(MAX_BYTES),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pictures_are_refused_by_field(cast, name):
    answer = put(cast.editor, HOSTILE[name])
    assert fields_of(answer) == ["avatar"]
    assert cast.editor.get("users/me").json()["avatar_url"] is None


def test_what_is_far_too_large_is_refused_before_it_is_read(cast):
    # By its declared length alone: what is sent is a good picture.
    length = {"Content-Length": str(MAX_BYTES * 3)}
    answer = put(cast.editor, picture(), **length)
    assert fields_of(answer) == ["avatar"]
    assert answer.json()["errors"][0]["code"] == "too_large"


def test_other_fields_bodies_and_methods_are_refused(cast):
    assert fields_of(put(cast.editor, picture(), field="picture")) == ["picture"]
    answer = cast.editor.request("PUT", "users/me/avatar", {"avatar": "x"})
    assert_problem(answer, 415, "unsupported_media_type")
    assert_problem(cast.editor.post("users/me/avatar", {}), 405, "method_not_allowed")


def test_a_new_picture_replaces_the_old_one_also_in_the_storage(cast):
    first = put(cast.editor, picture()).json()["avatar_url"]
    second = put(cast.editor, picture(mode="RGBA")).json()["avatar_url"]
    assert first != second
    [deletion] = StorageDeletion.objects.all()
    delete_objects.apply(args=[str(deletion.pk)], throw=True)
    assert not StorageDeletion.objects.exists()
    assert (fetch(first).status_code, fetch(second).status_code) == (404, 200)


def test_deleting_removes_the_picture_and_doing_it_twice_is_no_error(cast):
    url = put(cast.editor, picture()).json()["avatar_url"]
    assert cast.editor.delete("users/me/avatar").status_code == 204
    assert cast.editor.delete("users/me/avatar").status_code == 204
    assert cast.editor.get("users/me").json()["avatar_url"] is None
    [deletion] = StorageDeletion.objects.all()
    delete_objects.apply(args=[str(deletion.pk)], throw=True)
    assert fetch(url).status_code == 404


def test_the_projects_see_the_new_picture(cast):
    seq = newest_seq(cast)
    url = put(cast.editor, picture()).json()["avatar_url"]
    cast.editor.delete("users/me/avatar")
    set_it, removed = events_since(cast, seq)
    assert (set_it["type"], set_it["payload"]["avatar_url"]) == ("user.updated", url)
    assert (removed["type"], removed["payload"]["avatar_url"]) == ("user.updated", None)
    members = cast.viewer.get(f"projects/{cast.project.id}/members").json()
    assert {row["user"]["avatar_url"] for row in members} == {None}


def test_guests_and_strangers_have_no_picture(cast):
    assert_problem(put(cast.guest, picture()), 403, "permission_denied")
    assert_problem(cast.guest.delete("users/me/avatar"), 403, "permission_denied")
    assert_problem(put(cast.anonymous, picture()), 401, "not_authenticated")


def test_with_the_storage_down_a_picture_stays_and_503_is_answered(cast, settings):
    before = put(cast.editor, picture()).json()["avatar_url"]
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:1"
    answer = put(cast.editor, picture())
    assert_problem(answer, 503, "storage_unavailable")
    assert cast.editor.get("users/me").json()["avatar_url"] == before
    assert s3.client() is not None
    assert User.objects.get(id=cast.editor.user.id).avatar_key
