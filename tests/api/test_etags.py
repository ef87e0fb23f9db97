"""`etag` in rows and events: a client edits what it has, without another GET."""

import pytest

from tests.events import events_since, newest_seq
from tests.problems import assert_problem


def edits(cast, feedback):
    """Return the list and the address of each kind of row, and what to change."""
    project = f"projects/{cast.project.id}"
    of = f"project_id={cast.project.id}"
    return {
        "project": ("projects", "projects/{id}", {"name": "Other"}),
        "member": (f"{project}/members", f"{project}/members/{{id}}", {"role": "viewer"}),
        "video": (f"videos?{of}", "videos/{id}", {"title": "Other"}),
        "feedback": (f"feedbacks?{of}", "feedbacks/{id}", {"content": "Other"}),
        "comment": (f"comments?feedback_id={feedback.id}", "comments/{id}", {"content": "Other"}),
        "share link": (f"share-links?{of}", "share-links/{id}", {"role": "reviewer"}),
    }


@pytest.mark.parametrize(
    "kind", ["project", "member", "video", "feedback", "comment", "share link"]
)
def test_a_rows_etag_is_what_if_match_takes(cast, feedback, kind):
    cast.owner.post("comments", {"feedback_id": str(feedback.id), "content": "x"})
    link = {"project_id": str(cast.project.id), "role": "viewer"}
    assert cast.owner.post("share-links", link).status_code == 201
    rows, path, change = edits(cast, feedback)[kind]
    row = cast.owner.get(rows).json()[-1]
    path = path.format(id=row["id"])
    seq = newest_seq(cast)

    changed = cast.owner.patch(path, change, If_Match=row["etag"])
    assert changed.status_code == 200
    assert_problem(cast.owner.patch(path, change, If_Match=row["etag"]), 412, "changed")

    new = changed.json()["etag"]
    assert new != row["etag"]
    assert cast.owner.get(rows).json()[-1]["etag"] == new
    if kind != "share link":  # of which there is no event
        assert events_since(cast, seq)[0]["payload"]["etag"] == new
    assert cast.owner.delete(path, If_Match=new).status_code == 204


@pytest.mark.parametrize(
    "rewritten", ["W/{tag}", '"{inner}-gzip"', 'W/"{inner}-gzip"', "{tag}-gzip", '"x", W/{tag}']
)
def test_a_tag_that_a_proxy_rewrote_still_matches(cast, feedback, rewritten):
    path = f"feedbacks/{feedback.id}"
    tag = cast.owner.get(path)["ETag"]
    sent = rewritten.format(tag=tag, inner=tag.strip('"'))

    assert cast.owner.patch(path, {"content": "a"}, If_Match=sent).status_code == 200
    assert_problem(cast.owner.patch(path, {"content": "b"}, If_Match=sent), 412, "changed")
