"""GET videos/{id}/upload: what is missing."""

import httpx
import pytest
from django.conf import settings

from tests.problems import assert_problem
from tests.videos.uploads import MIB, complete, put, put_past_url, started, uploaded
from videoplanet.storage import s3


def test_a_fresh_upload_misses_everything(cast):
    video = started(cast.editor, cast.project, 17 * MIB)

    state = cast.editor.get(f"videos/{video['id']}/upload").json()

    assert state["uploaded"] == []
    assert [part["number"] for part in state["parts"]] == [1, 2, 3]
    assert state["part_size"] == 8 * MIB
    assert state["expires_at"] == video["upload"]["expires_at"]


def test_of_five_gib_it_names_what_is_there_and_what_is_missing(cast):
    video = started(cast.editor, cast.project, 5 * 1024 * MIB)
    there = {1, 333, 640}
    chunk = b"x" * (8 * MIB)
    sent = [put(part, chunk) for part in video["upload"]["parts"] if part["number"] in there]

    answer = cast.owner.get(f"videos/{video['id']}/upload")

    state = answer.json()
    assert state["uploaded"] == [{**part, "size": 8 * MIB} for part in sent]
    assert [part["number"] for part in state["parts"]] == [
        number for number in range(1, 641) if number not in there
    ]
    assert answer["X-Project-Seq"] == cast.owner.get(f"videos/{video['id']}")["X-Project-Seq"]


def test_another_browser_finishes_with_the_fresh_urls(cast):
    content = b"a" * (8 * MIB) + b"b" * (8 * MIB) + b"c" * 5
    video = started(cast.editor, cast.project, len(content))
    put(video["upload"]["parts"][1], b"b" * (8 * MIB))

    state = cast.owner.get(f"videos/{video['id']}/upload").json()
    sent = [
        put(part, content[(part["number"] - 1) * 8 * MIB : part["number"] * 8 * MIB])
        for part in state["parts"]
    ]
    there = [{"number": each["number"], "etag": each["etag"]} for each in state["uploaded"]]
    answer = complete(cast.owner, video, there + sent)

    assert answer.status_code == 200
    assert [part["number"] for part in sent] == [1, 3]
    url = cast.viewer.get(f"videos/{video['id']}/playback").json()["url"]
    assert httpx.get(url).content == content


def test_a_part_that_broke_off_is_missing(cast):
    video = started(cast.editor, cast.project, 17 * MIB)
    put_past_url(video, 1, b"half")
    put(video["upload"]["parts"][2], b"x" * MIB)

    state = cast.editor.get(f"videos/{video['id']}/upload").json()

    assert [part["number"] for part in state["parts"]] == [1, 2]
    assert [part["number"] for part in state["uploaded"]] == [3]


def test_an_ended_upload_has_nothing_missing(cast):
    video = uploaded(cast.editor, cast.project)

    assert_problem(cast.editor.get(f"videos/{video['id']}/upload"), 409, "not_uploading")


def test_an_upload_that_the_storage_lost_is_gone(cast):
    video = started(cast.editor, cast.project)
    key = f"projects/{cast.project.id}/videos/{video['id']}/original"
    [upload_id] = [
        each["UploadId"]
        for each in s3.client().list_multipart_uploads(Bucket=settings.S3_BUCKET)["Uploads"]
        if each["Key"] == key
    ]
    s3.abort_multipart_upload(key, upload_id)

    assert_problem(cast.editor.get(f"videos/{video['id']}/upload"), 409, "upload_gone")


@pytest.mark.parametrize(
    ("name", "status"),
    [("owner", 200), ("reviewer", 403), ("viewer", 403), ("guest", 403), ("outsider", 404)],
)
def test_only_editors_see_the_urls(cast, name, status):
    video = started(cast.editor, cast.project)

    assert getattr(cast, name).get(f"videos/{video['id']}/upload").status_code == status
    assert cast.anonymous.get(f"videos/{video['id']}/upload").status_code == 401
