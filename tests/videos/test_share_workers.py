"""One person's videos leave room for everybody else's, and none of them stops a mail."""

import re

import pytest
import yaml

from devstack import run
from devstack.engines import CHECKOUT
from projects.actions import create_project
from tests.videos.uploads import uploaded
from tests.worker import QUEUES
from videos.models import Video

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 20
WORKERS = 2
"""What the tests' media worker processes at the same time."""


def other_project(person):
    return create_project(creator=person.user, name="Other film")


def first_to_begin(worker, videos, count):
    """Have the worker process the videos; return the ids of the first ones that it began."""
    worker.start()
    ids = [video["id"] for video in videos]
    begun = Video.objects.filter(id__in=ids, processing_began_at__isnull=False)
    worker.wait_for(lambda: begun.count() >= count)
    # The others would be processed while the next test's database is made.
    worker.stop()
    return [str(row.id) for row in begun.order_by("processing_began_at")[:count]]


@pytest.mark.parametrize("place", ["the same project", "another project"])
def test_one_video_does_not_wait_for_somebody_elses_twenty(cast, worker, samples, place):
    worker.stop()
    content = samples["mp4"].read_bytes()
    project = cast.project if place == "the same project" else other_project(cast.owner)
    many = [uploaded(cast.editor, cast.project, content) for _number in range(MANY)]
    one = uploaded(cast.owner, project, content)

    assert one["id"] in first_to_begin(worker, [*many, one], WORKERS + 1)


def test_two_with_many_videos_take_turns(cast, worker, samples):
    worker.stop()
    content = samples["mp4"].read_bytes()
    first = [uploaded(cast.editor, cast.project, content) for _number in range(6)]
    second = [uploaded(cast.owner, cast.project, content) for _number in range(6)]

    begun = first_to_begin(worker, [*first, *second], 6)

    assert 2 <= len({video["id"] for video in second}.intersection(begun)) <= 4


def test_a_person_with_many_projects_has_no_larger_share(cast, worker, samples):
    worker.stop()
    content = samples["mp4"].read_bytes()
    many = [
        uploaded(cast.editor, other_project(cast.editor), content) for _number in range(MANY // 2)
    ]
    one = uploaded(cast.owner, cast.project, content)

    assert one["id"] in first_to_begin(worker, [*many, one], WORKERS + 1)


def queues_of(command):
    return set(re.search(r"-Q (\S+)", command)[1].split(","))


def commands_of_compose():
    services = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
    commands = [service.get("command", "") for service in services.values()]
    return [command for command in commands if "celery" in command and " worker" in command]


def commands_of_handbook():
    text = (CHECKOUT / "docs" / "operating.md").read_text()
    return re.findall(r"`celery -A videoplanet --quiet worker ([^`]*)`", text)


@pytest.mark.parametrize(
    "queues",
    [
        [set(names.split(",")) for names in QUEUES.values()],
        [set(names.split(",")) for names in run._WORKERS.values()],
        [queues_of(command) for command in commands_of_compose()],
        [queues_of(command) for command in commands_of_handbook()],
    ],
    ids=["tests", "make run", "compose", "handbook"],
)
def test_media_webhooks_and_the_rest_have_their_own_workers(queues, settings):
    assert sorted(queues, key=lambda names: (len(names), sorted(names))) == [
        {"celery"},
        {"webhooks"},
        {"media", "pictures"},
    ]
    assert set.union(*queues) == {queue.name for queue in settings.CELERY_TASK_QUEUES}
