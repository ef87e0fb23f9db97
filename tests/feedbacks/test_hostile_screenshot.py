"""Files that mean no good, or that few think of: each has its clear answer."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from feedbacks.models import Screenshot
from feedbacks.pictures import BadPicture, inspect, shrink
from tests.events import events_since, newest_seq
from tests.feedbacks.shots import (
    bytes_of,
    encoded,
    give,
    halves,
    image_at,
    photo,
    picture,
    png,
    shown,
    upload,
    work,
)
from tests.media import path_of
from tests.problems import fields_of
from tests.videos.processing import type_of
from videoplanet.storage import s3

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
GREYS = [Image.new("RGB", (64, 64), (shade, shade, shade)) for shade in (10, 120, 240)]


def animation(format):
    return bytes_of(GREYS[0], format, save_all=True, append_images=GREYS[1:], duration=40)


def zipped(size):
    return zlib.compress(bytes(size), 9)


def webp_with_another_canvas():
    """Return a WebP whose frame is 256 times as large as its canvas."""
    frame = bytes_of(halves((1024, 1024)), "WEBP")[12:]
    head = struct.pack("<4sIB3x", b"VP8X", 10, 0) + struct.pack("<I", 63)[:3] * 2
    body = b"WEBP" + head + frame
    return b"RIFF" + struct.pack("<I", len(body)) + body


def text_bomb():
    """Return a PNG whose comment is 50 MB once it is unpacked."""
    text = b"Comment\0\0" + zipped(50_000_000)
    return png(8, 8, (b"zTXt", text), (b"IDAT", zipped(8 * 9)))


REFUSED = {
    "nothing": (b"", "invalid_image"),
    "text": (b"hello", "invalid_image"),
    "SVG called PNG": (SVG, "invalid_image"),
    "HTML called PNG": (HTML, "invalid_image"),
    "HTML in front of a PNG": (HTML + picture(), "invalid_image"),
    "GIF": (picture("GIF", "P", color=1), "invalid_image"),
    "TIFF": (picture("TIFF"), "invalid_image"),
    "BMP": (picture("BMP"), "invalid_image"),
    "only a signature": (b"\x89PNG\r\n\x1a\n", "broken"),
    "a cut head": (picture()[:20], "broken"),
    "a cut WebP": (picture("WEBP", size=(600, 600))[:60], "broken"),
    "a WebP whose canvas lies": (webp_with_another_canvas(), "broken"),
    "a bomb of text": (text_bomb(), "broken"),
    "a PNG of no size": (png(0, 5), "broken"),
    "two thousand megapixels": (png(50_000, 40_000), "too_many_pixels"),
    "four billion pixels a side": (png(2**31 - 1, 2**31 - 1), "too_many_pixels"),
    "just over 40 megapixels": (png(8000, 5001), "too_many_pixels"),
    "a line of 40,000,000": (png(40_000_000, 1), "too_many_pixels"),
    "an animated WebP": (animation("WEBP"), "animated"),
    "an animated PNG": (animation("PNG"), "animated"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_head_shows_is_refused_at_once(cast, name):
    data, code = REFUSED[name]

    for answer in (
        give(cast.reviewer, cast.video, "data:image/png;base64," + encoded(data)),
        upload(cast.reviewer, data),
    ):
        assert fields_of(answer) == ["screenshot"]
        expected = code if data or answer.wsgi_request.path.endswith("feedbacks") else "empty"
        assert answer.json()["errors"][0]["code"] == expected
    assert not Screenshot.objects.exists()


def cut(data):
    return data[: len(data) * 2 // 3]


NOISE = Image.effect_noise((500, 400), 90).convert("RGB")
LOSSLESS = bytes_of(NOISE, "WEBP", lossless=True)
DAMAGED = {
    "a cut PNG": cut(bytes_of(NOISE, "PNG")),
    "a cut JPEG": cut(bytes_of(NOISE, "JPEG")),
    "a PNG without pixels": png(100, 100),
    "a PNG with too few": png(100, 100, (b"IDAT", zipped(500))),
    "a PNG of rubbish": png(100, 100, (b"IDAT", b"rubbish")),
    "a PNG with a wrong sum": bytes_of(NOISE, "PNG").replace(b"IDAT", b"IDAt", 1),
    "a JPEG that is only a head": photo()[:600],
    "a WebP of rubbish": LOSSLESS[:60] + bytes(len(LOSSLESS) - 60),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_what_only_decoding_shows_fails_with_a_reason(cast, name):
    answer = give(cast.reviewer, cast.video, DAMAGED[name])
    if answer.status_code == 400:  # its head was enough
        assert fields_of(answer) == ["screenshot"]
        return
    seq = newest_seq(cast)

    work()
    work()

    failed = shown(cast.viewer, answer.json())
    assert (failed["screenshot_status"], failed["screenshot_url"]) == ("failed", None)
    assert failed["screenshot_failure"] == "broken: The picture is damaged or incomplete."
    [event] = events_since(cast, seq)
    assert event["payload"] == failed
    assert not s3.exists(Screenshot.objects.get().raw_key)


def picture_of(cast, data):
    given = give(cast.reviewer, cast.video, data).json()
    work()
    ready = shown(cast.viewer, given)
    assert ready["screenshot_status"] == "ready", ready["screenshot_failure"]
    return image_at(ready["screenshot_url"]), ready["screenshot_url"]


def close(pixel, expected, by=12):
    return all(abs(a - b) <= by for a, b in zip(pixel[:3], expected, strict=True))


@pytest.mark.parametrize("behind", [HTML, SVG, b"PK\x03\x04" + bytes(100), bytes(500_000)])
def test_of_a_polyglot_only_the_picture_is_kept(cast, behind):
    _image, url = picture_of(cast, bytes_of(halves(), "PNG") + behind)

    kept = s3.get(path_of(url).split("/", 4)[4])
    assert behind not in kept
    assert kept[8:12] == b"WEBP"
    assert type_of(path_of(url).split("/", 4)[4]) == "image/webp"


def test_more_pixel_data_than_the_head_says_is_not_unpacked(cast):
    image, _url = picture_of(cast, png(64, 64, (b"IDAT", zipped(300_000_000))))

    assert image.size == (64, 64)


def test_the_largest_allowed_black_picture_is_taken(cast):
    image, _url = picture_of(cast, picture(mode="1", size=(8000, 5000), color=1))

    assert image.size == (1152, 720)
    assert close(image.convert("RGB").getpixel((9, 9)), (255, 255, 255))


def test_a_cmyk_jpeg_has_the_right_colours(cast):
    image, _url = picture_of(cast, bytes_of(halves().convert("CMYK"), "JPEG", quality=95))

    assert close(image.getpixel((50, 100)), (255, 0, 0))
    assert close(image.getpixel((350, 100)), (0, 0, 255))


@pytest.mark.parametrize(("value", "shade"), [(0, 0), (32_896, 128), (65_535, 255)])
def test_a_grey_png_of_16_bits_has_the_right_shade(cast, value, shade):
    image = Image.new("I;16", (60, 40), value)

    assert close(picture_of(cast, bytes_of(image, "PNG"))[0].getpixel((9, 9)), (shade,) * 3)


def test_a_coloured_png_of_16_bits_has_the_right_colour(cast):
    row = b"\0" + struct.pack(">3H", 0xFFFF, 0x8080, 0) * 30
    data = png(30, 30, (b"IDAT", zlib.compress(row * 30)), depth=16, color=2)

    assert close(picture_of(cast, data)[0].getpixel((9, 9)), (255, 128, 0))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
@pytest.mark.parametrize("size", [(300, 200), (6000, 4000)])
def test_transparency_is_kept(cast, mode, size):
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste((90, 90, 90, 255), (0, 0, size[0] // 2, size[1]))
    data = bytes_of(image.convert(mode) if mode != "P" else image.quantize(8), "PNG")

    small, _url = picture_of(cast, data)

    assert small.mode == "RGBA"
    middle = small.height // 2
    assert small.getpixel((5, middle))[3] == 255
    assert close(small.getpixel((5, middle)), (90, 90, 90))
    assert small.getpixel((small.width - 5, middle))[3] == 0


def test_colours_of_a_profile_become_those_of_the_web(cast):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.createProfile("sRGB")
    image = Image.new("RGB", (60, 40), (200, 100, 50))
    data = bytes_of(image, "PNG", icc_profile=ImageCms.ImageCmsProfile(srgb).tobytes())
    assert close(picture_of(cast, data)[0].getpixel((9, 9)), (200, 100, 50))
    for bad in (profile.tobytes(), b"no profile"):  # one for other channels, and none at all
        data = bytes_of(image, "PNG", icc_profile=bad)
        assert close(picture_of(cast, data)[0].getpixel((9, 9)), (200, 100, 50))


def test_a_large_webp_has_the_same_colours(cast):
    data = bytes_of(halves((5000, 3000)), "WEBP", quality=90)

    image, _url = picture_of(cast, data)

    assert image.size == (1200, 720)
    assert close(image.getpixel((300, 300)), (255, 0, 0))
    assert close(image.getpixel((900, 300)), (0, 0, 255))


@pytest.mark.parametrize("lossless", [True, False])
def test_a_large_webp_keeps_its_transparency(cast, lossless):
    wide = Image.new("RGBA", (5000, 3000), (0, 200, 0, 255))
    wide.paste((0, 0, 0, 0), (2500, 0, 5000, 3000))
    out = io.BytesIO()
    wide.save(out, "WEBP", lossless=lossless, method=0, quality=80)

    image, _url = picture_of(cast, out.getvalue())

    assert close(image.getpixel((300, 300)), (0, 200, 0))
    assert (image.getpixel((300, 300))[3], image.getpixel((900, 300))[3]) == (255, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"RIFF\x12\0\0\0WEBPVP8 \x06\0\0\0\x10\0\0\x9d\x01\x2a",
        b"RIFF\x10\0\0\0WEBPVP8L\x04\0\0\0\x2f\0\0\0",
    ],
)
def test_a_webp_whose_head_is_cut_is_damaged(data):
    with pytest.raises(BadPicture) as refused:
        inspect(data)
    assert refused.value.code == "broken"


def test_exif_that_is_cut_says_nothing_of_the_orientation():
    out = io.BytesIO()
    Image.new("RGB", (40, 20)).save(out, "JPEG", exif=b"Exif\0\0II*\0")

    head = inspect(out.getvalue())

    assert (head.width, head.height, head.orientation) == (40, 20, 1)


def test_of_a_jpeg_with_several_pictures_the_first_is_taken():
    out = io.BytesIO()
    first, second = Image.new("RGB", (64, 32), "red"), Image.new("RGB", (16, 16), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])

    small = shrink(out.getvalue())

    assert (small.width, small.height) == (64, 32)
    assert Image.open(io.BytesIO(small.webp)).convert("RGB").getpixel((5, 5))[0] > 200
