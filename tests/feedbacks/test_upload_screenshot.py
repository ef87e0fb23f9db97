"""POST /api/upload and screenshots: a picture first, its feedback later."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from feedbacks.models import Feedback, Screenshot
from feedbacks.sweeps import sweep_screenshots
from feedbacks.tasks import SCREENSHOT, finish_screenshot, process_screenshot
from tests.events import events_since, newest_seq
from tests.feedbacks.shots import give, image_at, keys, picture, shown, upload, work
from tests.media import fetch
from tests.problems import assert_problem, fields_of
from videoplanet.storage import s3
from videoplanet.tasks.work import claim

pytestmark = pytest.mark.django_db
LATE = timezone.now() + timedelta(hours=26)


def uploaded(person, data=None, **more):
    answer = upload(person, data or picture(), **more)
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.fixture
def late(monkeypatch):
    """Call it to have everything a day and two hours old."""

    def later():
        old = timezone.now() - timedelta(hours=26)
        Screenshot.objects.update(created_at=old)
        monkeypatch.setattr(timezone, "now", lambda: LATE)

    return later


@pytest.mark.parametrize("path", ["/api/upload", "/api/v1/screenshots"])
def test_its_url_is_404_until_the_picture_is_there(cast, path):
    given = uploaded(cast.reviewer, path=path)

    assert set(given) == {"id", "url"}
    assert fetch(given["url"]).status_code == 404
    work()
    assert image_at(given["url"]).size == (320, 180)


@pytest.mark.parametrize("named_by", ["id", "url"])
@pytest.mark.parametrize("processed", [True, False])
def test_its_uploader_gives_it_to_a_feedback_by_id_or_url(cast, named_by, processed):
    given = uploaded(cast.guest)
    if processed:
        work()
    seq = newest_seq(cast)

    answer = give(cast.guest, cast.video, given[named_by])

    assert answer.status_code == 201, answer.content
    assert answer.json()["screenshot_status"] == "pending"
    work()
    ready = shown(cast.viewer, answer.json())
    assert ready["screenshot_status"] == "ready"
    assert image_at(ready["screenshot_url"]).size == (320, 180)
    assert f"projects/{cast.project.id}/" in ready["screenshot_url"]
    assert [event["type"] for event in events_since(cast, seq)] == [
        "feedback.created",
        "feedback.updated",
    ]
    row = Screenshot.objects.get()
    assert (str(row.id), row.feedback_id) == (given["id"], Feedback.objects.get().id)
    assert not s3.exists(row.raw_key)


def test_a_feedback_that_takes_it_while_it_is_worked_on_gets_it(cast):
    given = uploaded(cast.reviewer)
    held = claim(SCREENSHOT, UUID(given["id"]))
    seen = Screenshot.objects.get()  # as the task read it
    feedback = give(cast.reviewer, cast.video, given["id"]).json()
    assert finish_screenshot(held, seen, key=seen.upload_key) is False
    s3.put(seen.upload_key, picture("WEBP"), content_type="image/webp")
    held.finish()
    process_screenshot.apply(args=[given["id"]], throw=True)

    assert shown(cast.viewer, feedback)["screenshot_status"] == "ready"


def test_it_can_be_used_once(cast):
    given = uploaded(cast.reviewer)
    assert give(cast.reviewer, cast.video, given["id"]).status_code == 201

    answer = give(cast.reviewer, cast.video, given["url"])

    assert fields_of(answer) == ["screenshot"]
    assert answer.json()["errors"][0]["code"] == "used"
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize("name", ["owner", "guest"])
def test_nobody_else_can_use_it(cast, name):
    given = uploaded(cast.reviewer)

    for value in given.values():
        answer = give(getattr(cast, name), cast.video, value)
        assert fields_of(answer) == ["screenshot"]
        assert answer.json()["errors"][0]["code"] == "does_not_exist"
    assert give(cast.reviewer, cast.video, given["id"]).status_code == 201


def test_one_that_could_not_be_read_is_refused_with_its_reason(cast):
    data = picture(size=(500, 500))
    given = uploaded(cast.reviewer, data[: len(data) - 40])
    work()

    answer = give(cast.reviewer, cast.video, given["id"])

    [error] = answer.json()["errors"]
    assert (error["field"], error["code"]) == ("screenshot", "broken")
    assert fetch(given["url"]).status_code == 404


def test_who_may_give_feedback_nowhere_may_not_upload(cast):
    for name in ("viewer", "outsider"):
        assert_problem(upload(getattr(cast, name), picture()), 403, "permission_denied")
    assert_problem(upload(cast.anonymous, picture()), 401, "not_authenticated")
    assert not Screenshot.objects.exists()


def test_another_field_or_a_second_form_is_refused(cast):
    assert fields_of(upload(cast.reviewer, picture(), field="file")) == ["file"]
    answer = cast.reviewer.post("/api/upload", {"screenshot": "x"})
    assert_problem(answer, 415, "unsupported_media_type")
    answer = upload(cast.reviewer, picture() + bytes(11 * 1024**2))
    assert fields_of(answer) == ["screenshot"]


def test_the_same_key_and_file_make_one_and_another_file_is_refused(cast):
    first = upload(cast.reviewer, picture(), Idempotency_Key="k1")
    again = upload(cast.reviewer, picture(), Idempotency_Key="k1")
    other = upload(cast.reviewer, picture(color="red"), Idempotency_Key="k1")

    assert first.json() == again.json()
    assert_problem(other, 422, "idempotency_key_reused")
    assert Screenshot.objects.count() == 1


def test_what_no_feedback_takes_is_deleted_after_a_day(cast, late):
    kept = give(cast.reviewer, cast.video, uploaded(cast.reviewer)["id"]).json()
    taken_when_ready = uploaded(cast.reviewer)
    work()
    give(cast.reviewer, cast.video, taken_when_ready["id"])
    pending, ready = uploaded(cast.reviewer), uploaded(cast.guest)
    process_screenshot.apply(args=[ready["id"]], throw=True)
    s3.put("screenshots/01985f4e-0000-7000-8000-000000000001/raw", b"x", content_type="x")
    sweep_screenshots()
    assert Screenshot.objects.count() == 4

    late()
    sweep_screenshots()

    left = {str(row.id) for row in Screenshot.objects.all()}
    assert left.isdisjoint({pending["id"], ready["id"]})
    # The one that is still to be moved to its feedback keeps what it needs, nothing else does.
    assert {key.split("/")[1] for key in keys("screenshots/")} == {taken_when_ready["id"]}
    work()
    sweep_screenshots()
    assert keys("screenshots/") == []
    assert shown(cast.viewer, kept)["screenshot_status"] == "ready"
    assert {row.screenshot_status for row in Feedback.objects.all()} == {"ready"}


@pytest.mark.parametrize("path", ["/api/upload", "/api/v1/screenshots"])
def test_a_form_far_too_large_is_refused_by_its_length(cast, settings, path):
    # What is sent is a good picture: only the declared length is too large.
    length = str(settings.SCREENSHOT_MAX_BYTES * 2)
    answer = upload(cast.reviewer, picture(), path=path, Content_Length=length)
    assert fields_of(answer) == ["screenshot"]
    assert answer.json()["errors"][0]["code"] == "too_large"
