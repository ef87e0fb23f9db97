"""`manage.py` and `.env.example` on a newcomer's laptop."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from devstack.engines import CHECKOUT
from devstack.environment import read_env_file

PRINTED = "from django.conf import settings as s; print(s.ENVIRONMENT, s.SECRET_KEY, s.S3_BUCKET)"


@pytest.fixture
def laptop(tmp_path: Path) -> Path:
    """A checkout in which `make run` has been used."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "dev.env").write_text("SECRET_KEY=kept\n")
    (tmp_path / "manage.py").symlink_to(CHECKOUT / "manage.py")
    return tmp_path


def settings_in(folder: Path, **environment: str) -> list[str]:
    code = ["-c", PRINTED]
    done = subprocess.run(
        [sys.executable, folder / "manage.py", "shell", "--no-imports", *code],
        env={"PATH": os.environ["PATH"], **environment},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.split() if done.returncode == 0 else [done.stderr]


def test_manage_finds_the_development_settings_by_itself(laptop):
    assert settings_in(laptop) == ["development", "kept"]


def test_the_addresses_of_a_running_stack_are_taken(laptop):
    (laptop / "var" / "run.env").write_text("S3_BUCKET=films\nENVIRONMENT=development\n")
    assert settings_in(laptop) == ["development", "kept", "films"]


def test_an_operators_environment_is_left_alone(laptop):
    [refused] = settings_in(laptop, ENVIRONMENT="production", PUBLIC_URL="http://here")
    assert "The SECRET_KEY setting must not be empty" in refused


def test_where_nobody_ran_the_stack_it_is_production(laptop):
    (laptop / "var" / "dev.env").unlink()
    assert "The SECRET_KEY setting must not be empty" in settings_in(laptop)[0]


def test_a_shell_can_source_the_example_of_all_settings():
    example = CHECKOUT / ".env.example"
    exported = subprocess.run(
        ["sh", "-euac", f". {example}; env -0"],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    variables = dict(entry.split("=", 1) for entry in exported.split("\0") if entry)
    expected = read_env_file(example)
    assert {name: variables.get(name) for name in expected} == expected
