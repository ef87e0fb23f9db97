"""Where the processing of a video stands: who has it, how far it is, how it ends.

A row, not a lock of the database's, says that somebody works on a video: a claim with a token and
an end that is moved on while the work goes on. It needs no connection for hours, works behind any
pooler, is there to be looked at, and the sweep reads the same column. The token also keeps out whom
everybody took for dead: what is written names it.
"""

import logging
import threading
from datetime import timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from django.db import DatabaseError, connection
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from eventlog.events import EphemeralEventType, EventType
from eventlog.publish import action, broadcast
from videoplanet.db.changes import apply_changes
from videos import extensions
from videos.events import publish_video
from videos.models import PROCESSING_DUE, Video

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
"""How long a claim holds without a sign of life."""
SIGN_OF_LIFE = 10.0
"""Seconds between two of them."""
ATTEMPTS = 5
"""How often a worker may die over a video before it is the video's fault."""
FAILURES = {
    "unreadable": _("This is no video that we can read, or it is damaged or incomplete."),
    "no_video": _("There is no video in this file."),
    "only_sound": _("There is only sound in this file, no picture."),
    "unknown_codec": _("The pictures in this file are stored in a format that we can't read."),
    "no_frame": _("No picture of this video can be read. The file may be damaged."),
    "too_long": _("Processing this video took too long and was stopped."),
    "too_big": _("Processing this video takes more memory than a video may take."),
    "broken": _("This video could not be processed. The file may be damaged."),
    "missing": _("The storage no longer has this file. Upload it again."),
}
"""What is said to people, by the codes of `videos.media_process` and `videos.sandbox`."""


class Claim:
    """One worker's hold on one video; as a context manager it gives signs of life."""

    def __init__(self, video: Video, token: UUID) -> None:
        """Hold what `claim` found."""
        self.video = video
        self.token = token
        self._ended = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="claim", daemon=True)

    def __enter__(self) -> Self:
        """Begin with the signs of life."""
        self._thread.start()
        return self

    def __exit__(self, *reason: object) -> None:
        """End them; the claim itself stays until it is released or runs out."""
        self._ended.set()
        self._thread.join()

    def is_lost(self) -> bool:
        """Say whether somebody else has the video now, or nobody: it is gone."""
        return self._lost.is_set()

    def _keep(self) -> None:
        try:
            while not self._ended.wait(SIGN_OF_LIFE):
                try:
                    if not _mine(self).update(processing_due_at=timezone.now() + LEASE):
                        self._lost.set()
                        return
                except DatabaseError as error:
                    logger.warning("no sign of life for video %s: %s", self.video.id, error)
                    connection.close()  # a dead one is not replaced otherwise
        finally:
            connection.close()


def claim(video_id: UUID) -> Claim | None:
    """Take a video to process; None if it needs none, or somebody has it.

    One statement decides: of two at once the second finds the first one's claim. A video over which
    several workers died is given up.
    """
    token, now = uuid4(), timezone.now()
    free = Q(processing_claim=None) | Q(processing_due_at__lte=now)
    taken = Video.objects.filter(free, id=video_id, status=Video.Status.PROCESSING).update(
        processing_claim=token,
        processing_due_at=now + LEASE,
        processing_attempts=F("processing_attempts") + 1,
        progress=0,
    )
    if not taken:
        return None
    video = Video.objects.select_related("uploader").get(id=video_id)
    held = Claim(video, token)
    if video.processing_attempts > ATTEMPTS:
        logger.error("video %s is given up after %d attempts", video_id, ATTEMPTS)
        fail(held, "broken")
        return None
    return held


def release(held: Claim, *, for_seconds: float, count: bool) -> None:
    """Give a video back that could not be processed now.

    With `count` the attempt counts: it may be the video's fault.
    """
    forgiven = {} if count else {"processing_attempts": 0}
    _mine(held).update(
        processing_claim=None,
        processing_due_at=timezone.now() + timedelta(seconds=for_seconds) + PROCESSING_DUE,
        **forgiven,
    )


def report_progress(video: Video, percent: float, step: str) -> None:
    """Say how far a video is. No logged event, and `updated_at` stays: nothing of it changed."""
    done = min(99, max(0, int(percent)))
    processing = Video.objects.filter(id=video.id, status=Video.Status.PROCESSING)
    try:
        found = processing.update(progress=done)
    except DatabaseError as error:  # no reason to throw away hours of work
        logger.warning("no progress for video %s: %s", video.id, error)
        connection.close()
        return
    if found:
        payload = {"id": video.id, "percent": done, "step": step}
        broadcast(EphemeralEventType.VIDEO_PROGRESS, project_id=video.project_id, payload=payload)


@action()
def save(held: Claim, changes: dict[str, Any]) -> None:
    """Keep what was found out or made, and say so. Without the claim it does nothing.

    When the frame rate becomes known, feedback that was given before gets its frame numbers
    (`videos.extensions`).
    """
    video = _mine(held).select_for_update(no_key=True).first()
    if video is None or not apply_changes(video, changes):
        return
    publish_video(EventType.VIDEO_UPDATED, video, actor_id=None)
    if "frame_rate" in changes:
        for react in extensions.on_frame_rate:
            react(video.id)


def finish(held: Claim, changes: dict[str, Any]) -> None:
    """Make a video ready."""
    ready = {"status": Video.Status.READY, "progress": 100, "failure": ""}
    save(held, {**changes, **ready, **_unclaimed()})


def fail(held: Claim, code: str) -> None:
    """Say, in the uploader's language, why a video can't be processed."""
    with override(held.video.uploader.language):
        failure = str(FAILURES.get(code, FAILURES["broken"]))
    logger.warning("video %s failed: %s", held.video.id, code)
    save(held, {"status": Video.Status.FAILED, "failure": failure, **_unclaimed()})


def _unclaimed() -> dict[str, Any]:
    return {"processing_claim": None, "processing_due_at": None, "processing_attempts": 0}


def _mine(held: Claim) -> Any:
    return Video.objects.filter(
        id=held.video.id, processing_claim=held.token, status=Video.Status.PROCESSING
    )
