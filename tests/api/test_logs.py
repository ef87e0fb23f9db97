"""What the log says in which form, and what it is silent about."""

import json
import logging

import pytest

from videoplanet import settings as product
from videoplanet.logs import HealthFilter, JSONFormatter, LineFormatter, PeriodicFilter
from videoplanet.version import log_release

TASKS = {entry["task"] for entry in product.CELERY_BEAT_SCHEDULE.values()}


def record(*arguments, level=logging.INFO):
    args = arguments[0] if isinstance(arguments[0], dict) else arguments
    return logging.makeLogRecord({"levelno": level, "args": args})


@pytest.mark.parametrize("path", ["/healthz", "/livez", "/readyz", "/statusz", "/metrics"])
def test_health_checks_are_logged_at_debug_only(path):
    line = record("Service Unavailable", path)
    assert not HealthFilter().filter(line)
    root = logging.getLogger()
    level = root.level
    try:
        root.setLevel(logging.DEBUG)
        assert HealthFilter().filter(line)
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
        ("django.request", HealthFilter),
        ("celery.app.trace", PeriodicFilter),
        ("celery.worker.strategy", PeriodicFilter),
    ],
)
def test_the_filters_are_where_the_lines_come_from(logger, filter_type):
    filters = logging.getLogger(logger).filters
    assert any(isinstance(found, filter_type) for found in filters)


def test_a_line_of_json_has_no_extras_of_libraries():
    line = logging.makeLogRecord(
        {
            "name": "django.request",
            "levelname": "ERROR",
            "msg": "Internal Server Error: %s",
            "args": ("/media/1790000000/a-signature/projects/1/poster.webp",),
            "request_id": "0123abcd",
            "status": 500,
            "request": "<WSGIRequest: GET '/x?token=secret'>",
            "data": {"args": "secret"},
        }
    )
    told = json.loads(JSONFormatter().format(line))
    assert told.pop("time").endswith("Z")
    assert told == {
        "level": "ERROR",
        "logger": "django.request",
        "request": "0123abcd",
        "message": "Internal Server Error: /media/…/projects/1/poster.webp",
        "status": 500,
    }
    assert LineFormatter().format(line).endswith(": /media/…/projects/1/poster.webp")


@pytest.mark.django_db
def test_an_access_line_names_the_route_and_the_user(cast, caplog):
    caplog.set_level(logging.INFO, "videoplanet.access")
    answers = [
        cast.viewer.get(f"projects/{cast.project.id}?drawings=shapes"),
        cast.anonymous.get(f"projects/{cast.project.id}"),
        cast.viewer.get("/nowhere/secret"),
    ]
    lines = [entry for entry in caplog.records if entry.name == "videoplanet.access"]
    said = [(line.method, line.route, line.status, line.user) for line in lines]
    viewer = str(cast.viewer.user.pk)
    assert said == [
        ("GET", "/api/v1/projects/{id}", answers[0].status_code, viewer),
        ("GET", "/api/v1/projects/{id}", 401, None),
        ("GET", "(none)", 404, None),
    ]
    assert lines[0].sql > 0
    assert str(cast.project.id) not in caplog.text
    assert [line.request_id for line in lines] == [answer["X-Request-Id"] for answer in answers]
