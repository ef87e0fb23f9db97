"""Videos while workers die, the storage fails, the broker is away: none is lost or done twice."""

import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import make_video
from tests.events import events_since, newest_seq
from tests.videos.processing import bytes_of, frames_in, when_done
from tests.videos.storage_proxy import StorageProxy
from tests.videos.uploads import complete, objects_of, put_all, row, started, uploaded
from tests.waiting import eventually
from tests.working import make_due, work_of
from videoplanet.tasks.queue import enqueue
from videoplanet.tasks.work import claim, schedule, sweep_work
from videos.models import Video
from videos.processing import ATTEMPTS, PROCESSING, finish, report_progress
from videos.tasks import process_video

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def way(settings):
    """A way to the storage that a test can close."""
    proxy = StorageProxy(settings.S3_ENDPOINT_URL)
    yield proxy
    proxy.end()


@pytest.fixture
def long_film(samples):
    return samples["long"].read_bytes()


def waiting(cast):
    """Return a video that waits to be processed, of which no worker has been told yet."""
    video = make_video(cast.access("editor"), status="processing")
    schedule(PROCESSING, [video.id], delay=timedelta(hours=1))
    return video


def transcoding(cast, worker, content):
    """Upload a film and return it when its rendition is under way."""
    video = uploaded(cast.editor, cast.project, content)
    worker.wait_for(lambda: row(video).progress > 25)
    return video


def children_of(worker):
    """Return the processes in which a worker takes samples apart."""
    group = worker.media.process.pid
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if (
                b"videos.media_process" in (folder / "cmdline").read_bytes()
                and os.getpgid(parent) == group
            ):
                found.append(int(folder.name))
    return found


def assert_whole(video):
    """The rendition has all frames of the film."""
    assert (video["status"], video["rendition"]) == ("ready", True)
    frames = frames_in(bytes_of(row(video).rendition_key))
    assert [number for _, number, _ in frames] == list(range(3000))


def test_a_worker_killed_in_the_middle_leaves_nothing_running_and_the_next_makes_it_anew(
    cast, worker, long_film
):
    seq = newest_seq(cast)
    video = transcoding(cast, worker, long_film)
    [child] = children_of(worker)

    worker.kill()

    eventually(lambda: not Path(f"/proc/{child}").exists())
    assert row(video).status == "processing"
    worker.start()
    make_due(PROCESSING)
    assert sweep_work() == 1
    assert_whole(when_done(cast, worker, video))
    # created, completed, probed, pictured, ready: what was said before the kill is not said again
    assert len(events_since(cast, seq)) == 5


def test_who_was_taken_for_dead_writes_nothing_any_more(cast):
    video = waiting(cast)
    first = claim(PROCESSING, video.id)
    make_due(PROCESSING)
    second = claim(PROCESSING, video.id)
    seq = newest_seq(cast)

    finish(first, {"duration": 1.0})
    first.retry(counts=False)

    assert events_since(cast, seq) == []
    assert work_of(PROCESSING, video.id).claim == second.token
    finish(second, {"duration": 2.0})
    assert Video.objects.get(id=video.id).duration == 2.0
    assert not work_of(PROCESSING, video.id)


def test_the_same_task_twice_does_the_work_once(cast, worker, long_film):
    seq = newest_seq(cast)
    video = transcoding(cast, worker, long_film)

    for _ in range(3):
        enqueue(process_video, video["id"])

    assert_whole(when_done(cast, worker, video))
    enqueue(process_video, video["id"])
    assert len(events_since(cast, seq)) == 5


def test_one_over_which_workers_die_again_and_again_is_given_up(cast, worker):
    worker.stop()
    video = waiting(cast)
    for _ in range(ATTEMPTS):
        assert claim(PROCESSING, video.id)  # by a worker that dies
        make_due(PROCESSING)
    worker.start()
    sweep_work()

    worker.wait_for(lambda: Video.objects.get(id=video.id).status == "failed")

    told = cast.viewer.get(f"videos/{video.id}").json()
    assert "could not be processed" in told["failure"]


def test_a_storage_that_fails_for_seconds_costs_nothing_but_them(cast, worker, way, long_film):
    worker.stop()
    worker.start(S3_ENDPOINT_URL=way.url)
    video = uploaded(cast.editor, cast.project, long_film)

    for percent in (1, 12, 40):  # while it is read, and while what was made is stored
        worker.wait_for(lambda least=percent: row(video).progress >= least)
        way.shut()
        eventually(lambda: way.refused >= 1 or row(video).status == "ready")
        way.is_open, way.refused = True, 0

    assert_whole(when_done(cast, worker, video))


def test_a_storage_that_is_away_for_long_is_waited_for(cast, worker, way, samples):
    worker.stop()
    worker.start(S3_ENDPOINT_URL=way.url)
    way.shut()
    video = uploaded(cast.editor, cast.project, samples["mkv"].read_bytes())
    worker.wait_for(lambda: work_of(PROCESSING, video["id"]).claim)
    eventually(lambda: work_of(PROCESSING, video["id"]).claim is None, 60)
    assert row(video).status == "processing"
    left = work_of(PROCESSING, video["id"])
    assert (left.failures, left.lost, left.retries) == (0, 0, 1)

    way.is_open = True

    assert when_done(cast, worker, video)["status"] == "ready"


def test_one_whose_task_was_lost_with_the_broker_is_swept_up(cast, serve, worker, samples):
    content = samples["mp4"].read_bytes()
    video = started(cast.editor, cast.project, len(content))
    parts = put_all(video["upload"], content)
    client = serve(cast.editor.token, CELERY_BROKER_URL="redis://127.0.0.1:9/0")

    answer = client.post(f"videos/{video['id']}/upload/complete", json={"parts": parts})
    assert (answer.status_code, answer.json()["status"]) == (200, "processing")
    assert sweep_work() == 0
    make_due(PROCESSING)

    assert sweep_work() == 1
    assert sweep_work() == 0
    assert when_done(cast, worker, video)["status"] == "ready"
    assert complete(cast.editor, video, parts).json()["status"] == "ready"


def test_progress_is_told_and_is_no_change(cast, worker, long_film):
    video = uploaded(cast.editor, cast.project, long_film)
    told = []

    def look():
        answer = cast.viewer.get(f"videos/{video['id']}")
        told.append((answer.json(), int(answer["X-Project-Seq"])))
        return told[-1][0]["status"] == "ready"

    worker.wait_for(look)

    progress = [each["progress"] for each, _ in told]
    assert progress == sorted(progress)
    assert (progress[0] < 10, progress[-1]) == (True, 100)
    # How many steps one sees depends on the machine.
    assert any(0 < each < 100 for each in progress)
    # While only the progress moves, neither the log nor the version does.
    versions = {(each["updated_at"], seq) for each, seq in told}
    assert len(versions) <= 4


def test_progress_behind_the_end_is_not_written(cast):
    video = make_video(cast.access("editor"), progress=100)

    report_progress(video, 50, "rendition")

    assert Video.objects.get(id=video.id).progress == 100


def test_a_video_deleted_meanwhile_leaves_nothing(cast, worker, long_film):
    video = transcoding(cast, worker, long_film)
    [child] = children_of(worker)

    assert cast.editor.delete(f"videos/{video['id']}").status_code == 204

    eventually(lambda: not Path(f"/proc/{child}").exists())
    worker.wait_for_deletions()
    eventually(lambda: objects_of(cast.project.id) == [])
