"""POST videos/{id}/upload/complete."""

from uuid import UUID

import httpx
import pytest
from django.conf import settings

from tests.concurrency import at_once
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of
from tests.videos.uploads import (
    CONTENT,
    MIB,
    complete,
    objects_of,
    put,
    put_all,
    put_past_url,
    row,
    started,
    unfinished_uploads,
    uploaded,
)
from videoplanet.api.errors import InvalidField
from videoplanet.storage import s3
from videoplanet.tasks.exclusive import exclusive
from videos.models import Video
from videos.parts import Part, join_parts
from videos.uploads import COMPLETION


@pytest.fixture
def two_parts(cast, settings):
    """An upload of two small parts, both there."""
    settings.VIDEO_PART_BYTES = 5 * MIB
    content = b"a" * (5 * MIB) + b"rest"
    video = started(cast.editor, cast.project, len(content))
    return video, put_all(video["upload"], content)


def said_by_people(cast, seq):
    """Return the events after `seq` that people caused; a worker may have begun."""
    return [event for event in events_since(cast, seq) if event["actor"]]


def refused(answer):
    """Return `(field, code)` of the one error."""
    assert_problem(answer, 400, answer.json()["code"])
    [error] = answer.json()["errors"]
    assert error["message"]
    return error["field"], error["code"]


def test_three_parts_become_one_video_that_plays(cast):
    content = b"1" * (8 * MIB) + b"2" * (8 * MIB) + b"3" * MIB
    video = started(cast.editor, cast.project, len(content))
    parts = put_all(video["upload"], content)
    seq = newest_seq(cast)

    answer = complete(cast.editor, video, parts)

    assert answer.status_code == 200
    done = answer.json()
    assert (done["status"], done["progress"]) == ("processing", 0)
    assert done["updated_at"] > done["created_at"]
    [event] = events_since(cast, seq)
    assert (event["type"], event["payload"]) == ("video.updated", done)
    assert event["actor"] == str(cast.editor.user.id)
    assert cast.viewer.get(f"videos/{video['id']}").json() == done
    assert unfinished_uploads(cast.project.id) == []
    url = cast.viewer.get(f"videos/{video['id']}/playback").json()["url"]
    assert httpx.get(url).content == content


def test_the_order_of_parts_and_the_quotes_of_etags_do_not_matter(cast, two_parts):
    video, parts = two_parts
    bare = [{**part, "etag": part["etag"].strip('"')} for part in reversed(parts)]

    assert complete(cast.editor, video, bare).status_code == 200
    assert complete(cast.editor, video, parts).status_code == 200


def test_the_same_again_answers_the_same_and_is_no_change(cast):
    video = started(cast.editor, cast.project)
    parts = put_all(video["upload"])
    first, seq = complete(cast.editor, video, parts), newest_seq(cast)

    for person in (cast.editor, cast.owner):
        again = complete(person, video, parts)
        assert (again.status_code, again.json()) == (200, first.json())
    assert events_since(cast, seq) == []


def test_other_parts_than_the_first_time_are_a_conflict(cast):
    video = started(cast.editor, cast.project)
    [part] = put_all(video["upload"])
    complete(cast.editor, video, [part])

    for parts in ([{**part, "etag": '"other"'}], [part, {"number": 2, "etag": "x"}]):
        assert_problem(complete(cast.editor, video, parts), 409, "not_uploading")


def test_a_part_that_was_never_sent_is_named(cast):
    video = started(cast.editor, cast.project, 17 * MIB)
    first = put(video["upload"]["parts"][0], b"x" * (8 * MIB))
    parts = [first, {"number": 2, "etag": "x"}, {"number": 3, "etag": "y"}]

    assert refused(complete(cast.editor, video, parts)) == ("parts[1]", "missing")


