"""POST feedbacks with a screenshot: what is taken, and what it becomes."""

import base64

import pytest
from django.conf import settings as django_settings

from feedbacks.models import Feedback, Screenshot
from tests.events import events_since, newest_seq
from tests.feedbacks.shots import (
    PLACE,
    bytes_of,
    encoded,
    give,
    halves,
    image_at,
    keys,
    photo,
    picture,
    shown,
    work,
)
from tests.media import fetch, path_of
from tests.problems import assert_problem, fields_of
from videoplanet.storage import s3
from videoplanet.storage.models import StorageDeletion
from videoplanet.storage.tasks import delete_objects

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
@pytest.mark.parametrize("prefix", ["", "data:image/{};base64,"])
def test_base64_is_taken_plain_and_as_a_data_url(cast, kind, prefix):
    data = prefix.format(kind) + encoded(picture(kind.upper()))

    answer = give(cast.reviewer, cast.video, data)

    assert answer.status_code == 201, answer.content
    given = answer.json()
    assert (given["screenshot_status"], given["screenshot_url"]) == ("pending", None)
    assert given["screenshot_failure"] is given["annotated_url"] is None
    work()
    ready = shown(cast.viewer, given)
    assert ready["screenshot_status"] == "ready"
    image = image_at(ready["screenshot_url"])
    assert (image.format, image.size) == ("WEBP", (320, 180))


def test_a_feedback_without_one_says_so(cast):
    given = give(cast.guest, cast.video).json()

    assert given["screenshot_status"] == "none"
    assert not Screenshot.objects.exists()


def test_its_event_comes_once_and_moves_no_version(cast):
    path = f"feedbacks/{give(cast.reviewer, cast.video, picture()).json()['id']}"
    before = cast.reviewer.get(path)
    seq = newest_seq(cast)

    work()
    work()

    [event] = events_since(cast, seq)
    after = cast.reviewer.get(path)
    assert (event["type"], event["actor"]) == ("feedback.updated", None)
    assert event["payload"] == after.json()
    assert after.json()["updated_at"] == before.json()["updated_at"]
    assert after["ETag"] != before["ETag"]
    changed = cast.reviewer.patch(path, {"content": "Darker"}, If_Match=before["ETag"])
    assert changed.status_code == 200


def test_what_was_sent_is_deleted_and_one_object_stays(cast):
    give(cast.reviewer, cast.video, picture())
    screenshot = Screenshot.objects.get()
    assert s3.exists(screenshot.raw_key)

    work()

    assert not s3.exists(screenshot.raw_key)
    assert keys(f"projects/{cast.project.id}/") == [Feedback.objects.get().screenshot_key]


@pytest.mark.parametrize(
    ("size", "becomes"),
    [
        ((1920, 1080), (1280, 720)),
        ((1000, 1000), (720, 720)),
        ((4000, 1000), (1280, 320)),
        ((1280, 720), (1280, 720)),
        ((40, 30), (40, 30)),
        ((1, 60_000), (1, 720)),
        ((60_000, 1), (1280, 1)),
    ],
)
def test_it_is_fitted_and_never_enlarged(cast, size, becomes):
    given = give(cast.reviewer, cast.video, picture(size=size)).json()

    work()

    assert image_at(shown(cast.viewer, given)["screenshot_url"]).size == becomes
    row = Screenshot.objects.get()
    assert (row.width, row.height) == becomes
    assert (row.original_width, row.original_height) == size


def test_a_photo_is_turned_upright_and_tells_no_place(cast):
    data = photo()
    assert PLACE in data
    given = give(cast.reviewer, cast.video, data).json()

    work()

    url = shown(cast.viewer, given)["screenshot_url"]
    image = image_at(url).convert("RGB")
    assert image.size == (200, 400)
    red, _green, blue = image.getpixel((100, 40))
    assert (red > 200, blue > 50) == (True, False)  # what was on the left is on top
    kept = s3.get(path_of(url).split("/", 4)[4])
    for trace in (PLACE, b"EXIF", b"ICCP", b"XMP "):
        assert trace not in kept


