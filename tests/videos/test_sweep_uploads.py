"""What was begun and never completed."""

from datetime import timedelta

import httpx
import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tests.concurrency import at_once
from tests.events import events_since, newest_seq
from tests.videos.uploads import (
    CONTENT,
    objects_of,
    put_all,
    started,
    unfinished_uploads,
    uploaded,
)
from videoplanet.celery import app
from videoplanet.storage import s3
from videos.models import Video
from videos.sweeps import sweep_storage, sweep_uploads

DAY = timedelta(hours=24)


def videos(cast):
    return cast.viewer.get(f"videos?project_id={cast.project.id}").json()


def make_older(video, age):
    Video.objects.filter(id=video["id"]).update(created_at=timezone.now() - age)


@pytest.mark.django_db(transaction=True)
def test_after_a_day_the_worker_takes_it_away_with_one_event(cast, worker):
    old, young = (started(cast.editor, cast.project) for _ in range(2))
    ready = uploaded(cast.editor, cast.project)
    put_all(old["upload"])
    make_older(old, DAY + timedelta(minutes=1))
    make_older(young, DAY - timedelta(minutes=1))
    make_older(ready, 9 * DAY)
    seq = newest_seq(cast)

    sweep_uploads.delay()
    worker.wait_for(lambda: not Video.objects.filter(id=old["id"]).exists())
    worker.wait_for_deletions()

    # The worker says of the one that is uploaded that it is no video.
    [event] = [each for each in events_since(cast, seq) if each["payload"]["id"] != ready["id"]]
    assert (event["type"], event["payload"]["id"]) == ("video.deleted", old["id"])
    assert event["actor"] is None
    assert len(unfinished_uploads(cast.project.id)) == 1
    for video in (young, ready):
        assert cast.viewer.get(f"videos/{video['id']}").status_code == 200
    assert httpx.put(old["upload"]["parts"][0]["url"], content=CONTENT).status_code == 404


def test_sweeping_again_finds_nothing(cast):
    make_older(started(cast.editor, cast.project), 2 * DAY)

    assert [sweep_uploads(), sweep_uploads()] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_one_that_somebody_works_on_is_left_and_does_not_hold_up_the_others(cast):
    held, other = (started(cast.editor, cast.project) for _ in range(2))
    make_older(held, 3 * DAY)
    make_older(other, 2 * DAY)

    with transaction.atomic():
        Video.objects.select_for_update().get(id=held["id"])
        [swept] = at_once(sweep_uploads)
        assert swept == 1

    assert {video["id"] for video in videos(cast)} == {held["id"], str(cast.video.id)}
    assert sweep_uploads() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_sweeps_at_once_one_takes_it(cast):
    make_older(started(cast.editor, cast.project), 2 * DAY)
    seq = newest_seq(cast)

    assert sorted(at_once(sweep_uploads, sweep_uploads)) == [0, 1]
    assert len(events_since(cast, seq)) == 1


def test_an_upload_that_no_row_knows_is_ended_after_its_day(cast, settings):
    key = f"projects/{cast.project.id}/videos/lost/original"
    s3.client().create_multipart_upload(Bucket=settings.S3_BUCKET, Key=key)
    assert sweep_storage() == 0
    assert len(unfinished_uploads(cast.project.id)) == 1

    settings.UPLOAD_LIFETIME = timedelta(hours=-2)

    assert sweep_storage() >= 1
    assert unfinished_uploads(cast.project.id) == []


def test_beat_names_only_tasks_that_the_worker_knows():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
    assert objects_of("nothing") == []
