"""Screenshots while the broker, the worker or the storage dies: none is lost or done twice."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from feedbacks.models import Feedback, Screenshot
from feedbacks.pictures import BadPicture
from feedbacks.tasks import (
    ATTEMPTS,
    SCREENSHOT,
    fail_screenshot,
    finish_screenshot,
    process_screenshot,
)
from tests.concurrency import at_once
from tests.events import events_since, newest_seq
from tests.feedbacks.shots import (
    bytes_of,
    encoded,
    give,
    image_at,
    keys,
    picture,
    shown,
    upload,
)
from tests.problems import assert_problem
from tests.videos.storage_proxy import StorageProxy
from tests.waiting import eventually
from tests.working import make_due, work_of
from videoplanet.storage import s3
from videoplanet.storage.models import StorageDeletion
from videoplanet.tasks.models import Work
from videoplanet.tasks.work import claim, sweep_work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def way(settings):
    """A way to the storage that a test can close."""
    proxy = StorageProxy(settings.S3_ENDPOINT_URL)
    yield proxy
    proxy.end()


def is_ready():
    return Feedback.objects.get().screenshot_status == "ready"


def sweep_now():
    make_due(SCREENSHOT)
    return sweep_work()


def assert_there_once(cast, given, seq):
    """Check that the picture is there and that exactly one event told so."""
    ready = shown(cast.viewer, given)
    assert ready["screenshot_status"] == "ready"
    assert image_at(ready["screenshot_url"]).size == (320, 180)
    told = [each["payload"]["screenshot_status"] for each in events_since(cast, seq)]
    assert told == ["pending", "ready"]
    eventually(lambda: keys("screenshots/") == [])
    assert len(keys(f"projects/{cast.project.id}/")) == 1


@pytest.fixture
def seq(cast):
    for key in keys("screenshots/"):
        s3.delete(key)
    return newest_seq(cast)


def test_the_worker_makes_it(cast, worker, seq):
    given = give(cast.guest, cast.video, picture()).json()

    worker.wait_for(is_ready)

    assert_there_once(cast, given, seq)


def test_one_that_the_broker_never_got_is_swept_up(cast, serve, worker, seq):
    client = serve(cast.guest.token, CELERY_BROKER_URL="redis://127.0.0.1:9/0")
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "x"}
    began = time.monotonic()
    answer = client.post("feedbacks", json=body | {"screenshot": encoded(picture())})
    assert answer.status_code == 201
    assert time.monotonic() - began < 5
    assert sweep_work() == 0  # it may still be in good hands
    assert not is_ready()

    assert sweep_now() == 1
    worker.wait_for(is_ready)

    assert_there_once(cast, answer.json(), seq)


def test_a_broker_that_dies_and_comes_back_loses_nothing(cast, serve, broker, worker, seq):
    client = serve(cast.guest.token, CELERY_BROKER_URL=broker.url)
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "x"}
    broker.process.send_signal(signal.SIGKILL)
    given = client.post("feedbacks", json=body | {"screenshot": encoded(picture())}).json()

    sweep_now()
    worker.wait_for(is_ready)

    assert_there_once(cast, given, seq)


def test_one_whose_worker_was_killed_while_it_fetched_is_finished(
    cast, worker, hanging_storage, seq
):
    address, asked = hanging_storage
    worker.stop()
    worker.start(S3_ENDPOINT_URL=address)
    given = give(cast.guest, cast.video, picture()).json()
    assert asked.wait(20)

    worker.kill()
    worker.start()
    sweep_now()
    worker.wait_for(is_ready)

    assert_there_once(cast, given, seq)


def test_one_whose_worker_was_killed_while_it_decoded_is_finished(cast, worker, seq):
    noise = Image.effect_noise((2500, 2000), 90).convert("RGB")
    data = bytes_of(noise.resize((7000, 5600), Image.Resampling.BILINEAR), "JPEG", quality=30)
    worker.stop()
    worker.start()  # so that no earlier picture is in its peak
    before = memory_of(worker)
    give(cast.guest, cast.video, data)
    worker.wait_for(lambda: memory_of(worker) > before + 20)
    worker.kill()
    assert not is_ready()

    sweep_now()
    assert Work.objects.get(kind=SCREENSHOT.name).lost == 1
    worker.start()
    worker.wait_for(is_ready)

    told = [each["payload"]["screenshot_status"] for each in events_since(cast, seq)]
    assert told == ["pending", "ready"]


def test_a_storage_that_fails_three_times_is_tried_again(cast, worker, way, seq):
    worker.stop()
    worker.start(S3_ENDPOINT_URL=way.url)
    way.shut()
    given = give(cast.guest, cast.video, picture()).json()
    worker.wait_for(lambda: worker.said().count("is tried again") >= 3)
    assert shown(cast.viewer, given)["screenshot_status"] == "pending"
    assert work_of(SCREENSHOT, Screenshot.objects.get().id).failures == 0

    way.is_open = True
    worker.wait_for(is_ready)

    assert_there_once(cast, given, seq)


def test_two_workers_at_once_do_it_once(cast, worker, seq):
    worker.stop()  # one that can't reach the storage, as a test before left it, would keep the task
    given = give(cast.guest, cast.video, picture()).json()
    row = str(Screenshot.objects.get().id)

    at_once(*[lambda: process_screenshot.apply(args=[row], throw=True)] * 4)

    assert is_ready()
    assert_there_once(cast, given, seq)


def test_uploads_taken_while_the_worker_has_them_reach_their_feedback(cast, worker, seq):
    for _ in range(8):
        uploaded = upload(cast.guest, picture(size=(1500, 1000))).json()
        assert give(cast.guest, cast.video, uploaded["id"]).status_code == 201

    worker.wait_for(lambda: not Feedback.objects.exclude(screenshot_status="ready").exists())

    worker.wait_for(lambda: not Work.objects.exists())
    told = [each["payload"]["screenshot_status"] for each in events_since(cast, seq)]
    assert sorted(told) == ["pending"] * 8 + ["ready"] * 8


def test_a_worker_that_was_taken_for_dead_writes_nothing(cast, worker, seq):
    worker.stop()  # it would take what is claimed here
    screenshot = Screenshot.objects.get(id=upload(cast.guest, picture()).json()["id"])
    frozen = claim(SCREENSHOT, screenshot.id)
    make_due(SCREENSHOT)
    heir = claim(SCREENSHOT, screenshot.id)

    assert not finish_screenshot(frozen, screenshot, key="wrong")
    assert not fail_screenshot(frozen, screenshot, reason=BadPicture("broken"))

    screenshot.refresh_from_db()
    assert (screenshot.status, screenshot.key) == ("pending", None)
    assert finish_screenshot(heir, screenshot, key="right")


def test_a_feedback_deleted_meanwhile_leaves_no_object(cast, worker, seq):
    for _ in range(5):
        given = give(cast.guest, cast.video, picture(size=(2000, 1500))).json()
        assert cast.guest.delete(f"feedbacks/{given['id']}").status_code == 204
    worker.wait_for(lambda: not StorageDeletion.objects.exists())

    eventually(lambda: keys("screenshots/") == [] and not keys(f"projects/{cast.project.id}/"))
    assert {each["type"] for each in events_since(cast, seq)} <= {
        "feedback.created",
        "feedback.updated",
        "feedback.deleted",
    }


def test_what_a_decoder_dies_of_is_given_up(cast, worker, seq):
    worker.stop()  # it would take the task before the others have died
    given = give(cast.guest, cast.video, picture()).json()
    screenshot_id = Screenshot.objects.get().id
    for _ in range(ATTEMPTS):
        assert claim(SCREENSHOT, screenshot_id)  # by a worker that dies
        make_due(SCREENSHOT)

    process_screenshot.apply(args=[str(screenshot_id)], throw=True)

    failed = shown(cast.viewer, given)
    assert failed["screenshot_failure"] == "unreadable: The picture can't be read."
    korean = cast.viewer.get(f"feedbacks/{given['id']}", Accept_Language="ko").json()
    assert korean["screenshot_failure"] == "unreadable: 이미지를 읽을 수 없어요."


def test_with_the_storage_away_nothing_is_half_written(cast, settings, seq):
    there = settings.S3_ENDPOINT_URL
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:9"

    for answer in (
        give(cast.guest, cast.video, picture()),
        upload(cast.guest, picture()),
        upload(cast.guest, picture(), Idempotency_Key="k1"),
    ):
        assert_problem(answer, 503, "storage_unavailable")
        assert answer["Retry-After"] == "5"

    settings.S3_ENDPOINT_URL = there
    assert not Screenshot.objects.exists()
    assert not Feedback.objects.exists()
    assert events_since(cast, seq) == []
    assert upload(cast.guest, picture(), Idempotency_Key="k1").status_code == 201


def test_a_worker_stays_below_512_mib_on_the_largest_pictures(cast, worker, seq):
    """The peak of each process that decodes, as the kernel counted it."""
    gradient = Image.linear_gradient("L").resize((7300, 5479))
    colours = Image.merge("RGB", (gradient, gradient.transpose(0), gradient))
    pictures = [
        bytes_of(Image.merge("RGBA", (*colours.split(), gradient)), "PNG", compress_level=1),
        bytes_of(colours, "JPEG", progressive=True, subsampling=0, quality=90),
        bytes_of(colours, "WEBP", method=0),
    ]
    worker.stop()
    worker.start()
    for data in pictures:
        give(cast.guest, cast.video, data)

    worker.wait_for(lambda: not Feedback.objects.exclude(screenshot_status="ready").exists())

    assert memory_of(worker) < 512


def memory_of(worker):
    """Return the most that one of a worker's processes ever held, in MiB."""
    peaks = [peak_of(each) for each in processes_of(worker.media.process.pid)]
    print(f"peaks in MiB: {peaks}")
    return max(peaks)


def processes_of(group):
    """Return the ids of a worker's processes."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(ProcessLookupError):
            if os.getpgid(int(folder.name)) == group:
                found.append(int(folder.name))
    return found


def peak_of(process):
    """Return the most that a process ever held, in MiB."""
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    [line] = [line for line in status if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024
