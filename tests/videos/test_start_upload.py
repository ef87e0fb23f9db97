"""POST videos: the plan of an upload."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest

from tests.concurrency import at_once
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of
from tests.videos.uploads import MIB, start, started, unfinished_uploads
from videos.models import Video


def test_it_answers_the_video_and_where_its_parts_go(cast):
    seq = newest_seq(cast)
    answer = start(cast.editor, cast.project, 17 * MIB, title="러프 컷", filename="컷 1.mp4")

    assert answer.status_code == 201
    video = answer.json()
    upload = video.pop("upload")
    assert video == cast.viewer.get(f"videos/{video['id']}").json()
    assert (
        video
        | {
            "project_id": str(cast.project.id),
            "title": "러프 컷",
            "filename": "컷 1.mp4",
            "size": 17 * MIB,
            "content_type": "video/mp4",
            "status": "uploading",
            "failure": "",
            "version": 1,
            "progress": 0,
            "duration": None,
            "frame_rate": None,
            "width": None,
            "height": None,
            "poster_url": None,
            "sprite_vtt_url": None,
            "peaks_url": None,
        }
        == video
    )
    assert video["uploader"]["id"] == str(cast.editor.user.id)
    assert video["created_at"] == video["updated_at"]
    assert upload["part_size"] == 8 * MIB
    assert [(part["number"], part["size"]) for part in upload["parts"]] == [
        (1, 8 * MIB),
        (2, 8 * MIB),
        (3, MIB),
    ]
    [event] = events_since(cast, seq)
    assert (event["type"], event["payload"]) == ("video.created", video)
    assert answer["X-Project-Seq"] == str(event["seq"])


def test_a_small_file_has_one_part(cast):
    [part] = started(cast.editor, cast.project, 1)["upload"]["parts"]

    assert (part["number"], part["size"]) == (1, 1)


def test_a_file_of_full_parts_has_no_empty_one_at_its_end(cast):
    parts = started(cast.editor, cast.project, 16 * MIB)["upload"]["parts"]

    assert [part["size"] for part in parts] == [8 * MIB, 8 * MIB]


def test_five_gib_are_640_parts_each_with_its_own_url(cast):
    video = started(cast.editor, cast.project, 5 * 1024 * MIB)
    parts = video["upload"]["parts"]

    assert [part["number"] for part in parts] == list(range(1, 641))
    assert {part["size"] for part in parts} == {8 * MIB}
    asked = [parse_qs(urlsplit(part["url"]).query) for part in parts]
    assert [query["partNumber"] for query in asked] == [[f"{n}"] for n in range(1, 641)]
    assert len({query["uploadId"][0] for query in asked}) == 1
    assert {urlsplit(part["url"]).path.partition("projects/")[2] for part in parts} == {
        f"{cast.project.id}/videos/{video['id']}/original"
    }


def test_the_largest_file_fits_into_2000_parts(cast, settings):
    parts = started(cast.editor, cast.project, settings.VIDEO_MAX_BYTES)["upload"]["parts"]

    assert len(parts) <= 2000
    assert sum(part["size"] for part in parts) == settings.VIDEO_MAX_BYTES
    assert all(part["size"] >= 5 * MIB for part in parts[:-1])


def test_a_url_takes_only_its_own_part_and_only_a_put(cast):
    [part] = started(cast.editor, cast.project)["upload"]["parts"]
    url = part["url"]

    for forged in (
        url.replace("partNumber=1", "partNumber=2"),
        url.replace("/original", "/other"),
        url.replace("X-Amz-Expires=86", "X-Amz-Expires=99"),
    ):
        assert forged != url
        assert httpx.put(forged, content=b"x").status_code == 403
    assert httpx.get(url).status_code == 403


def test_the_urls_hold_until_the_sweep_takes_the_upload(cast):
    video = started(cast.editor, cast.project)
    expires = datetime.fromisoformat(video["upload"]["expires_at"])

    assert expires - datetime.fromisoformat(video["created_at"]) == timedelta(days=1)
    [lifetime] = parse_qs(urlsplit(video["upload"]["parts"][0]["url"]).query)["X-Amz-Expires"]
    assert 86_300 <= int(lifetime) <= 86_400


def test_browsers_of_the_front_end_may_put_and_read_the_etag(cast, settings):
    [part] = started(cast.editor, cast.project, 1)["upload"]["parts"]
    origin = {"Origin": settings.FRONTEND_URL}
    asked = {"Access-Control-Request-Method": "PUT", **origin}

    preflight = httpx.options(part["url"], headers=asked)
    answer = httpx.put(part["url"], content=b"x", headers=origin)

    assert preflight.status_code == 200
    assert "PUT" in preflight.headers["Access-Control-Allow-Methods"]
    assert answer.headers["Access-Control-Allow-Origin"] in ("*", settings.FRONTEND_URL)
    assert "etag" in answer.headers["Access-Control-Expose-Headers"].lower()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\nb"}, "title"),
        ({"title": 7}, "title"),
        ({"filename": ""}, "filename"),
        ({"filename": "x" * 256}, "filename"),
        ({"filename": "a\r\nSet-Cookie: x"}, "filename"),
        ({"size": 0}, "size"),
        ({"size": -1}, "size"),
        ({"size": "5"}, "size"),
        ({"size": 1.5}, "size"),
        ({"size": True}, "size"),
        ({"size": None}, "size"),
        ({"size": 20 * 1024**3 + 1}, "size"),
        ({"size": 10**30}, "size"),
        ({"project_id": "x"}, "project_id"),
        ({"project_id": 5}, "project_id"),
        ({"project_id": str(uuid4())}, "project_id"),
        ({"status": "ready"}, "status"),
        ({"upload_id": "x"}, "upload_id"),
    ],
)
def test_what_does_not_fit_is_named(cast, changes, field):
    seq = newest_seq(cast)

    assert set(fields_of(start(cast.editor, cast.project, **changes))) == {field}
    assert events_since(cast, seq) == []
    assert unfinished_uploads(cast.project.id) == []


@pytest.mark.parametrize("missing", ["project_id", "title", "filename", "size", "content_type"])
def test_what_is_missing_is_named(cast, missing):
    body = {
        "project_id": str(cast.project.id),
        "title": "t",
        "filename": "f.mp4",
        "size": 1,
        "content_type": "video/mp4",
    }
    del body[missing]

    assert fields_of(cast.editor.post("videos", body)) == [missing]


@pytest.mark.parametrize(
    "content_type",
    [
        "text/html",
        "application/xhtml+xml",
        "image/svg+xml",
        "text/xml",
        "application/javascript",
        "application/pdf",
        "video/mp4, text/html",
        "video/mp4\r\nX: y",
        "video/",
        "video",
        "text/html;video/mp4",
        "video/" + "x" * 300,
        7,
        None,
    ],
)
def test_what_a_browser_might_run_is_refused(cast, content_type):
    answer = start(cast.editor, cast.project, content_type=content_type)

    assert set(fields_of(answer)) == {"content_type"}


@pytest.mark.parametrize(
    "content_type",
    [
        "video/mp4",
        "video/quicktime",
        "video/x-matroska",
        "application/mxf",
        "application/octet-stream",
    ],
)
def test_what_cameras_and_editors_make_is_taken(cast, content_type):
    assert start(cast.editor, cast.project, content_type=content_type).status_code == 201


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("video/webm;codecs=vp9,opus", "video/webm"),
        ('video/mp4; codecs="avc1.42E01E, mp4a.40.2"', "video/mp4"),
        ("video/mp4;x=<script>", "video/mp4"),
        ("", "application/octet-stream"),
        ("Video/MP4", "video/mp4"),
        ("application/mp4", "application/mp4"),
        ("application/MXF", "application/mxf"),
    ],
)
def test_media_types_are_taken_as_browsers_say_them(cast, said, kept):
    answer = start(cast.editor, cast.project, content_type=said)

    assert (answer.status_code, answer.json()["content_type"]) == (201, kept)


@pytest.mark.parametrize("name", ["reviewer", "viewer", "guest"])
def test_only_editors_upload(cast, name):
    assert_problem(start(getattr(cast, name), cast.project), 403, "permission_denied")
    assert unfinished_uploads(cast.project.id) == []


def test_outsiders_are_told_that_there_is_no_such_project(cast):
    assert fields_of(start(cast.outsider, cast.project)) == ["project_id"]
    assert start(cast.anonymous, cast.project).status_code == 401


def test_the_same_key_starts_one_upload(cast):
    headers = {"Idempotency_Key": "upload-1"}
    first, second = (start(cast.editor, cast.project, headers=headers) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert len(unfinished_uploads(cast.project.id)) == 1
    assert Video.objects.filter(project=cast.project).count() == 2  # with the cast's own


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_once_starts_one_upload(cast):
    seq, headers = newest_seq(cast), {"Idempotency_Key": "upload-1"}
    answers = at_once(*[lambda: start(cast.editor, cast.project, headers=headers)] * 6)

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(unfinished_uploads(cast.project.id)) == 1
    assert [event["type"] for event in events_since(cast, seq)] == ["video.created"]


@pytest.mark.django_db(transaction=True)
def test_a_project_that_goes_at_the_same_moment_leaves_no_upload(cast):
    path = f"projects/{cast.project.id}"
    seen = set()
    for _ in range(5):
        project = cast.owner.post("projects", {"name": "Short"}).json()
        deleted, begun = at_once(
            lambda p=project: cast.owner.delete(f"projects/{p['id']}"),
            lambda p=project: start(cast.owner, cast.project, project_id=p["id"]),
        )
        seen.add((deleted.status_code, begun.status_code))
        assert begun.status_code in (201, 400, 404, 409)
        if begun.status_code != 201:
            assert unfinished_uploads(project["id"]) == []
        else:
            assert not Video.objects.filter(id=begun.json()["id"]).exists()

    assert {status for status, _ in seen} == {204}
    assert cast.owner.get(path).status_code == 200
