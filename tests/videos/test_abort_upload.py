"""DELETE videos/{id}/upload."""

import httpx
import pytest

from tests.events import events_since, newest_seq
from tests.problems import assert_problem
from tests.videos.uploads import (
    CONTENT,
    complete,
    objects_of,
    put_all,
    started,
    unfinished_uploads,
    uploaded,
)


def test_the_video_goes_with_it(cast):
    video, seq = started(cast.editor, cast.project), newest_seq(cast)

    assert cast.editor.delete(f"videos/{video['id']}/upload").status_code == 204

    assert cast.viewer.get(f"videos/{video['id']}").status_code == 404
    assert cast.editor.delete(f"videos/{video['id']}/upload").status_code == 404
    [event] = events_since(cast, seq)
    assert event["type"] == "video.deleted"
    assert event["payload"] == {"id": video["id"], "project_id": str(cast.project.id)}
    assert event["actor"] == str(cast.editor.user.id)


@pytest.mark.django_db(transaction=True)
def test_the_storage_keeps_nothing_and_its_urls_end(cast, worker):
    video = started(cast.editor, cast.project)
    put_all(video["upload"])

    cast.editor.delete(f"videos/{video['id']}/upload")
    worker.wait_for_deletions()

    assert unfinished_uploads(cast.project.id) == []
    assert objects_of(cast.project.id) == []
    assert httpx.put(video["upload"]["parts"][0]["url"], content=CONTENT).status_code == 404


def test_a_completed_video_is_not_aborted(cast):
    video = uploaded(cast.editor, cast.project)

    assert_problem(cast.editor.delete(f"videos/{video['id']}/upload"), 409, "not_uploading")
    assert cast.viewer.get(f"videos/{video['id']}/playback").status_code == 200


def test_what_was_aborted_can_not_be_completed(cast):
    video = started(cast.editor, cast.project)
    parts = put_all(video["upload"])
    cast.editor.delete(f"videos/{video['id']}/upload")

    assert_problem(complete(cast.editor, video, parts), 404, "not_found")


def test_an_old_version_is_refused(cast):
    video = started(cast.editor, cast.project)
    path = f"videos/{video['id']}"
    old = cast.editor.get(path)["ETag"]
    cast.editor.patch(path, {"title": "New"})

    assert_problem(cast.editor.delete(f"{path}/upload", If_Match=old), 412, "changed")


@pytest.mark.parametrize(
    ("name", "status"),
    [("owner", 204), ("reviewer", 403), ("viewer", 403), ("guest", 403), ("outsider", 404)],
)
def test_only_editors_abort(cast, name, status):
    video = started(cast.editor, cast.project)

    assert cast.anonymous.delete(f"videos/{video['id']}/upload").status_code == 401
    assert getattr(cast, name).delete(f"videos/{video['id']}/upload").status_code == status
