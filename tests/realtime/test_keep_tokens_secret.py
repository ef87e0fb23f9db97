"""Servers log no token, whether it is accepted or not."""

import sys

import httpx

from devstack.engines import CHECKOUT
from devstack.service import HOST, Running, Service, accepts_connections
from tests.engines import free_port
from tests.waiting import eventually
from tests.worker import environment

STREAM = {"Accept": "text/event-stream"}


def test_only_the_path_of_sockets_and_streams_is_logged(sockets, cast):
    process = sockets(log_level="info")
    tokens = [cast.viewer.token, "a-bad-token"]
    for token in tokens:
        process.open(cast.project.id, token).next_or_code()
        process.open_notifications(token).next_or_code()
        address = f"http://{HOST}:{process.port}/api/v1/projects/{cast.project.id}/events"
        with httpx.stream("GET", f"{address}?token={token}", headers=STREAM) as answer:
            assert answer.status_code in (200, 401)

    log = process.running.log
    eventually(lambda: log.read_text().count("GET /api/v1/projects/{id}/events") == 2)
    text = log.read_text()
    assert text.count(f"/ws/projects/{cast.project.id}?…") >= 2
    assert text.count("/ws/notifications?…") >= 2
    assert not [token for token in tokens if token in text]


def test_only_the_path_of_rest_requests_is_logged(transactional_db, cast, tmp_path):
    port = free_port()
    service = Service(
        name="web",
        argv=(
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", HOST, "--port", f"{port}", "--access-log"),
            "videoplanet.wsgi:application",
        ),
        env=environment(),
        is_ready=lambda: accepts_connections(port),
        cwd=CHECKOUT,
    )
    running = Running.start(service, tmp_path / "web.log")
    try:
        running.wait_until_ready()
        httpx.get(f"http://{HOST}:{port}/api/v1/projects?token={cast.viewer.token}")
        eventually(lambda: "/api/v1/projects" in running.log.read_text())
    finally:
        running.ask_to_stop()
        running.wait_stopped()
    assert cast.viewer.token not in running.log.read_text()
