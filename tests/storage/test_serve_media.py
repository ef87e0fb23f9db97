"""`/media/…`: pictures at signed URLs, and nothing else."""

import time
from email.utils import parsedate_to_datetime

import pytest
from django.conf import settings

from tests.media import fetch, path_of
from tests.problems import assert_problem
from videoplanet.storage import s3
from videos.models import Video

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 4
CUES = b"WEBVTT\n"
FILES = {
    "poster.webp": (CONTENT, "image/webp"),
    "sprite.jpg": (CONTENT, "image/jpeg"),
    "sprite.vtt": (CUES, "text/vtt; charset=utf-8"),
    "peaks.json": (b"[0, 1]", "application/json"),
}


@pytest.fixture
def prefix(cast):
    """Where a video's objects are: its pictures, its original and its rendition."""
    prefix = cast.video.object_prefix
    for name, (content, content_type) in FILES.items():
        s3.put(f"{prefix}{name}", content, content_type=content_type)
    for name in ("original", "rendition.mp4"):
        s3.put(f"{prefix}{name}", b"film", content_type="video/mp4")
    Video.objects.filter(id=cast.video.id).update(
        poster_key=f"{prefix}poster.webp",
        sprite_vtt_key=f"{prefix}sprite.vtt",
        peaks_key=f"{prefix}peaks.json",
        rendition_key=f"{prefix}rendition.mp4",
    )
    return prefix


@pytest.fixture
def poster(cast, prefix):
    """The signed URL of the video's poster."""
    return cast.viewer.get(f"videos/{cast.video.id}").json()["poster_url"]


@pytest.mark.parametrize("name", FILES)
def test_a_picture_comes_without_a_redirect(poster, name):
    answer = fetch(poster.replace("poster.webp", name))

    assert answer.status_code == 200
    assert (answer.content, answer["Content-Type"]) == FILES[name]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_page_of_the_front_end_may_read_it(poster):
    answer = fetch(poster, Origin=settings.FRONTEND_URL)
    other = fetch(poster, Origin="http://other.example")

    assert answer["Access-Control-Allow-Origin"] == settings.FRONTEND_URL
    assert other.get("Access-Control-Allow-Origin") is None


def test_it_is_kept_until_its_url_expires_but_in_no_shared_cache(poster):
    answer = fetch(poster)

    expires = int(path_of(poster).split("/")[2])
    assert answer["Cache-Control"] == "private"
    assert parsedate_to_datetime(answer["Expires"]).timestamp() == expires
    assert answer["X-Accel-Expires"] == f"@{expires}"


def test_what_the_browser_has_is_not_sent_again(poster):
    first = fetch(poster)
    again = fetch(poster, If_None_Match=first["ETag"])
    other = fetch(poster, If_None_Match='"other"')

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Expires"] == first["Expires"]
    assert (other.status_code, other.content) == (200, CONTENT)


def test_a_part_of_it_can_be_read(poster):
    part = fetch(poster, Range="bytes=10-19")
    beyond = fetch(poster, Range="bytes=5000-")

    assert (part.status_code, part.content) == (206, CONTENT[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(CONTENT)}"
    assert (beyond.status_code, beyond.content) == (416, b"")


@pytest.mark.parametrize("age", [30 * 60, 86_400])
def test_an_expired_url_is_gone_and_says_so(poster, monkeypatch, age):
    later = time.time() + age
    monkeypatch.setattr(time, "time", lambda: later)

    answer = fetch(poster)

    assert_problem(answer, 410, "expired")


def test_a_url_lasts_at_least_15_minutes_and_at_most_30(cast, prefix, monkeypatch):
    begin = (int(time.time()) // 900 + 1) * 900
    for now, left in ((begin, 1800), (begin + 899, 901), (begin + 900, 1800)):
        monkeypatch.setattr(time, "time", lambda now=now: now)
        url = cast.viewer.get(f"videos/{cast.video.id}").json()["poster_url"]
        assert int(path_of(url).split("/")[2]) - now == left
        assert fetch(url).status_code == 200


def test_a_wrong_signature_is_not_found_expired_or_not(poster):
    _, media, expires, signature, key = path_of(poster).split("/", 4)
    changed = f"{signature[:-1]}{'y' if signature[-1] == 'x' else 'x'}"
    for wrong in (
        f"/{media}/{int(expires) + 900}/{signature}/{key}",
        f"/{media}/{int(expires) - 9000}/{signature}/{key}",
        f"/{media}/{expires}/{changed}/{key}",
        f"/{media}/{expires}/{signature}/avatars/{key.partition('/')[2]}",
    ):
        assert_problem(fetch(wrong), 404, "not_found")


@pytest.mark.parametrize(
    "name",
    [
        "original", "rendition.mp4", "raw", "poster.webp/", "/poster.webp", "./poster.webp",
        "x/../poster.webp", "%2e%2e/%2e%2e/x", "poster.webp%00", "poster.webp%0a", "POSTER.WEBP",
    ],
)  # fmt: skip
def test_a_signature_opens_nothing_but_known_pictures(prefix, poster, name):
    answer = fetch(poster.replace("poster.webp", name))

    assert_problem(answer, 404, "not_found")


def test_a_signature_does_not_reach_out_of_its_project(cast, prefix, poster):
    other = f"projects/01985f4e-0000-7000-8000-000000000001/videos/{cast.video.id}/poster.webp"
    s3.put(other, CONTENT, content_type="image/webp")
    _, media, expires, signature, _key = path_of(poster).split("/", 4)

    for key in (f"projects/{cast.project.id}/../{other.partition('/')[2]}", other):
        assert_problem(fetch(f"/{media}/{expires}/{signature}/{key}"), 404, "not_found")


def test_a_picture_that_is_not_there_is_not_found(prefix, poster):
    s3.delete(f"{prefix}poster.webp")

    assert_problem(fetch(poster), 404, "not_found")


def test_with_the_storage_away_the_answer_says_try_again(poster, settings):
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:1"

    answer = fetch(poster)

    assert_problem(answer, 503, "storage_unavailable")
    assert answer["Retry-After"] == "5"
