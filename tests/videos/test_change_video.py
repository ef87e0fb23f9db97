"""GET and PATCH videos/{id}."""

from uuid import uuid4

import pytest

from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of


def test_an_editor_renames_it(cast):
    path, seq = f"videos/{cast.video.id}", newest_seq(cast)
    before = cast.viewer.get(path).json()

    answer = cast.editor.patch(path, {"title": "최종본 🎬"})

    renamed = answer.json()
    assert (answer.status_code, renamed["title"]) == (200, "최종본 🎬")
    assert renamed["updated_at"] > before["updated_at"]
    new = {"title", "updated_at", "etag"}
    assert {k: v for k, v in renamed.items() if k not in new} == {
        k: v for k, v in before.items() if k not in new
    }
    assert cast.viewer.get(path).json() == renamed
    [event] = events_since(cast, seq)
    assert (event["type"], event["payload"]) == ("video.updated", renamed)


def test_the_same_title_changes_nothing(cast):
    path, seq = f"videos/{cast.video.id}", newest_seq(cast)
    before = cast.editor.get(path)

    assert cast.editor.patch(path, {"title": "First cut"})["ETag"] == before["ETag"]
    assert events_since(cast, seq) == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "title"),
        ({"title": ""}, "title"),
        ({"title": "\u2003"}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": None}, "title"),
        ({"title": 1}, "title"),
        ({"title": "x", "status": "ready"}, "status"),
        ({"title": "x", "size": 1}, "size"),
    ],
)
def test_what_does_not_fit_is_named(cast, body, field):
    assert fields_of(cast.editor.patch(f"videos/{cast.video.id}", body)) == [field]


def test_an_old_version_is_refused(cast):
    path = f"videos/{cast.video.id}"
    old = cast.editor.get(path)["ETag"]

    assert cast.editor.patch(path, {"title": "A"}, If_Match=old).status_code == 200
    assert_problem(cast.owner.patch(path, {"title": "B"}, If_Match=old), 412, "changed")
    assert cast.viewer.get(path).json()["title"] == "A"


def test_what_one_has_is_not_sent_again(cast):
    path = f"videos/{cast.video.id}"
    first = cast.viewer.get(path)

    assert cast.viewer.get(path, If_None_Match=first["ETag"]).status_code == 304
    cast.editor.patch(path, {"title": "A"})
    assert cast.viewer.get(path, If_None_Match=first["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("name", "status"),
    [("owner", 200), ("reviewer", 403), ("viewer", 403), ("guest", 403), ("outsider", 404)],
)
def test_only_editors_rename(cast, name, status):
    path = f"videos/{cast.video.id}"

    assert getattr(cast, name).patch(path, {"title": "Mine"}).status_code == status
    assert cast.anonymous.patch(path, {"title": "Mine"}).status_code == 401


@pytest.mark.parametrize(
    ("name", "status"), [("guest", 200), ("outsider", 404), ("anonymous", 401)]
)
def test_only_those_in_the_project_read_it(cast, name, status):
    assert getattr(cast, name).get(f"videos/{cast.video.id}").status_code == status
    assert cast.viewer.get(f"videos/{uuid4()}").status_code == 404
