"""Every bench is started once, with tiny numbers: it ends well and prints its table."""

import os
import shlex
import subprocess
import sys

import pytest

from devstack.engines import CHECKOUT

BENCHES = {
    "bench": ("--rounds=1 --seconds=0.02 --sizes 1 2", "requests/s"),
    "bench.screenshots": ("--rounds=1 --count=2 --only '720p WebP'", "pictures/s"),
    "bench.media": ("--rounds=1 --seconds=1 --only HEVC", "PyAV, frames/s"),
    "bench.invitations": ("--rounds=1 --count=4", "mails/s"),
    "bench.realtime": ("--rounds=1 --seconds=0.02 --only publishing", "50 projects"),
    "bench.legacy_import": ("--rows=2", "lines/s"),
}
"""The options, and a piece of what is printed."""


@pytest.mark.parametrize("name", BENCHES)
def test_the_bench_ends_well_and_prints_its_table(name: str) -> None:
    options, expected = BENCHES[name]
    # Engines of its own, not the tests': a bench fills its database and throws it away.
    own = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"]}

    done = subprocess.run(
        (sys.executable, "-m", name, *shlex.split(options)),
        env=own, cwd=CHECKOUT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert expected in done.stdout
