"""What the log is silent about while nothing happens."""

import logging

import pytest

from videoplanet import settings as product
from videoplanet.logs import HealthFilter, PeriodicFilter
from videoplanet.version import log_release

TASKS = {entry["task"] for entry in product.CELERY_BEAT_SCHEDULE.values()}


def record(*arguments, level=logging.INFO):
    args = arguments[0] if isinstance(arguments[0], dict) else arguments
    return logging.makeLogRecord({"levelno": level, "args": args})


@pytest.mark.parametrize("path", ["/healthz", "/livez", "/readyz", "/statusz"])
def test_health_checks_are_logged_at_debug_only(path):
    line = record("127.0.0.1:9", "GET", path, "1.1", 200)
    by_name = record({"addr": "127.0.0.1", "path": path, "status": 200})
    assert not HealthFilter().filter(line)
    assert not HealthFilter().filter(by_name)
    root = logging.getLogger()
    level = root.level
    try:
        root.setLevel(logging.DEBUG)
        assert HealthFilter().filter(line)
        assert HealthFilter().filter(by_name)
    finally:
        root.setLevel(level)


@pytest.mark.parametrize(("commit", "said"), [("", "1.2.3"), ("0123abc" * 5, "1.2.3+0123abc0123a")])
def test_a_process_says_its_version_and_commit(settings, caplog, commit, said):
    settings.VERSION, settings.COMMIT = "1.2.3", commit
    with caplog.at_level(logging.INFO, logger="videoplanet.version"):
        log_release()
    assert caplog.messages == [f"VideoPlanet {said}"]


def test_other_requests_are_logged():
    assert HealthFilter().filter(record("127.0.0.1:9", "GET", "/api/v1/projects", "1.1", 200))
    assert HealthFilter().filter(record("127.0.0.1:9", "GET", "/healthzone", "1.1", 200))


def test_periodic_tasks_that_went_well_are_logged_at_debug_only():
    quiet = PeriodicFilter(TASKS)
    assert len(TASKS) > 5
    for task in TASKS:
        assert not quiet.filter(record({"name": task, "id": "1"}))
        assert quiet.filter(record({"name": task, "id": "1"}, level=logging.ERROR))
    assert quiet.filter(record({"name": "videos.tasks.process_video", "id": "1"}))


@pytest.mark.parametrize(
    ("logger", "filter_type"),
    [
        ("granian.access", HealthFilter),
        ("uvicorn.access", HealthFilter),
        ("django.request", HealthFilter),
        ("celery.app.trace", PeriodicFilter),
        ("celery.worker.strategy", PeriodicFilter),
    ],
)
def test_the_filters_are_where_the_lines_come_from(logger, filter_type):
    filters = logging.getLogger(logger).filters
    assert any(isinstance(found, filter_type) for found in filters)
