"""Metrics of what all processes share: queues, work that waits, people and what they do.

They are read when Prometheus asks, in beat, because exactly one beat runs: each process that told
them would ask the same queries, and a sum over the processes would count everything again.
"""

import json
import logging
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Avg, Count, F, Max, Min, Q, QuerySet
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis import Redis, RedisError

from comments.models import FeedbackComment
from eventlog.models import Event
from feedbacks.models import Feedback
from projects.models import Membership, Project
from users.models import User
from videoplanet import heartbeats
from videoplanet.storage.models import StorageDeletion
from videoplanet.tasks.context import DUE_AT
from videoplanet.tasks.models import Work
from videos.models import Video

logger = logging.getLogger(__name__)

BUSINESS_SECONDS = 300.0
"""How old the counts of people and their work may be: some of them read whole tables."""
DAYS = 7
"""The period of what is told of the newest videos and of who takes part."""

type Rows = Sequence[tuple[tuple[str, ...], float]]


class StateCollector(Collector):
    """Reads the state of the service when it is asked."""

    def __init__(self) -> None:
        self._business: list[Metric] = []
        self._read_at = float("-inf")

    def describe(self) -> list[Metric]:
        """Return nothing, so that registering asks nobody."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Read everything; a part that is away is left out, and `videoplanet_state_up` says so."""
        up = GaugeMetricFamily("videoplanet_state_up", "Whether it could be asked.", labels=["of"])
        for name, read in (("redis", _queues), ("database", self._rows)):
            try:
                found = read()
            except (RedisError, DatabaseError) as error:
                logger.warning("no metrics of %s: %s", name, error)
                up.add_metric([name], 0)
            else:
                up.add_metric([name], 1)
                yield from found
        yield up

    def _rows(self) -> list[Metric]:
        try:
            if time.monotonic() - self._read_at > BUSINESS_SECONDS:
                self._business = _business()
                self._read_at = time.monotonic()
            return [*_work(), *self._business]
        finally:
            close_old_connections()
            connection.close()


def _metric(name: str, text: str, labels: tuple[str, ...], rows: Rows) -> Metric:
    metric = GaugeMetricFamily(f"videoplanet_{name}", text, labels=labels)
    for values, value in rows:
        metric.add_metric(values, value)
    return metric


def _queues() -> list[Metric]:
    """Read how many tasks wait, for how long the oldest, and who is there to do them."""
    lengths, ages, workers = [], [], []
    with Redis.from_url(
        settings.CELERY_BROKER_URL, socket_connect_timeout=0.5, socket_timeout=1
    ) as broker:
        for queue in settings.CELERY_TASK_QUEUES:
            key = f"{settings.CELERY_BROKER_TRANSPORT_OPTIONS['global_keyprefix']}{queue.name}"
            lengths.append(((queue.name,), float(broker.llen(key))))
            ages.append(((queue.name,), _age(broker.lindex(key, -1))))
            alive = heartbeats.alive(heartbeats.queue_key(queue.name))
            workers.append(((queue.name,), float(alive)))
    return [
        _metric("queue_length", "Tasks that wait in a queue.", ("queue",), lengths),
        _metric("queue_age_seconds", "How long the oldest of them has waited.", ("queue",), ages),
        _metric(
            "workers", "Workers that have said lately that they are there.", ("queue",), workers
        ),
    ]


def _age(message: bytes | None) -> float:
    due_at = json.loads(message)["headers"].get(DUE_AT) if message else None
    return max(0.0, time.time() - due_at) if due_at else 0.0


def _work() -> list[Metric]:
    """Read the work that is due or being done, and what is overdue."""
    now = timezone.now()
    rows = list(
        Work.objects.values_list("kind").annotate(
            number=Count("id"),
            retried=Count("id", filter=Q(retries__gt=0)),
            due=Min("due_at"),
        )
    )
    overdue = [((kind,), max(0.0, (now - due).total_seconds())) for kind, _n, _r, due in rows]
    return [
        _metric(
            "work", "Work that waits or is done now.", ("kind",), [((r[0],), r[1]) for r in rows]
        ),
        _metric(
            "work_retried",
            "Work of which an attempt has failed.",
            ("kind",),
            [((r[0],), r[2]) for r in rows],
        ),
        _metric(
            "work_overdue_seconds",
            "By how much the oldest is overdue: more than seconds means that beat does not sweep.",
            ("kind",),
            overdue,
        ),
        _metric(
            "storage_deletions",
            "Objects that are still to be deleted.",
            (),
            [((), StorageDeletion.objects.count())],
        ),
    ]


def _by(rows: QuerySet[Any, Any], *fields: str) -> Rows:
    """Count rows by the values of fields."""
    counted = rows.order_by().values_list(*fields).annotate(Count("pk"))
    return [(tuple(map(str, values)), float(count)) for *values, count in counted]


def _business() -> list[Metric]:
    """Read how many people there are, and what they do (docs/observability.md says why each)."""
    drawn, pictured = (
        ~Q(drawing_data__shapes=[]) & ~Q(drawing_data={}),
        Q(screenshot_key__isnull=False),
    )
    feedbacks = Feedback.objects.aggregate(
        drawn=Count("pk", filter=drawn), pictured=Count("pk", filter=pictured)
    )
    guests = User.objects.filter(kind=User.Kind.GUEST)
    converted = guests.filter(account__isnull=False).count()
    return [
        _metric("people", "People and programs.", ("kind",), _by(User.objects.all(), "kind")),
        _metric("guests_with_account", "Guests who have an account now.", (), [((), converted)]),
        _metric("projects", "Projects.", (), [((), Project.objects.count())]),
        _metric("videos", "Videos by status.", ("status",), _by(Video.objects.all(), "status")),
        _metric(
            "feedbacks", "Feedback by status.", ("status",), _by(Feedback.objects.all(), "status")
        ),
        _metric(
            "feedbacks_with",
            "Feedback with a drawing, with a screenshot.",
            ("what",),
            [(("drawing",), feedbacks["drawn"]), (("screenshot",), feedbacks["pictured"])],
        ),
        _metric("comments", "Comments.", (), [((), FeedbackComment.objects.count())]),
        *_participation(),
        *_first_feedback(),
    ]


def _participation() -> list[Metric]:
    """Read which share of the people in projects where something happens has written something."""
    since = timezone.now() - timedelta(days=DAYS)
    people = Membership.objects.filter(bot=False)
    # People have streams of their own, too.
    events = Event.objects.filter(at__gte=since, stream_id__in=people.values("project_id"))
    of_people = events.filter(actor_id__in=people.values("user_id"))
    active = of_people.values("stream_id", "actor_id").distinct().count()
    members = people.filter(project_id__in=events.values("stream_id")).count()
    return [
        _metric("participants", f"Who wrote in a project in {DAYS} days.", (), [((), active)]),
        _metric("members", f"Members of projects with events in {DAYS} days.", (), [((), members)]),
    ]


def _first_feedback() -> list[Metric]:
    """Read how long the videos of the last days waited for their first feedback."""
    since = timezone.now() - timedelta(days=DAYS)
    videos = Video.objects.filter(created_at__gte=since, feedbacks__isnull=False)
    waits = videos.annotate(wait=Min("feedbacks__created_at") - F("created_at"))
    found = waits.aggregate(Avg("wait"), Max("wait"))
    told = [
        ((how,), found[f"wait__{how}"].total_seconds())
        for how in ("avg", "max")
        if found[f"wait__{how}"] is not None
    ]
    text = f"From a video's upload to its first feedback, of the last {DAYS} days."
    return [_metric("first_feedback_seconds", text, ("of",), told)]
