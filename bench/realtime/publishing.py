"""What live messages cost a write: creating feedback with them, and without."""

from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import orjson

from bench.client import Sample, Target, drive_all
from bench.realtime.findings import Finding
from bench.report import Series
from bench.stack import server
from projects.actions import create_project
from users.models import User
from videos.models import Video

PROJECTS = 50


def make_videos(owner: User, projects: int = PROJECTS) -> list[tuple[UUID, UUID]]:
    """Create projects with one video each; return the ids of both."""
    ids = []
    for number in range(projects):
        project = create_project(creator=owner, name=f"Project {number}")
        video = Video.objects.create(
            project=project, uploader=owner, title="Cut", filename="cut.mp4", size=1000,
            content_type="video/mp4", part_size=8 * 1024**2, status=Video.Status.READY,
        )  # fmt: skip
        ids.append((project.id, video.id))
    return ids


def body(video: UUID) -> bytes:
    """Return the body of the request."""
    return orjson.dumps({"video_id": str(video), "timestamp": 12.5, "content": "Too dark here."})


def measure(
    folder: Path, token: str, videos: list[UUID], *, rounds: int, seconds: float
) -> list[Finding]:
    """Post to all projects, and to one; take turns with and without live messages."""
    with ExitStack() as stack:
        ports = {
            name: stack.enter_context(server(folder, name, settings, {})).port
            for name, settings in (
                ("live", "videoplanet.settings"),
                ("silent", "bench.realtime.settings_no_publish"),
            )
        }
        return [
            _compare(ports, token, videos, "50 projects", rounds, seconds),
            _compare(ports, token, videos[:1], "one project", rounds, seconds),
        ]


def _compare(  # noqa: PLR0917 - of this module
    ports: dict[str, int], token: str, videos: list[UUID], where: str, rounds: int, seconds: float
) -> Finding:
    series = {name: Series(name) for name in ports}
    headers = {"Authorization": f"Bearer {token}"}
    for number in range(rounds + 1):
        # Each side goes first equally often.
        for name in sorted(ports, reverse=bool(number % 2)):
            targets = [
                Target(name, ports[name], "/api/v1/feedbacks", headers, body(video), "POST", 201)
                for video in videos
            ]
            sample: Sample = drive_all(targets, seconds)
            if number:
                series[name].samples.append(sample)
    ratio = series["live"].over(series["silent"])
    rates = " against ".join(f"{series[name].rate:.0f}/s" for name in ("live", "silent"))
    print(f"  feedback created in {where}: {rates} without live messages", flush=True)
    what = f"created, {where}: with / without live messages"
    return Finding(what, f"{ratio:.2f}", "≥ 0.95", ratio >= 0.95)
