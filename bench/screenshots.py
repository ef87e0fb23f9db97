"""`python -m bench.screenshots`: what a screenshot costs, against bare Pillow doing the same.

One worker (concurrency 1) takes the tasks from the broker, fetches, decodes, resizes, encodes,
stores, writes the row and its event, and deletes the original. Pillow alone decodes, resizes and
encodes the same pictures in memory. The time is taken from the first finished picture to the last.
"""

import argparse
import io
import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from PIL import Image, ImageDraw

from bench.report import print_table
from bench.stack import engines_of_a_run
from devstack.engines import CHECKOUT
from devstack.service import Running, Service

LEAST = 0.65
PICTURES = {
    "1080p PNG": ((1920, 1080), "PNG", {}),
    "1080p JPEG": ((1920, 1080), "JPEG", {"quality": 92}),
    "720p WebP": ((1280, 720), "WEBP", {"quality": 85}),
    "2160p JPEG": ((3840, 2160), "JPEG", {"quality": 88}),
}


def main() -> int:
    """Run it. The exit code is 0 unless something breaks: a missed target is a result too."""
    parser = argparse.ArgumentParser(prog="python -m bench.screenshots", description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="pictures in a round, at least two")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=PICTURES, nargs="+", default=list(PICTURES))
    options = parser.parse_args()
    with ExitStack() as stack:
        print("starting engines …", file=sys.stderr, flush=True)
        folder = stack.enter_context(engines_of_a_run())
        django.setup()
        for command in ("ensure_bucket", "migrate"):
            call_command(command, verbosity=0)
        rows = [_compare(name, options, folder) for name in options.only]
        print_table(("", "Pillow, pictures/s", "worker", "ratio", ""), rows)
    return 0


def _frame(name: str) -> bytes:
    """Return a picture like a video's frame: gradients, edges and some grain."""
    size, kind, save = PICTURES[name]
    grain = Image.effect_noise((size[0] // 4, size[1] // 4), 24).resize(size)
    shades = Image.merge("RGB", [Image.radial_gradient("L").resize(size), grain, grain.rotate(180)])
    draw = ImageDraw.Draw(shades)
    for step in range(40):
        draw.ellipse((step * 41, step * 17, step * 41 + 200, step * 17 + 90), fill=(step, 90, 200))
    out = io.BytesIO()
    shades.save(out, kind, **save)
    return out.getvalue()


def _compare(name: str, options: Any, folder: Path) -> tuple[str, ...]:
    data = _frame(name)
    bare, ours = [], []
    for number in range(options.rounds):
        print(f"{name}, round {number + 1} …", file=sys.stderr, flush=True)
        bare.append(_bare(data, options.count))
        ours.append(_ours(data, options.count, folder))
    ratio = statistics.median(o / b for b, o in zip(bare, ours, strict=True))
    rates = (f"{statistics.median(side):.1f}" for side in (bare, ours))
    return (name, *rates, f"{ratio:.2f}", "met" if ratio >= LEAST else "NOT MET")


def _bare(data: bytes, count: int) -> float:
    begun = time.perf_counter()
    for _ in range(count):
        with Image.open(io.BytesIO(data)) as image:
            image.draft("RGB", (2560, 1440))
            small = image.convert("RGB").resize((1280, 720), Image.Resampling.LANCZOS)
            small.save(io.BytesIO(), "WEBP", quality=85)
    return count / (time.perf_counter() - begun)


def _ours(data: bytes, count: int, folder: Path) -> float:
    """Queue the pictures, start the worker, and return how many a second it makes."""
    from feedbacks.models import Screenshot  # noqa: PLC0415
    from feedbacks.screenshots import checked  # noqa: PLC0415

    give, rows = _giver(), Screenshot.objects
    rows.all().delete()
    for _ in range(count):
        give(checked(data))
    time.sleep(1)  # a thread sends the tasks
    worker = _worker(folder)
    try:
        while rows.exclude(status="ready").exists():
            time.sleep(0.2)
    finally:
        worker.ask_to_stop()
        worker.wait_stopped()
    times = sorted(rows.values_list("updated_at", flat=True))
    return (count - 1) / (times[-1] - times[0]).total_seconds()


def _giver() -> Any:
    from feedbacks.actions import create_feedback  # noqa: PLC0415
    from feedbacks.screenshots import store  # noqa: PLC0415
    from projects.actions import create_project  # noqa: PLC0415
    from projects.models import Membership  # noqa: PLC0415
    from users.models import User  # noqa: PLC0415
    from videos.models import Video  # noqa: PLC0415

    user = User.objects.create_user(f"{time.time_ns()}@example.com", name="Bench")
    project = create_project(creator=user, name="Bench")
    access = Membership.objects.access(user, project.id)
    video = Video.objects.create(
        project=project,
        uploader=user,
        title="x",
        filename="x.mp4",
        content_type="video/mp4",
        size=1,
        part_size=1,
        status="ready",
    )
    return lambda picture: create_feedback(
        access=access, video=video, video_timestamp=1, content="x", picture=store(picture)
    )


def _worker(folder: Path) -> Running:
    command = ("-m", "celery", "-A", "videoplanet", "--quiet", "worker", "--concurrency", "1")
    more = ("-Q", "celery,media", "--without-mingle", "--without-gossip", "--loglevel", "WARNING")
    service = Service(
        name="worker",
        argv=(sys.executable, *command, *more),
        cwd=CHECKOUT,
        is_ready=lambda: True,
        stop_seconds=20,
    )
    return Running.start(service, folder / "worker.log")


if __name__ == "__main__":
    sys.exit(main())
