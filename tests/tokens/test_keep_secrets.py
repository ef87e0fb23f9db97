"""No log, no error report and no row contains a token."""

import logging
import sys

import httpx
import pytest
from django.db import connection
from django.views.debug import ExceptionReporter, get_default_exception_reporter_filter

from devstack.engines import CHECKOUT
from devstack.service import HOST, Running, Service, accepts_connections
from tests.engines import free_port
from tests.tokens.conftest import make_project_token, make_token, program
from tests.waiting import eventually
from tests.worker import environment
from tokens import actions
from tokens.tasks import send_made_mails

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_use_of_a_token_writes_it_to_the_log(cast, caplog):
    caplog.set_level(logging.DEBUG)
    made = make_token(cast.editor, scope="read")
    of_project = make_project_token(cast)
    secrets = [made["token"], of_project["token"]]
    for secret in secrets:
        person = program(secret)
        person.get("users/me")
        person.post("projects", {"name": "Film"})
        program(secret[:-1] + "x").get("users/me")
    cast.editor.delete(f"users/me/tokens/{made['id']}")
    program(made["token"]).get("users/me")
    send_made_mails(made["id"])
    assert [secret for secret in secrets if secret[:40] in caplog.text] == []


def test_an_unexpected_error_reports_no_token(cast, caplog, monkeypatch):
    secret = make_token(cast.editor)["token"]
    reports = []

    class Reporting(logging.Handler):
        def emit(self, record):
            reporter = ExceptionReporter(record.request, *record.exc_info)
            reports.extend([reporter.get_traceback_text(), reporter.get_traceback_html()])

    def fail(**_given):
        raise RuntimeError("a defect")

    handler = Reporting(logging.ERROR)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    monkeypatch.setattr(actions, "_require_end", lambda _end: fail())
    monkeypatch.setattr("projects.views.create_project", fail)
    try:
        answer = program(secret).post("projects", {"name": "Film"})
        made = cast.editor.post("users/me/tokens", {"name": "CI"})
    finally:
        logger.removeHandler(handler)
    assert (answer.status_code, made.status_code) == (500, 500)
    assert len(reports) == 4
    assert secret not in answer.content.decode() + caplog.text
    assert [report for report in reports if secret in report or "vp_" in report] == []
    assert get_default_exception_reporter_filter().hidden_settings.search("HTTP_AUTHORIZATION")


def test_an_access_log_has_no_token(cast, tmp_path):
    secret = make_token(cast.editor)["token"]
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
        headers = {"Authorization": f"Bearer {secret}"}
        url = f"http://{HOST}:{port}/api/v1/projects"
        assert httpx.get(f"{url}?limit=1", headers=headers).status_code == 200
        assert httpx.get(f"{url}?token={secret}", headers=headers).status_code == 400
        eventually(lambda: running.log.read_text().count("/api/v1/projects") == 2)
    finally:
        running.ask_to_stop()
        running.wait_stopped()
    assert "vp_" not in running.log.read_text()


def test_no_table_contains_a_secret(cast):
    body = {"name": "CI"}
    made = [
        cast.editor.post("users/me/tokens", body, Idempotency_Key="k1").json()["token"],
        cast.owner.post(f"projects/{cast.project.id}/tokens", body, Idempotency_Key="k2").json()[
            "token"
        ],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        assert "users_accesstoken" in tables
        for table in tables:
            # `bytea` is shown in hexadecimal: the text of kept answers is looked at as text.
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')
            rows = " ".join(row for (row,) in cursor.fetchall())
            for secret in made:
                assert secret not in rows
                assert secret.encode().hex() not in rows
