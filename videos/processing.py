"""Saving the progress and the results of processing a video, and its success or failure.

The processing itself is durable work (`videoplanet.tasks.work`). A worker writes results only while
it has the claim, so a worker that was taken for dead can no longer change anything.
"""

import logging
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection

from eventlog.events import EphemeralEventType, EventType
from eventlog.publish import action, broadcast
from videoplanet.db.changes import apply_changes
from videoplanet.tasks.work import Claim, Kind
from videos import extensions
from videos.events import publish_video
from videos.failures import VIDEO_FAILURES
from videos.models import Video

logger = logging.getLogger(__name__)

PROCESSING = Kind("process_video", task="videos.tasks.process_video", patience=timedelta(minutes=5))
ATTEMPTS = 5
"""Workers that may die while they process a video; then we assume that the video is the cause."""


def begin(claim: Claim) -> Video | None:
    """Return the claimed video, with its progress set to 0; None if it is deleted or done."""
    videos = Video.objects.filter(id=claim.subject_id, status=Video.Status.PROCESSING)
    videos.update(progress=0)
    return videos.select_related("uploader").first()


def is_wanted(video: Video) -> bool:
    """Say whether the video still exists and has to be processed."""
    return Video.objects.filter(id=video.id, status=Video.Status.PROCESSING).exists()


def report_progress(video: Video, percent: float, step: str) -> None:
    """Save and broadcast the progress, without a logged event or a new `updated_at`."""
    done = min(99, max(0, int(percent)))
    processing = Video.objects.filter(id=video.id, status=Video.Status.PROCESSING)
    try:
        row_count = processing.update(progress=done)
    except DatabaseError as error:  # no reason to throw away hours of work
        logger.warning("no progress for video %s: %s", video.id, error)
        connection.close()
        return
    if row_count:
        payload = {"id": video.id, "percent": done, "step": step}
        broadcast(EphemeralEventType.VIDEO_PROGRESS, project_id=video.project_id, payload=payload)


@action()
def save(claim: Claim, changes: dict[str, Any]) -> None:
    """Save columns of the video and publish it. Without the claim this does nothing.

    When the frame rate becomes known, earlier feedback gets its frame numbers
    (`videos.extensions`).
    """
    rows = Video.objects.select_for_update(no_key=True)
    video = rows.filter(id=claim.subject_id, status=Video.Status.PROCESSING).first()
    if video is None or not claim.holds() or not apply_changes(video, changes):
        return
    publish_video(EventType.VIDEO_UPDATED, video, actor_id=None)
    if "frame_rate" in changes:
        for react in extensions.on_frame_rate:
            react(video.id)
    if video.status == Video.Status.READY:
        for react_to in extensions.on_ready:
            react_to(video)


@action()
def finish(claim: Claim, changes: dict[str, Any]) -> None:
    """Make a video ready."""
    save(claim, {**changes, "status": Video.Status.READY, "progress": 100, "failure": ""})
    claim.finish()


@action()
def fail(claim: Claim, video: Video, code: str) -> None:
    """Record why a video can't be processed."""
    failure = code if code in VIDEO_FAILURES else "broken"
    logger.warning("video %s failed: %s", video.id, code)
    save(claim, {"status": Video.Status.FAILED, "failure": failure})
    claim.finish()
