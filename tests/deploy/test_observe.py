"""What processes tell of themselves: logs without secrets, metrics, traces and errors."""

import json
import os
import re
import signal
import sys
from email import policy
from email.parser import BytesParser
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from devstack.engines import CHECKOUT
from devstack.service import HOST, Running, Service, accepts_connections
from tests.conftest import PASSWORD, give_a_feedback
from tests.engines import free_port
from tests.realtime.conftest import Socket
from tests.realtime.fleet import Fleet
from tests.receivers import receiver
from tests.waiting import eventually
from tests.worker import COMMAND, environment

WRONG = "not-my-password-1"
SECRET = "what-nobody-may-read"
GUEST = "guest-of-a-log@client.example"


class Site:
    """A server for REST, one for sockets, a worker and beat, which log JSON and tell metrics."""

    def __init__(self, folder, broker, told):
        self.folder = folder
        self.env = {
            "REDIS_URL": broker.url,
            "LOG_FORMAT": "json",
            "OTEL_EXPORTER_OTLP_ENDPOINT": told.url,
            "OTEL_BSP_SCHEDULE_DELAY": "100",
            "SENTRY_DSN": told.dsn,
            "GRANIAN_LOG_CONFIG": str(CHECKOUT / "videoplanet/server-logs.json"),
            "UVICORN_LOG_CONFIG": str(CHECKOUT / "videoplanet/server-logs.json"),
        }
        self.fleet = Fleet(folder, **self.env, GRANIAN_LOG_ACCESS_ENABLED="true")
        self.ports = {"worker": free_port(), "beat": free_port()}
        self.running = []

    def start(self):
        """Start all of them."""
        self.rest, self.sockets = self.fleet.rest(), self.fleet.sockets()
        schedule = ("--schedule", str(self.folder / "schedule"), "--pidfile", "")
        self.begin("worker", "worker", "-Q", "celery", "--concurrency", "2", *COMMAND[-2:])
        self.begin("beat", "beat", *schedule)
        self.fleet.wait()
        for running in self.running:
            running.wait_until_ready()

    def begin(self, name, *arguments):
        """Start a worker, or beat."""
        celery = ("-m", "celery", "-A", "videoplanet", "--quiet")
        env = environment() | self.env | {"METRICS_PORT": str(self.ports[name])}
        service = Service(
            name=name,
            argv=(sys.executable, *COMMAND[:2], *celery, *arguments),
            env=env,
            is_ready=lambda: accepts_connections(self.ports[name]),
            ready_seconds=60,
            stop_seconds=20,
            cwd=CHECKOUT,
        )
        self.running.append(Running.start(service, self.folder / f"{name}.log"))

    def stop(self):
        """Stop all of them."""
        self.fleet.stop()
        for running in self.running:
            running.ask_to_stop(signal.SIGTERM)
        for running in self.running:
            running.wait_stopped()

    def ask(self, method, path, token=None, body=None):
        """Send a request to REST."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"http://{HOST}:{self.rest.port}/{path}"
        return httpx.request(method, url, headers=headers, json=body, timeout=60)

    def logs(self):
        """Return the text of each process's log."""
        files = [process.running.log for process in (self.rest, self.sockets)] + [
            running.log for running in self.running
        ]
        return {
            file.name.partition("-")[0].removesuffix(".log"): file.read_text() for file in files
        }

    def lines(self, name):
        """Return a process's log, line by line."""
        return [json.loads(line) for line in self.logs()[name].splitlines()]

    def metrics(self, name):
        """Return what a process tells: `{(sample, values by their labels' names …): value}`."""
        port = self.ports.get(name) or getattr(self, name).port
        answer = httpx.get(f"http://{HOST}:{port}/metrics", timeout=30)
        assert answer.status_code == 200
        return {
            (sample.name, *dict(sorted(sample.labels.items())).values()): sample.value
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
        }


@pytest.fixture
def told():
    """A receiver of traces and errors."""
    with receiver() as found:
        yield found


@pytest.fixture
def site(transactional_db, cast, tmp_path, broker, told):
    """The processes, on a broker of their own."""
    site = Site(tmp_path, broker, told)
    try:
        site.start()
        yield site
    finally:
        site.stop()


def mails_to(address, known):
    """Return the texts of new mails to an address."""
    files = set(Path(os.environ["MAIL_DIR"]).glob("*.eml")) - known
    parsed = [BytesParser(policy=policy.default).parsebytes(file.read_bytes()) for file in files]
    return [mail.get_body(("plain",)).get_content() for mail in parsed if mail["To"] == address]


def use(site, cast):
    """Log in, fail to, invite, comment, listen; return everything secret that went around."""
    known = set(Path(os.environ["MAIL_DIR"]).glob("*.eml"))
    account = {"email": "editor@example.com", "password": PASSWORD}
    meta = site.ask("POST", "api/v1/auth/login", body=account).json()["meta"]
    token, project = meta["access_token"], cast.project.id
    assert site.ask("POST", "api/v1/auth/login", body=account | {"password": WRONG}).is_error
    site.ask("POST", "api/v1/auth/password/request", body={"email": account["email"]})
    site.ask("GET", f"api/v1/projects?token={token}")
    ticket = site.ask("POST", "api/v1/realtime/tickets", token).json()["ticket"]
    path = f"projects/{project}"
    sockets = [
        Socket(site.sockets.port, path, None, ticket=ticket),
        Socket(site.sockets.port, path, token),
    ]
    assert [socket.next()["type"] for socket in sockets] == ["connection.ready"] * 2
    assert Socket(site.sockets.port, path, f"{token}x").next_or_code() == 4401
    feedback = {
        "video_id": str(cast.video.id),
        "content": "Too dark here",
        "timestamp": 2.0,
    }
    assert site.ask("POST", "api/v1/feedbacks", token, feedback).status_code == 201
    assert [socket.until("feedback.created")[-1]["type"] for socket in sockets]
    body = {"project_id": str(project), "emails": [GUEST], "message": "Look at it, please"}
    invited = site.ask("POST", "api/v1/invitations", cast.owner.token, body)
    assert invited.status_code == 202
    eventually(lambda: mails_to(GUEST, known) and mails_to(account["email"], known))
    for socket in sockets:
        socket.close()
    written = "\n".join(mails_to(GUEST, known) + mails_to(account["email"], known))
    secrets = {token, meta["refresh_token"], meta["session_token"], ticket, PASSWORD, WRONG}
    secrets |= {line.strip() for line in written.splitlines() if len(line.strip()) > 12}
    secrets |= set(re.findall(r"https?://\S+/(\S{20,})", written))
    return secrets | {cast.owner.token}, invited.headers["X-Request-Id"]


