"""The probes, with engines that are stopped one by one."""

import logging
import signal
import sys

import httpx
import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from devstack.engines import CHECKOUT
from devstack.service import HOST, Running, Service
from tests.engines import free_port
from tests.realtime.cluster import Cluster
from tests.realtime.fleet import Fleet
from tests.waiting import eventually
from tests.worker import environment
from users.models import User
from videoplanet import health

PROBES = {"/healthz": 200, "/livez": 200, "/readyz": 200, "/statusz": 503}
"""No worker runs beside the tests, so not everything works."""
QUEUES = {f"workers of {queue}" for queue in ("celery", "media", "pictures", "webhooks")}


@pytest.fixture
def fleet(transactional_db, tmp_path):
    """Processes of this test, with an access log."""
    fleet = Fleet(tmp_path, GRANIAN_LOG_ACCESS_ENABLED="true")
    yield fleet
    fleet.stop()


@pytest.fixture
def beat(worker, tmp_path):
    """Beat, beside the tests' workers."""
    service = Service(
        name="beat",
        argv=(
            *(sys.executable, "-m", "celery", "-A", "videoplanet", "beat"),
            *("--schedule", str(tmp_path / "schedule"), "--pidfile", ""),
        ),
        env=environment() | {"ALIVE_FILE": str(tmp_path / "alive")},
        is_ready=(tmp_path / "alive").exists,
        cwd=CHECKOUT,
    )
    running = Running.start(service, tmp_path / "beat.log")
    running.wait_until_ready()
    yield running
    running.ask_to_stop()
    running.wait_stopped()


def ask(process, path):
    return httpx.get(f"http://{HOST}:{process.port}{path}", timeout=30)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PROBES)
def test_a_probe_names_the_address_of_the_process(path, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get(path, headers={"host": "10.20.30.40:8000"})

    assert answer.status_code == PROBES[path]
    assert answer["Cache-Control"] == "no-store"
    assert Client().post(path).status_code == 405


@pytest.mark.django_db
def test_other_requests_must_name_the_service():
    assert Client().get("/api/v1/projects", headers={"host": "10.20.30.40"}).status_code == 400


def test_rest_is_ready_without_redis_and_storage(fleet, broker):
    broker.ask_to_stop(signal.SIGKILL)
    broker.wait_stopped()
    away = f"http://{HOST}:{free_port()}"
    process = fleet.rest(REDIS_URL=broker.url, S3_ENDPOINT_URL=away).wait()

    assert ask(process, "/readyz").json()["checks"] == {"database": "ok", "migrations": "ok"}
    status = ask(process, "/statusz")
    assert status.status_code == 503
    assert set(status.json()["missing"]) == {"redis", "broker", "storage", "tasks", "beat"} | QUEUES


def test_without_the_database_a_process_lives_but_is_not_ready(tmp_path, transactional_db):
    cluster = Cluster()
    fleet = Fleet(tmp_path, DATABASE_URL=cluster.url)
    try:
        rest, sockets = fleet.rest(), fleet.sockets()
        fleet.wait()
        cluster.stop(signal.SIGQUIT)
        for process in (rest, sockets):
            assert ask(process, "/livez").status_code == 200
            answer = ask(process, "/readyz")
            assert answer.status_code == 503
            assert answer.json()["missing"] == ["database", "migrations"]
        cluster.start()
        for process in (rest, sockets):
            eventually(lambda process=process: ask(process, "/readyz").status_code == 200)
    finally:
        fleet.stop()
        cluster.remove()


@pytest.mark.django_db
def test_a_version_is_not_ready_before_its_migrations_are_applied():
    app, name = next(iter(health._newest_migrations()))
    MigrationRecorder(connection).record_unapplied(app, name)

    answer = Client().get("/readyz")

    assert (answer.status_code, answer.json()["missing"]) == (503, ["migrations"])


@pytest.mark.django_db
def test_an_older_version_stays_ready_after_newer_migrations():
    MigrationRecorder(connection).record_applied("projects", "9999_newer")
    assert Client().get("/readyz").status_code == 200


def test_the_status_names_each_part_while_all_of_them_work(beat, settings):
    settings.COMMIT = "0123abc"
    eventually(lambda: Client().get("/statusz").status_code == 200)

    status = Client().get("/statusz").json()

    assert (status["missing"], status["commit"]) == ([], "0123abc")
    assert status["version"] == settings.VERSION
    assert QUEUES | {"database", "storage", "broker", "beat"} < set(status["parts"])
    assert all(part["state"] == "ok" and part["ms"] >= 0 for part in status["parts"].values())


@pytest.mark.django_db
def test_from_outside_only_staff_see_the_status():
    outside = {"X-Forwarded-For": "93.184.216.34"}
    someone = User.objects.create_user("someone@example.com", name="Someone")
    client = Client()
    assert client.get("/statusz", headers=outside).status_code == 404
    assert Client(REMOTE_ADDR="93.184.216.34").get("/statusz").status_code == 404
    client.force_login(someone)
    assert client.get("/statusz", headers=outside).status_code == 404
    someone.is_staff = True
    someone.save()
    assert client.get("/statusz", headers=outside).status_code == 503


def test_probes_leave_no_line_in_the_log(fleet):
    process = fleet.rest().wait()
    for path in PROBES:
        ask(process, path)
    ask(process, "/api/schema")

    eventually(lambda: "/api/schema" in process.log.read_text())
    assert [path for path in PROBES if path in process.log.read_text()] == []


@pytest.mark.django_db
def test_a_part_that_is_down_is_logged_once(caplog, settings):
    settings.S3_BUCKET = "there-is-none"
    health._down.clear()
    for _ in range(2):
        Client().get("/statusz")
    lines = [entry.getMessage() for entry in caplog.records if entry.name == health.__name__]
    assert len([line for line in lines if line.startswith("storage: ")]) == 1
    assert [entry for entry in caplog.records if entry.levelno >= logging.ERROR] == []
