"""`.env.example`, filled in as it says, starts each process of the service."""

import os
import secrets
import signal
import subprocess
import tomllib

import httpx
import pytest

from devstack.engines import CHECKOUT
from devstack.environment import read_env_file
from devstack.service import HOST, Running, Service, http_status
from tests.engines import free_port
from tests.worker import environment

PROCESSES = tomllib.loads((CHECKOUT / "deploy/processes.toml").read_text())
KEYS = ("SECRET_KEY", "JWT_SIGNING_KEY", "GUEST_TOKEN_KEY", "MEDIA_SIGNING_KEY", "WEBHOOK_KEY")
ENGINES = ("S3_ENDPOINT_URL", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY")


@pytest.fixture
def filled(transactional_db, broker, tmp_path):
    """The example with keys and with the addresses of the tests' engines; nothing else changed."""
    values = (
        {key: secrets.token_hex(32) for key in KEYS}
        | {name: os.environ[name] for name in ENGINES}
        | environment()
        | {"REDIS_URL": broker.url, "POSTGRES_PASSWORD": secrets.token_hex(24)}
    )
    example = (CHECKOUT / ".env.example").read_text().splitlines()
    lines = [
        f"{name}={values.pop(name)}" if (name := line.partition("=")[0]) in values else line
        for line in example
    ]
    assert values == {}
    file = tmp_path / ".env"
    file.write_text("\n".join(lines))
    return file


def in_shell(folder, command):
    """Return how a shell on a bare host, which has only a PATH, starts a command."""
    path = f"{CHECKOUT}/.venv/bin:{os.environ['PATH']}"
    return ("env", "-i", f"PATH={path}", "sh", "-c", f". {folder}/environment; exec {command}")


@pytest.mark.parametrize("name", PROCESSES)
def test_each_process_starts_from_the_example(name, filled, tmp_path):
    process, port, alive = PROCESSES[name], free_port(), tmp_path / "alive"
    # What compose and the fleet set comes after the file.
    own = {
        "ALIVE_FILE": alive,
        "BEAT_SCHEDULE_FILE": tmp_path / "schedule",
        "GRANIAN_PORT": port,
        "UVICORN_PORT": port,
    }
    tmp_path.joinpath("environment").write_text(
        f"set -a; . {filled}; " + " ".join(f"{key}={value}" for key, value in own.items())
    )

    def is_ready():
        if probe := process.get("probe"):
            return http_status(f"http://{HOST}:{port}{probe}") == 200
        return alive.exists()

    service = Service(
        name=name,
        argv=in_shell(tmp_path, process["command"]),
        is_ready=is_ready,
        ready_seconds=60,
        cwd=CHECKOUT,
    )
    running = Running.start(service, tmp_path / "log")
    try:
        running.wait_until_ready()
        if "probe" in process:
            assert httpx.get(f"http://{HOST}:{port}/livez").json() == {"status": "ok"}
    finally:
        running.ask_to_stop(signal.SIGTERM)
        running.wait_stopped()


def test_the_example_without_its_keys_is_refused_by_name(tmp_path):
    file = CHECKOUT / ".env.example"
    tmp_path.joinpath("environment").write_text(f"set -a; . {file}")
    done = subprocess.run(
        in_shell(tmp_path, "python manage.py check"),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    for name in (*KEYS, "DATABASE_URL", "REDIS_URL"):
        assert name in done.stderr


def test_what_must_be_filled_in_is_empty_or_an_example():
    example = read_env_file(CHECKOUT / ".env.example")
    assert {example[name] for name in (*KEYS, "POSTGRES_PASSWORD", "S3_SECRET_ACCESS_KEY")} == {""}