def test_a_parts_url_takes_no_other_size(cast):
    video = started(cast.editor, cast.project)
    part = video["upload"]["parts"][0]

    assert httpx.put(part["url"], content=b"x" * (part["size"] + 1)).status_code == 403
    assert httpx.put(part["url"], content=b"x" * part["size"]).status_code == 200


def test_a_part_of_a_wrong_size_is_named(cast, settings):
    settings.VIDEO_PART_BYTES = 5 * MIB
    video = started(cast.editor, cast.project, 5 * MIB + 4)
    first = put(video["upload"]["parts"][0], b"a" * (5 * MIB))
    answer = complete(cast.editor, video, [first, put_past_url(video, 2, b"longer")])

    assert refused(answer) == ("parts[1]", "wrong_size")
    assert "6 bytes" in answer.json()["errors"][0]["message"]


def test_a_part_with_another_etag_is_named(cast, two_parts):
    video, parts = two_parts
    parts[1]["etag"] = parts[0]["etag"]

    assert refused(complete(cast.editor, video, parts)) == ("parts[1].etag", "wrong_etag")


def test_a_part_sent_anew_has_another_etag(cast, two_parts):
    video, parts = two_parts
    anew = put(video["upload"]["parts"][1], b"anew")

    assert refused(complete(cast.editor, video, parts)) == ("parts[1].etag", "wrong_etag")
    assert complete(cast.editor, video, [parts[0], anew]).status_code == 200


def test_a_part_sent_anew_after_the_check_is_noticed_by_the_storage(cast, two_parts):
    video, parts = two_parts
    checked = [Part(**part) for part in parts]
    put(video["upload"]["parts"][1], b"anew")

    with pytest.raises(InvalidField, match="uploaded again"):
        join_parts(Video.objects.get(id=video["id"]), checked)


@pytest.mark.parametrize(
    ("numbers", "error"),
    [
        ([1], ("parts", "incomplete")),
        ([2], ("parts", "incomplete")),
        ([1, 2, 3], ("parts[2].number", "unknown")),
        ([1, 10_000], ("parts[1].number", "unknown")),
        ([1, 1], ("parts[1].number", "duplicate")),
        ([1, 2, 2], ("parts[2].number", "duplicate")),
    ],
)
def test_every_part_is_named_once(cast, two_parts, numbers, error):
    video, parts = two_parts
    etag = parts[0]["etag"]
    given = [{"number": number, "etag": etag} for number in numbers]

    assert refused(complete(cast.editor, video, given)) == error


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "parts"),
        ({"parts": []}, "parts"),
        ({"parts": None}, "parts"),
        ({"parts": {"number": 1}}, "parts"),
        ({"parts": ["x"]}, "parts[0]"),
        ({"parts": [{"number": 1}]}, "parts[0].etag"),
        ({"parts": [{"etag": "x"}]}, "parts[0].number"),
        ({"parts": [{"number": 0, "etag": "x"}]}, "parts[0].number"),
        ({"parts": [{"number": "1", "etag": "x"}]}, "parts[0].number"),
        ({"parts": [{"number": True, "etag": "x"}]}, "parts[0].number"),
        ({"parts": [{"number": 1.0, "etag": "x"}]}, "parts[0].number"),
        ({"parts": [{"number": 10_001, "etag": "x"}]}, "parts[0].number"),
        ({"parts": [{"number": 1, "etag": ""}]}, "parts[0].etag"),
        ({"parts": [{"number": 1, "etag": 5}]}, "parts[0].etag"),
        ({"parts": [{"number": 1, "etag": "a<b\n"}]}, "parts[0].etag"),
        ({"parts": [{"number": 1, "etag": "x" * 200}]}, "parts[0].etag"),
        ({"parts": [{"number": 1, "etag": "x", "size": 5}]}, "parts[0].size"),
        ({"parts": [{"number": 1, "etag": "x"}], "title": "x"}, "title"),
    ],
)
def test_what_does_not_fit_is_named(cast, body, field):
    video = started(cast.editor, cast.project)

    answer = cast.editor.post(f"videos/{video['id']}/upload/complete", body)

    assert set(fields_of(answer)) == {field}


