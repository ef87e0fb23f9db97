"""Every bench is started once, with tiny numbers: it ends well and prints its table."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from devstack.engines import CHECKOUT

BENCHES = {
    "bench": ("--rounds=1 --seconds=0.02 --sizes 1 2", "requests/s"),
    "bench.screenshots": ("--rounds=1 --count=2 --only '720p WebP'", "pictures/s"),
    "bench.media": ("--rounds=1 --seconds=1 --only HEVC", "PyAV, frames/s"),
    "bench.invitations": ("--rounds=1 --count=4", "mails/s"),
    "bench.realtime": ("--rounds=1 --seconds=0.02 --only publishing", "50 projects"),
    "bench.legacy_import": ("--rows=2", "lines/s"),
    "bench.migrations": ("--rows=2000", "failed: 0"),
    "bench.web": ("--rounds=1 --feedbacks=20 --events=2", "room: largest contentful paint"),
    "bench.peer": ("--rows=2 --rounds=1 --seconds=0.5", "the list after a change"),
}
"""The options, and a piece of what is printed."""
ZOU = CHECKOUT / "var" / "zou"


@pytest.mark.parametrize("name", BENCHES)
def test_the_bench_ends_well_and_prints_its_table(name: str) -> None:
    options, expected = BENCHES[name]

    assert expected in _printed(name, *shlex.split(options))


def test_growth_prints_its_table_and_draws_it(tmp_path: Path) -> None:
    plans, picture = tmp_path / "plans", tmp_path / "growth.svg"
    tiny = ("--sizes", "20", "40", "--projects=3", "--rounds=1", "--mix=2")

    printed = _printed("bench.growth", *tiny, f"--plans={plans}", f"--picture={picture}")

    assert "search: rare word" in printed
    assert "P95 ms" in printed
    names = [text.text for text in ET.parse(picture).iter() if text.text]
    assert "search: rare word" in names
    for file in plans.iterdir():  # which routes seem to grow is chance here
        assert "Buffers: shared" in file.read_text()


def test_people_lose_nothing_while_the_gateway_is_killed() -> None:
    few = ("--users=4", "--projects=2", "--feedbacks=3", "--thought=0.3", "--throwaway")
    short = ("--kinds", "rest", "sockets", "--one-each", "--kill", "gateway", "--calm=2")

    printed = _printed("bench.fleet", *few, *short)

    assert re.search(r"nginx is killed .* [1-4] +\d+\.\d +\d+\.\d\n", printed)
    # There was something to lose.
    assert re.search(r"lost, of [1-9]\d* writes and [1-9]\d* events +0 ", printed)


@pytest.mark.skipif(
    not (ZOU / "bin" / "zou").exists(),
    reason="zou is not installed: python -m bench.peer --install var/zou",
)
def test_both_peers_are_measured_where_zou_is_installed() -> None:
    printed = _printed("bench.peer", *shlex.split(BENCHES["bench.peer"][0]), f"--zou={ZOU}")

    assert "zou, requests/s" in printed


def _printed(name: str, *options: str) -> str:
    """Run a bench on engines of its own, not the tests': it fills them and throws them away."""
    own = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"]}
    done = subprocess.run(
        (sys.executable, "-m", name, *options),
        env=own, cwd=CHECKOUT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
