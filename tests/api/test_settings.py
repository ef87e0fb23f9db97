"""Settings come from the environment; in production nothing missing or unsafe is let through."""

import os
import re
import secrets
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings

from videoplanet import checks
from videoplanet.checks import KEYS

ROOT = Path(__file__).parents[2]
GOOD = dict(
    line.split("=", 1)
    for line in (ROOT / "devstack/production-check.env").read_text().splitlines()
    if line and not line.startswith("#")
)


def run(*arguments, **changes):
    """Run a process of its own with production's settings, changed."""
    wanted = {name: value for name, value in (GOOD | changes).items() if value is not None}
    environment = {"PATH": os.environ["PATH"], **wanted}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def check(**changes):
    return run("manage.py", "check", **changes)


def test_good_settings_pass():
    done = check()

    assert (done.returncode, done.stderr) == (0, "")


def test_all_that_is_missing_or_unsafe_in_production_is_named_at_once():
    done = check(
        JWT_SIGNING_KEY=None,
        GUEST_TOKEN_KEY="short",
        PUBLIC_URL="http://review.example.com",
        FRONTEND_URL="http://localhost:3000",
        ALLOWED_HOSTS="*",
        S3_BUCKET=None,
        DATABASE_URL="postgres://db/name",
        DEFAULT_FROM_EMAIL=None,
    )

    assert done.returncode != 0
    for said in (
        "JWT_SIGNING_KEY is missing",
        "GUEST_TOKEN_KEY is missing or shorter than 32",
        "PUBLIC_URL is not https",
        "FRONTEND_URL is a local address",
        "ALLOWED_HOSTS lets every name in",
        "S3_BUCKET is missing",
        "DATABASE_URL has no password",
        "DEFAULT_FROM_EMAIL is a local address",
    ):
        assert said in done.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"MEDIA_SIGNING_KEY": GOOD["JWT_SIGNING_KEY"]}, "must differ from each other"),
        ({"ENVIRONMENT": "staging"}, "ENVIRONMENT is 'staging'"),
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"FRONTEND_URL": "http://app.example.com"}, "FRONTEND_URL is not https"),
        (
            {"CORS_ALLOWED_ORIGINS": "https://app.example.com,http://old.example.com"},
            "CORS_ALLOWED_ORIGINS has http://old.example.com",
        ),
        ({"ALLOWED_HOSTS": "review.example.com,.example.com"}, "ALLOWED_HOSTS lets every name in"),
        ({"REDIS_URL": ""}, "REDIS_URL is empty"),
    ],
)
def test_other_unsafe_settings_are_refused_by_name(changes, said):
    done = check(**changes)

    assert done.returncode != 0
    assert said in done.stderr


def test_the_front_end_is_at_the_public_url_unless_it_is_named():
    told = "from videoplanet.settings import *; print(FRONTEND_URL, *CORS_ALLOWED_ORIGINS)"
    changes = {"PUBLIC_URL": "https://one.example.com", "CORS_ALLOWED_ORIGINS": None}

    alone = run("-c", told, **changes, FRONTEND_URL=None)
    named = run("-c", told, **changes, FRONTEND_URL="https://two.example.com")

    assert alone.stdout.split() == ["https://one.example.com"] * 2
    assert named.stdout.split() == ["https://two.example.com"] * 2


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize(
    "key",
    [
        "a" * 40,
        "changeme-" * 5,
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "password1234" * 3,
        "a-long-secret-key-of-our-company-for-production",
    ],
)
def test_a_key_that_can_be_guessed_is_refused(name, key, monkeypatch):
    monkeypatch.setattr(settings, name, key)

    assert [error.msg for error in checks.keys(None)] == [
        f"{name} can be guessed: it is no random text."
    ]


@pytest.mark.parametrize("make", [secrets.token_hex, secrets.token_urlsafe])
def test_a_random_key_is_accepted(make, monkeypatch):
    for _try in range(500):
        for name in KEYS:
            monkeypatch.setattr(settings, name, make(24))
        assert checks.keys(None) == []


def test_an_empty_broker_url_means_redis():
    done = run(
        *("-c", "import videoplanet.settings as s; print(s.CELERY_BROKER_URL == s.REDIS_URL)"),
        CELERY_BROKER_URL="",
    )

    assert done.stdout == "True\n"


@pytest.mark.parametrize(("status", "public"), [(200, True), (403, False)])
@pytest.mark.parametrize("command", [("check", "--deploy"), ("ensure_bucket",)])
def test_a_bucket_that_everybody_can_list_is_refused(command, status, public):
    listing = b"<ListBucketResult><Name>videoplanet</Name></ListBucketResult>"

    class Storage(BaseHTTPRequestHandler):
        def do_GET(self):
            stranger = "Authorization" not in self.headers
            self.send_response(status if stranger else 200)
            self.send_header("Content-Length", str(len(listing)))
            self.end_headers()
            self.wfile.write(listing)

        def do_HEAD(self):
            self.send_response(200)
            self.end_headers()

        def do_PUT(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_HEAD()

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Storage) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        done = run("manage.py", *command, S3_ENDPOINT_URL=url)
        server.shutdown()

    assert ("Everybody can list" in done.stderr) is public
    assert (done.returncode != 0) is public, done.stderr


def test_a_process_that_is_told_nothing_takes_itself_for_production():
    assert "PUBLIC_URL is not https" in check(ENVIRONMENT=None, PUBLIC_URL=None).stderr


def test_the_example_lists_every_variable_and_no_other():
    read = re.findall(
        r"""env\.\w+\(\s*["']([A-Z0-9_]+)["']""", (ROOT / "videoplanet/settings.py").read_text()
    )
    read += re.findall(r'env\.db_url\("(\w+)"', (ROOT / "videoplanet/settings.py").read_text())
    listed = re.findall(r"^([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    # Compose makes DATABASE_URL of the password.
    assert sorted(listed) == sorted({*read, "POSTGRES_PASSWORD"})


@pytest.mark.parametrize(
    "arguments",
    [
        ("-c", "import videoplanet.wsgi"),
        ("-c", "import videoplanet.asgi"),
        ("-m", "celery", "-A", "videoplanet", "worker"),
        ("-m", "celery", "-A", "videoplanet", "beat"),
    ],
)
def test_no_server_and_no_worker_starts_with_unsafe_settings(arguments, tmp_path):
    # Beat opens its schedule before it looks at settings, and deletes a file that is none: as root
    # that was /dev/null.
    schedule = ("--schedule", str(tmp_path / "schedule")) if "beat" in arguments else ()
    done = run(*arguments, *schedule, JWT_SIGNING_KEY="short", S3_BUCKET=None)

    assert done.returncode != 0
    assert "JWT_SIGNING_KEY is missing or shorter" in done.stderr
    assert "S3_BUCKET is missing" in done.stderr
