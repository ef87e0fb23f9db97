"""Writes while Celery's broker is away."""

import signal
import subprocess
import sys
import time
from os import environ

import pytest

from devstack.engines import CHECKOUT
from tests.conftest import make_video
from tests.videos.uploads import objects_of, uploaded
from tests.worker import environment
from tests.working import make_due
from videoplanet.storage.models import StorageDeletion
from videoplanet.storage.tasks import DELETION
from videoplanet.tasks.work import sweep_work

pytestmark = pytest.mark.django_db(transaction=True)


def delete_all(client, videos):
    """Delete the videos one after the other and return the longest time it took."""
    longest = 0.0
    for video in videos:
        start = time.monotonic()
        answer = client.delete(f"videos/{video}")
        longest = max(longest, time.monotonic() - start)
        assert answer.status_code == 204
    return longest


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_no_request_waits_for_it(cast, serve, broker, how):
    videos = [make_video(cast.access("owner")).id for _ in range(12)]
    client = serve(cast.owner.token, CELERY_BROKER_URL=broker.url)
    delete_all(client, videos[:2])  # with everything there, so that connections stand

    broker.process.send_signal(how)

    assert delete_all(client, videos[2:]) < 1.0
    assert StorageDeletion.objects.count() == len(videos)


def test_what_was_lost_meanwhile_is_swept_up(cast, serve, worker):
    video = uploaded(cast.editor, cast.project)
    client = serve(cast.owner.token, CELERY_BROKER_URL="redis://127.0.0.1:9/0")

    delete_all(client, [video["id"]])
    assert len(objects_of(cast.project.id)) == 1
    make_due(DELETION)

    assert sweep_work() == 1
    worker.wait_for_deletions()
    assert objects_of(cast.project.id) == []


def test_a_command_that_ends_at_once_has_sent_its_tasks(cast, worker):
    prefix = f"projects/{cast.project.id}/"
    code = f"from videoplanet.storage.deletions import forget_objects;forget_objects('{prefix}')"
    command = (sys.executable, "manage.py", "shell", "--no-imports", "-c", code)
    subprocess.run(command, cwd=CHECKOUT, env={**environ, **environment()}, check=True)

    worker.wait_for_deletions()