def test_deleting_its_feedback_deletes_it(cast):
    given = give(cast.reviewer, cast.video, picture()).json()
    work()

    cast.reviewer.delete(f"feedbacks/{given['id']}")
    for deletion in StorageDeletion.objects.all():
        delete_objects.apply(args=[str(deletion.pk)], throw=True)

    assert not Screenshot.objects.exists()
    assert keys(f"projects/{cast.project.id}/") == []


def test_deleting_its_video_deletes_it(cast):
    give(cast.reviewer, cast.video, picture())
    work()

    assert cast.editor.delete(f"videos/{cast.video.id}").status_code == 204
    for deletion in StorageDeletion.objects.all():
        delete_objects.apply(args=[str(deletion.pk)], throw=True)

    assert not Screenshot.objects.exists()
    assert keys(f"projects/{cast.project.id}/") == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (5, "invalid"),
        (None, "null"),
        ("", "invalid_image"),
        ("not base64!", "invalid_base64"),
        ("data:image/png;base64,AAAA", "invalid_image"),
        ("data:image/svg+xml;base64,AAAA", "invalid_base64"),
        ("https://example.com/a.png", "invalid_url"),
        ("01985f4e-0000-7000-8000-000000000001", "does_not_exist"),
    ],
)
def test_what_is_no_picture_is_refused_by_name(cast, value, code):
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "x", "screenshot": value}

    answer = cast.reviewer.post("feedbacks", body)

    assert fields_of(answer) == ["screenshot"]
    assert answer.json()["errors"][0]["code"] == code
    assert not Feedback.objects.exists()


def test_ten_mebibytes_are_taken_and_a_byte_more_is_refused(cast, settings):
    data = picture()
    most = settings.SCREENSHOT_MAX_BYTES
    assert give(cast.reviewer, cast.video, data + bytes(most - len(data))).status_code == 201

    answer = give(cast.reviewer, cast.video, data + bytes(most - len(data) + 1))

    assert fields_of(answer) == ["screenshot"]
    assert answer.json()["errors"][0]["code"] == "too_large"


def test_large_bodies_are_taken_nowhere_else(cast, feedback):
    text = "x" * django_settings.JSON_BODY_MAX_BYTES
    answer = cast.reviewer.post("comments", {"feedback_id": str(feedback.id), "content": text})
    assert_problem(answer, 413, "too_large")
    answer = cast.reviewer.patch(f"feedbacks/{feedback.id}", {"content": text})
    assert_problem(answer, 413, "too_large")
    assert_problem(give(cast.reviewer, cast.video, "A" * 15 * 1024**2), 413, "too_large")


def test_a_refused_feedback_leaves_no_row(cast):
    seq = newest_seq(cast)
    answer = give(cast.reviewer, cast.video, picture(), assignee=str(cast.outsider.user.id))

    assert fields_of(answer) == ["assignee"]
    assert not Screenshot.objects.exists()
    assert events_since(cast, seq) == []


def test_the_same_key_and_body_make_one(cast):
    body = {
        "video_id": str(cast.video.id),
        "timestamp": 1,
        "content": "x",
        "screenshot": base64.b64encode(picture()).decode(),
    }
    first = cast.reviewer.post("feedbacks", body, Idempotency_Key="k1")
    again = cast.reviewer.post("feedbacks", body, Idempotency_Key="k1")

    assert first.status_code == again.status_code == 201
    assert first.json()["id"] == again.json()["id"]
    assert Screenshot.objects.count() == 1


def test_all_of_a_projects_pictures_have_one_signature(cast):
    for _ in range(2):
        give(cast.reviewer, cast.video, bytes_of(halves(), "PNG"))
    work()

    listed = cast.viewer.get(f"feedbacks?project_id={cast.project.id}").json()

    urls = [path_of(each["screenshot_url"]) for each in listed]
    assert len({url.split("/")[3] for url in urls}) == 1
    assert len(set(urls)) == 2
    assert {fetch(url).status_code for url in urls} == {200}
