"""DELETE projects/{id}."""

import pytest

from eventlog.models import Event
from feedbacks.models import Feedback
from projects.models import Membership, Project
from tests.problems import assert_problem
from tests.videos.uploads import started
from videoplanet.storage.models import StorageDeletion
from videos.models import Video


def test_everything_in_it_goes_and_nobody_finds_it(cast, feedback):
    path = f"projects/{cast.project.id}"

    answer = cast.owner.delete(path)

    assert (answer.status_code, answer.content) == (204, b"")
    for model in (Project, Membership, Video, Feedback):
        assert not model.objects.exists()
    for person in (cast.owner, cast.viewer, cast.outsider):
        assert_problem(person.get(path), 404, "not_found")
    assert cast.owner.get(f"videos/{cast.video.id}").status_code == 404
    assert cast.owner.delete(path).status_code == 404
    assert cast.owner.get("projects").json() == []


def test_its_log_ends_with_one_event(cast, feedback):
    before = Event.objects.filter(stream_id=cast.project.id).count()
    cast.owner.delete(f"projects/{cast.project.id}")

    events = Event.objects.filter(stream_id=cast.project.id).order_by("seq")
    assert events.count() == before + 1
    assert events.last().type == "project.deleted"
    assert events.last().payload == {"id": str(cast.project.id)}
    assert events.last().actor_id == cast.owner.user.id


def test_its_guests_token_ends(cast):
    cast.owner.delete(f"projects/{cast.project.id}")

    assert cast.guest.get("users/me").status_code == 401
    assert cast.viewer.get("users/me").status_code == 200


def test_its_objects_and_unfinished_uploads_are_to_go(cast):
    video = started(cast.editor, cast.project)
    cast.owner.delete(f"projects/{cast.project.id}")

    asked = {(each.prefix, bool(each.upload_id)) for each in StorageDeletion.objects.all()}
    assert asked == {
        (f"projects/{cast.project.id}/", False),
        (f"projects/{cast.project.id}/videos/{video['id']}/", True),
    }


@pytest.mark.parametrize("name", ["editor", "reviewer", "viewer", "guest"])
def test_others_may_not(cast, name):
    answer = getattr(cast, name).delete(f"projects/{cast.project.id}")

    assert_problem(answer, 403, "permission_denied")
    assert Project.objects.exists()


def test_outsiders_find_nothing(cast):
    assert cast.outsider.delete(f"projects/{cast.project.id}").status_code == 404
    assert cast.anonymous.delete(f"projects/{cast.project.id}").status_code == 401


def test_an_old_version_is_refused(cast):
    path = f"projects/{cast.project.id}"
    old = cast.owner.get(path)["ETag"]
    cast.owner.patch(path, {"name": "New"})

    assert_problem(cast.owner.delete(path, If_Match=old), 412, "changed")
    assert cast.owner.delete(path, If_Match=cast.owner.get(path)["ETag"]).status_code == 204
