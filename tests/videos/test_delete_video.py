"""DELETE videos/{id}, and the worker that deletes what the storage has of it."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from django.db import transaction

from feedbacks.models import Feedback
from tests.events import events_since, newest_seq
from tests.problems import assert_problem
from tests.videos.uploads import objects_of, put_all, started, unfinished_uploads, uploaded
from tests.waiting import eventually
from tests.working import make_due, work_of
from videoplanet.storage import s3
from videoplanet.storage.deletions import forget_objects
from videoplanet.storage.models import StorageDeletion
from videoplanet.storage.tasks import DELETION, delete_objects
from videoplanet.tasks.models import Work
from videoplanet.tasks.work import schedule, sweep_work


def test_its_feedback_goes_with_it_and_the_log_has_one_event(cast, feedback):
    seq = newest_seq(cast)

    assert cast.editor.delete(f"videos/{cast.video.id}").status_code == 204

    assert not Feedback.objects.exists()
    assert cast.viewer.get(f"videos/{cast.video.id}").status_code == 404
    assert cast.editor.delete(f"videos/{cast.video.id}").status_code == 404
    [event] = events_since(cast, seq)
    assert event["type"] == "video.deleted"
    assert event["payload"] == {"id": str(cast.video.id), "project_id": str(cast.project.id)}


@pytest.mark.parametrize(
    ("name", "status"),
    [("owner", 204), ("reviewer", 403), ("viewer", 403), ("guest", 403), ("outsider", 404)],
)
def test_only_editors_delete(cast, name, status):
    assert cast.anonymous.delete(f"videos/{cast.video.id}").status_code == 401
    assert getattr(cast, name).delete(f"videos/{cast.video.id}").status_code == status


def test_an_old_version_is_refused(cast):
    path = f"videos/{cast.video.id}"
    old = cast.editor.get(path)["ETag"]
    cast.editor.patch(path, {"title": "A"})

    assert_problem(cast.editor.delete(path, If_Match=old), 412, "changed")


@pytest.mark.django_db(transaction=True)
def test_the_worker_deletes_its_objects(cast, worker):
    video, other = uploaded(cast.editor, cast.project), uploaded(cast.editor, cast.project)
    url = cast.viewer.get(f"videos/{video['id']}/playback").json()["url"]

    cast.editor.delete(f"videos/{video['id']}")
    worker.wait_for_deletions()

    assert httpx.get(url).status_code == 404
    [kept] = objects_of(cast.project.id)
    assert other["id"] in kept


@pytest.mark.django_db(transaction=True)
def test_with_its_project_go_all_objects_and_unfinished_uploads(cast, worker):
    for _ in range(3):
        uploaded(cast.editor, cast.project)
    unfinished = started(cast.editor, cast.project)
    put_all(unfinished["upload"])

    cast.owner.delete(f"projects/{cast.project.id}")
    worker.wait_for_deletions()

    assert objects_of(cast.project.id) == []
    assert unfinished_uploads(cast.project.id) == []


def test_deleting_twice_is_no_error(cast):
    unfinished = started(cast.editor, cast.project)
    put_all(unfinished["upload"])
    cast.editor.delete(f"videos/{unfinished['id']}")
    [deletion] = StorageDeletion.objects.all()

    delete_objects(str(deletion.pk))
    deletion.save(force_insert=True)  # as if the worker had died before it could say so
    schedule(DELETION, [deletion.pk])
    delete_objects(str(deletion.pk))
    delete_objects(str(deletion.pk))

    assert not StorageDeletion.objects.exists()
    assert not Work.objects.filter(subject_id=deletion.pk).exists()
    assert unfinished_uploads(cast.project.id) == []


@pytest.mark.django_db(transaction=True)
def test_more_objects_than_one_page_of_the_storage_go(cast):
    prefix = f"projects/{cast.project.id}/videos/x/"

    def add(number):
        s3.put(f"{prefix}{number}", b"", content_type="video/mp4")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(1005)))
    with transaction.atomic():
        forget_objects(prefix)

    delete_objects(str(StorageDeletion.objects.get().pk))

    assert objects_of(cast.project.id) == []


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_is_finished_by_the_sweep(cast, worker, hanging_storage):
    video = uploaded(cast.editor, cast.project)
    address, asked = hanging_storage
    worker.stop()
    worker.start(S3_ENDPOINT_URL=address)
    cast.editor.delete(f"videos/{video['id']}")
    assert asked.wait(20)

    worker.kill()
    worker.start()

    assert len(objects_of(cast.project.id)) == 1
    assert sweep_work() == 0  # it may still be in good hands
    make_due(DELETION)
    sweep_work.delay()
    worker.wait_for_deletions()
    assert objects_of(cast.project.id) == []


@pytest.mark.django_db(transaction=True)
def test_with_the_storage_away_the_deletion_waits(cast, worker):
    video = uploaded(cast.editor, cast.project)
    worker.stop()
    worker.start(S3_ENDPOINT_URL="http://127.0.0.1:9")
    cast.editor.delete(f"videos/{video['id']}")
    # The worker that misses the video while it processes it may add another one.
    deletion = StorageDeletion.objects.earliest("created_at")
    eventually(lambda: work_of(DELETION, deletion.id).retries)

    assert objects_of(cast.project.id)
    worker.stop()
    worker.start()
    make_due(DELETION)
    sweep_work.delay()
    worker.wait_for_deletions()
    assert objects_of(cast.project.id) == []
