"""A served product with a video of thousands of feedbacks, which a worker has processed."""

import os
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.stack import served
from devstack import front_end
from devstack.engines import CHECKOUT
from devstack.service import HOST, Running, Service, accepts_connections

SECONDS, RATE = 20, 25
PROCESSED_SECONDS = 120


def serve(stack: ExitStack, folder: Path, port: int) -> str:
    """Serve everything from one process until `stack` ends, and return its address."""
    url = f"http://{HOST}:{port}"
    os.environ |= {
        "PUBLIC_URL": url,
        "FRONTEND_URL": url,
        "CORS_ALLOWED_ORIGINS": url,
        "WEB_ROOT": str(front_end.OUT),
    }
    command = ("-m", "uvicorn", "--ws", "websockets-sansio", "--no-proxy-headers")
    service = Service(
        name="web",
        argv=(
            *(sys.executable, *command, "--host", HOST, "--port", str(port)),
            *("--log-level", "warning", "--no-access-log", "videoplanet.asgi:application"),
        ),
        is_ready=lambda: accepts_connections(port),
        stop_signal=signal.SIGKILL,
        cwd=CHECKOUT,
    )
    stack.enter_context(served(service, port, folder))
    return url


def make_site(folder: Path, feedbacks: int) -> dict[str, str]:
    """Make the project; return the ids of it and its video, and who may see them."""
    from django.db.models import F  # noqa: PLC0415

    from bench.data import EMAIL, PASSWORD, make  # noqa: PLC0415
    from feedbacks.models import Feedback  # noqa: PLC0415
    from videos.models import Video  # noqa: PLC0415

    project = make([feedbacks]).listed[feedbacks]
    video = Video.objects.get(project_id=project)
    # They were made for ten minutes.
    Feedback.objects.filter(video=video).update(
        video_timestamp=F("video_timestamp") * (SECONDS - 1) / 600
    )
    _process(video, folder)
    return {"project": str(project), "video": str(video.id), "email": EMAIL, "password": PASSWORD}


def _process(video: Any, folder: Path) -> None:
    """Give the video its bytes and have a worker process them."""
    from eventlog.publish import action  # noqa: PLC0415
    from tests.videos import encoding  # noqa: PLC0415
    from videoplanet.storage import s3  # noqa: PLC0415
    from videoplanet.tasks.work import schedule  # noqa: PLC0415
    from videos.models import Video  # noqa: PLC0415
    from videos.processing import PROCESSING  # noqa: PLC0415

    encode_video: Any = encoding.encode_video  # tests have no types
    path = folder / "cut.mp4"
    encode_video(path, frames=SECONDS * RATE, rate=RATE, size=(1280, 720), audio="aac")
    s3.put_file(video.object_key, path, content_type="video/mp4")
    rows = Video.objects.filter(id=video.id)
    with action():
        rows.update(status=Video.Status.PROCESSING, size=path.stat().st_size)
        schedule(PROCESSING, [video.id])
    command = ("-m", "celery", "-A", "videoplanet", "--quiet", "worker", "-Q", "media,celery")
    more = ("--concurrency", "1", "--without-mingle", "--without-gossip", "--loglevel", "WARNING")
    worker = Running.start(
        Service(
            name="worker",
            argv=(sys.executable, *command, *more),
            is_ready=lambda: True,
            cwd=CHECKOUT,
        ),
        folder / "worker.log",
    )
    try:
        end = time.monotonic() + PROCESSED_SECONDS
        while rows.filter(status=Video.Status.PROCESSING).exists():
            if time.monotonic() > end:
                raise RuntimeError(worker.tail())
            time.sleep(0.2)
    finally:
        worker.ask_to_stop()
        worker.wait_stopped()
    if not rows.filter(status=Video.Status.READY).exists():
        raise RuntimeError("the video could not be processed")
