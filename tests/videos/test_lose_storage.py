"""Requests while the storage is away."""

import base64
import time

import httpx
import pytest
from django.db import connection

from tests.concurrency import at_once
from tests.events import events_since, newest_seq
from tests.feedbacks.shots import picture
from tests.feedbacks.test_upload_screenshot import upload
from tests.problems import assert_problem
from tests.videos.uploads import complete, put_all, start, started, uploaded
from videos.models import Video

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def storage_away(settings):
    """`storage_away()` takes it away, `storage_away(False)` brings it back."""
    there = settings.S3_ENDPOINT_URL

    def change(away=True, address=NOBODY):
        settings.S3_ENDPOINT_URL = address if away else there

    return change


def test_a_video_is_not_half_made(cast, storage_away):
    seq, headers = newest_seq(cast), {"Idempotency_Key": "k1"}
    storage_away()

    for given in ({}, headers):
        answer = start(cast.editor, cast.project, headers=given)
        assert_problem(answer, 503, "storage_unavailable")
        assert answer["Retry-After"] == "5"

    storage_away(False)
    assert events_since(cast, seq) == []
    assert Video.objects.count() == 1
    assert start(cast.editor, cast.project, headers=headers).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_one_that_hangs_is_given_up_before_the_database_gives_us_up(
    cast, storage_away, hanging_storage
):
    storage_away(address=hanging_storage[0])
    begun = time.monotonic()

    answer = start(cast.editor, cast.project, headers={"Idempotency_Key": "k1"})

    assert_problem(answer, 503, "storage_unavailable")
    assert time.monotonic() - begun < 15


def test_an_upload_goes_on_where_it_was(cast, storage_away):
    video = started(cast.editor, cast.project)
    parts = put_all(video["upload"])
    storage_away()

    assert_problem(complete(cast.editor, video, parts), 503, "storage_unavailable")
    assert_problem(cast.editor.get(f"videos/{video['id']}/upload"), 503, "storage_unavailable")
    assert cast.viewer.get(f"videos/{video['id']}").json()["status"] == "uploading"

    storage_away(False)
    assert complete(cast.editor, video, parts).json()["status"] == "processing"


def test_what_needs_no_storage_works(cast, storage_away):
    video = uploaded(cast.editor, cast.project)
    storage_away()

    told = cast.viewer.get(f"videos/{video['id']}/playback")
    assert told.status_code == 200
    assert httpx.get(told.json()["url"]).status_code == 200
    assert cast.viewer.get(f"videos?project_id={cast.project.id}").status_code == 200
    assert cast.editor.delete(f"videos/{video['id']}").status_code == 204


TRANSACTIONS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
"""


def transactions():
    """Count the other connections that are in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(TRANSACTIONS)
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["video", "feedback", "screenshot"])
def test_no_transaction_is_open_while_the_storage_hangs(cast, storage_away, hanging_storage, kind):
    address, asked = hanging_storage
    storage_away(address=address)
    headers = {"Idempotency_Key": "k1"}
    text = base64.b64encode(picture()).decode()
    feedback = {"video_id": str(cast.video.id), "timestamp": 1, "content": "x", "screenshot": text}
    send = {
        "video": lambda: start(cast.editor, cast.project, headers=headers),
        "feedback": lambda: cast.reviewer.post("feedbacks", feedback, **headers),
        "screenshot": lambda: upload(cast.reviewer, picture(), **headers),
    }[kind]

    def watch():
        assert asked.wait(10)
        return [transactions() for _ in range(20)]

    answer, seen = at_once(send, watch)

    assert_problem(answer, 503, "storage_unavailable")
    assert seen == [0] * 20


def test_a_replay_does_not_speak_to_the_storage(cast, storage_away):
    headers = {"Idempotency_Key": "k1"}
    text = base64.b64encode(picture()).decode()
    feedback = {"video_id": str(cast.video.id), "timestamp": 1, "content": "x", "screenshot": text}
    requests = [
        lambda: start(cast.editor, cast.project, headers=headers),
        lambda: cast.reviewer.post("feedbacks", feedback, **headers),
        lambda: upload(cast.reviewer, picture(), **headers),
    ]
    first = [send() for send in requests]
    storage_away()

    again = [send() for send in requests]

    assert [answer.status_code for answer in again] == [201] * 3
    assert [answer.content for answer in again] == [answer.content for answer in first]
