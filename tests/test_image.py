"""What the container's image has in it: as much as the product needs to start, and no more.

No engine of containers is needed: the image's folder is what .dockerignore lets in.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture
def image(tmp_path):
    """Copy what is let in."""
    for line in (CHECKOUT / ".dockerignore").read_text().split():
        if not line.startswith("!"):
            continue
        found = CHECKOUT / line.removeprefix("!")
        if found.is_dir():
            without = shutil.ignore_patterns("__pycache__", "node_modules", ".next", "out")
            shutil.copytree(found, tmp_path / found.name, ignore=without)
        else:
            shutil.copy(found, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "start",
    [
        "from django.core.management import execute_from_command_line as run; run(['', 'check'])",
        "import videoplanet.wsgi",
        "import videoplanet.asgi",
        "from videoplanet.celery import app; app.loader.import_default_modules()",
    ],
    ids=["command", "rest", "sockets", "worker"],
)
def test_each_process_starts(image, start):
    # The environment that runs the tests finds the checkout, too; the image has only itself.
    alone = f"import sys; sys.path.remove({str(CHECKOUT)!r}); sys.path.insert(0, '.'); "
    ran = subprocess.run(
        [sys.executable, "-c", alone + start],
        cwd=image,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]


def test_nothing_else_is_in_it(image):
    names = {path.name for path in image.iterdir()}
    assert not names & {"tests", "devstack", "bench", "docs", "var", ".env", ".git"}
