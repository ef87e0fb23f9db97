"""10,000 feedbacks as a file from both real servers, to readers who are slow or go away."""

import os
from contextlib import suppress
from pathlib import Path
from socket import SO_RCVBUF, SOL_SOCKET

import httpx
import pytest

from devstack.service import HOST
from feedbacks.models import Feedback
from tests.conftest import build_cast, make_video
from tests.integrations.test_export_feedback import RATE
from tests.realtime.fleet import Fleet
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 10_000
GROWTH = 48 * 1024**2
"""Bytes by which a server may grow while it sends files of 30 MB in all."""


@pytest.fixture(params=["rest", "sockets"], ids=["granian", "uvicorn"])
def process(request, tmp_path):
    """A real server, one for REST or one that serves everything, and whether it reads ahead.

    granian takes a whole file, however slow the reader is.
    """
    fleet = Fleet(tmp_path)
    try:
        process = getattr(fleet, request.param)()
        fleet.wait()
        yield process, request.param == "rest"
    finally:
        fleet.stop()


def many(cast, video):
    Feedback.objects.bulk_create(
        Feedback(
            project=cast.project,
            video=video,
            user=cast.reviewer.user,
            video_timestamp=number / 300,
            content=f"Nr. {number}: " + "어두워요 " * 40,
        )
        for number in range(MANY)
    )


def pids_of(process) -> list[int]:
    """Return the ids of a server's processes: granian's workers are its children."""
    group, found = process.running.process.pid, []
    for entry in Path("/proc").iterdir():
        with suppress(ProcessLookupError, ValueError):
            if os.getpgid(int(entry.name)) == group:
                found.append(int(entry.name))
    return found


def memory_of(process) -> int:
    """Return how many bytes they use."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids_of(process)]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE")


def deleted_files(process) -> int:
    """Count the temporary files that they have open."""
    count = 0
    for pid in pids_of(process):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                count += "(deleted)" in str(link.readlink())
    return count


def test_many_come_whole_and_nothing_stays_behind(process):
    process, reads_ahead = process
    cast = build_cast()
    video = make_video(cast.access("editor"), **RATE)
    many(cast, video)
    path = f"http://{HOST}:{process.port}/api/v1/videos/{video.id}/export?format="
    headers = {"Authorization": f"Bearer {cast.viewer.token}"}
    with httpx.Client(headers=headers, timeout=60) as client:
        assert client.get(f"{path}json&timestamp_to=1").status_code == 200
        before = memory_of(process)

        for name in ("json", "otio", "csv"):
            answer = client.get(f"{path}{name}")
            assert answer.status_code == 200
            assert answer.text.count("어두워요") >= 40 * MANY
        assert memory_of(process) - before < GROWTH

    for _ in range(5):
        # Otherwise the kernel would take the whole file, and nobody would leave in its middle.
        narrow = httpx.HTTPTransport(socket_options=[(SOL_SOCKET, SO_RCVBUF, 4096)])
        leaver = httpx.Client(headers=headers, timeout=60, transport=narrow)
        with leaver, leaver.stream("GET", f"{path}json") as answer:
            next(answer.iter_bytes(1000))
            assert reads_ahead or deleted_files(process)
    assert eventually(lambda: not deleted_files(process))