def test_after_a_refusal_the_upload_goes_on(cast, two_parts):
    video, parts = two_parts
    seq = newest_seq(cast)
    wrong = [parts[0], {**parts[1], "etag": "x"}]

    assert complete(cast.editor, video, wrong).status_code == 400
    assert events_since(cast, seq) == []
    assert complete(cast.editor, video, parts).status_code == 200


def test_one_that_died_between_storage_and_database_is_finished_by_the_next(cast):
    video = started(cast.editor, cast.project)
    parts = put_all(video["upload"])
    row = Video.objects.get(id=video["id"])
    s3.client().complete_multipart_upload(
        Bucket=settings.S3_BUCKET,
        Key=row.object_key,
        UploadId=row.upload_id,
        MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": parts[0]["etag"]}]},
    )

    assert complete(cast.editor, video, parts).json()["status"] == "processing"


def test_an_upload_that_the_storage_lost_is_gone(cast):
    video = started(cast.editor, cast.project)
    parts = put_all(video["upload"])
    row = Video.objects.get(id=video["id"])
    s3.abort_multipart_upload(row.object_key, row.upload_id)

    assert_problem(complete(cast.editor, video, parts), 409, "upload_gone")


@pytest.mark.parametrize(
    ("name", "status"),
    [("owner", 200), ("reviewer", 403), ("viewer", 403), ("guest", 403), ("outsider", 404)],
)
def test_only_editors_complete(cast, name, status):
    video = started(cast.editor, cast.project)
    parts = put_all(video["upload"])

    assert complete(cast.anonymous, video, parts).status_code == 401
    assert complete(getattr(cast, name), video, parts).status_code == status


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(3))
def test_many_at_once_have_one_outcome_and_one_event(cast, _time):
    video = started(cast.editor, cast.project)
    parts, seq = put_all(video["upload"]), newest_seq(cast)

    answers = at_once(*[lambda: complete(cast.editor, video, parts)] * 6)

    assert {answer.status_code for answer in answers} == {200}
    # A worker that is running may have begun between two of the answers.
    assert {answer.json()["id"] for answer in answers} == {video["id"]}
    assert [event["type"] for event in said_by_people(cast, seq)] == ["video.updated"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(8))
def test_against_an_abort_one_of_them_wins(cast, worker, _time):
    video = started(cast.editor, cast.project)
    parts, seq = put_all(video["upload"]), newest_seq(cast)

    completed, aborted = at_once(
        lambda: complete(cast.editor, video, parts),
        lambda: cast.owner.delete(f"videos/{video['id']}/upload"),
    )

    [event] = said_by_people(cast, seq)
    if aborted.status_code == 204:
        assert completed.status_code == 404
        assert event["type"] == "video.deleted"
        worker.wait_for_deletions()
        assert objects_of(cast.project.id) == []
    else:
        assert (completed.status_code, aborted.status_code) == (200, 409)
        assert event["type"] == "video.updated"
        assert row(video).object_key in objects_of(cast.project.id)
    assert unfinished_uploads(cast.project.id) == []


def test_uploading_leaves_the_other_videos_alone(cast):
    first = uploaded(cast.editor, cast.project)
    second = uploaded(cast.editor, cast.project, b"other")

    for video, content in ((first, CONTENT), (second, b"other")):
        url = cast.viewer.get(f"videos/{video['id']}/playback").json()["url"]
        assert httpx.get(url).content == content


def test_one_that_waits_too_long_for_another_is_told_so(cast, two_parts):
    video, parts = two_parts
    with exclusive(COMPLETION, UUID(video["id"]), wait=0):
        answer = complete(cast.editor, video, parts)

        assert_problem(answer, 503, "busy")
        assert answer["Retry-After"] == "1"

    assert complete(cast.editor, video, parts).status_code == 200