def test_processes_log_no_secret_and_count_what_they_do(site, cast, told):
    give_a_feedback(cast)
    secrets, invitation = use(site, cast)
    site.ask("GET", "api/v1/feedbacks?project_id=" + str(cast.project.id), cast.owner.token)
    task = "invitations.tasks.send_invitation_mails"
    eventually(lambda: told.span(task) and told.span("event"))

    logs = site.logs()
    assert set(logs) == {"rest", "sockets", "worker", "beat"}
    assert all(logs[name] for name in ("rest", "sockets", "worker"))
    assert len(secrets) > 10
    assert [(name, s) for name, text in logs.items() for s in secrets if s in text] == []
    assert [secret for secret in secrets if secret.encode() in told.raw] == []
    _the_request_is_known_everywhere(site, cast, invitation, task)
    _each_process_counts(site, task)
    _one_trace_leads_from_the_request_to_task_and_event(told, task)


def _the_request_is_known_everywhere(site, cast, invitation, task):
    [line] = [
        line
        for line in site.lines("rest")
        if line["request"] == invitation and line["logger"] == "videoplanet.access"
    ]
    assert (line["method"], line["route"], line["status"]) == ("POST", "/api/v1/invitations", 202)
    assert line["user"] == str(cast.owner.user.pk)
    assert line["ms"] > 0
    assert line["sql"] > 3
    of_task = [line for line in site.lines("worker") if line["request"] == invitation]
    assert any(task in line["message"] and "succeeded" in line["message"] for line in of_task)
    ended = [line for line in site.lines("sockets") if line.get("route") == "socket:project"]
    assert {line.get("code") for line in ended} >= {4401, None}
    # The server's own access lines are off, whatever its options say.
    assert {"granian.access", "uvicorn.access"}.isdisjoint(
        line["logger"] for name in site.logs() for line in site.lines(name)
    )


def _each_process_counts(site, task):
    eventually(lambda: site.metrics("sockets")["videoplanet_sockets_open", "project"] == 0)
    rest, sockets, worker, beat = map(site.metrics, ("rest", "sockets", "worker", "beat"))
    route = ("POST", "/api/v1/feedbacks", "201")
    assert rest["videoplanet_request_seconds_count", *route] == 1
    assert rest["videoplanet_sql_statements_total", "/api/v1/feedbacks"] > 3
    assert rest["videoplanet_cache_reads_total", "lists", "miss"] == 1
    assert rest["videoplanet_mails_total", "sent"] == 1
    assert sockets["videoplanet_socket_attempts_total", "project", "opened"] == 2
    assert sockets["videoplanet_socket_attempts_total", "project", "4401"] == 1
    assert sockets["videoplanet_event_seconds_count",] >= 1
    assert worker["videoplanet_task_seconds_count", "SUCCESS", task] == 1
    assert worker["videoplanet_task_wait_seconds_count", "celery"] >= 1
    assert worker["videoplanet_mails_total", "sent"] >= 1
    assert beat["videoplanet_state_up", "redis"] == beat["videoplanet_state_up", "database"] == 1
    assert beat["videoplanet_workers", "celery"] == 1
    assert beat["videoplanet_queue_length", "media"] == 0
    assert beat["videoplanet_people", "guest"] == 1
    assert beat["videoplanet_feedbacks", "open"] >= 1


def _one_trace_leads_from_the_request_to_task_and_event(told, task):
    request = told.span("POST /api/v1/invitations")
    of_task = told.span(task)
    assert of_task.trace_id == request.trace_id
    assert of_task.parent_span_id == request.span_id
    written = told.span("POST /api/v1/feedbacks")
    events = [span for span in told.spans if span.name == "event"]
    assert (written.trace_id, written.span_id) in {
        (span.trace_id, span.parent_span_id) for span in events
    }


def test_an_error_is_reported_without_the_request_s_secrets(serve, cast, told):
    away = f"http://{HOST}:{free_port()}"
    client = serve(cast.editor.token, SENTRY_DSN=told.dsn, S3_ENDPOINT_URL=away)
    body = {
        "project_id": str(cast.project.id),
        "title": "A secret title",
        "filename": "cut.mp4",
        "content_type": "video/mp4",
        "size": 1000,
    }
    answer = client.post(f"/videos?token={SECRET}", json=body, headers={"Cookie": f"a={SECRET}"})

    assert answer.status_code == 503
    event = eventually(lambda: told.events and told.events[-1])
    assert event["tags"]["request"] == answer.headers["X-Request-Id"]
    assert event["request"]["url"].endswith("/api/v1/videos")
    assert event["release"].startswith("videoplanet@")
    secrets = (cast.editor.token, SECRET, "A secret title")
    assert [secret for secret in secrets if secret.encode() in told.raw] == []
