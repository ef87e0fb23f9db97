"""What the worker does for feedback: screenshots, and pictures with drawings on them.

Both tasks may run twice, at once too: objects have fixed names and the same content, and only the
first to lock a row that is still pending writes the result and its event. What a decoder dies of
(attempts are counted before it starts) is given up after a few times; a storage that is away never
uses an attempt up.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from celery import Task, shared_task
from django.db import connection
from django.db.models import F
from django.utils import timezone
from PIL import Image

from eventlog.events import EventType
from eventlog.publish import action
from feedbacks.annotation import annotate
from feedbacks.events import publish_feedbacks
from feedbacks.models import Feedback, PictureStatus, Screenshot
from feedbacks.pictures import BOX, BadPicture, EncodedPicture, decode, encode, shrink
from feedbacks.timing import number_feedback
from videoplanet.storage import media_urls, s3
from videoplanet.tasks.queue import enqueue
from videos.frames import frame_image
from videos.models import Video
from videos.sandbox import Interrupted, MediaRejected, WorkerKilled

logger = logging.getLogger(__name__)

ATTEMPTS = 5
SECONDS = 120
"""Nothing that is allowed takes so long: the worker's child is ended then."""
STORAGE_AWAY = (BotoCoreError, ClientError, Interrupted)
WEBP = "image/webp"


class Gone(Exception):
    """What the task was for has been deleted, or somebody else has done it."""


@shared_task
def number_frames(video_id: str) -> int:
    """Compute the frames of a video's feedback by its rate; return how many changed."""
    return number_feedback(UUID(video_id))


@shared_task(bind=True, max_retries=6, time_limit=SECONDS)
def process_screenshot(self: "Task[Any, Any]", screenshot_id: str) -> None:
    """Make a pending screenshot small and upright, or say why that can't be."""
    try:
        with _alone(UUID(screenshot_id)) as free:
            # Taken by a feedback meanwhile, it has to go on to the feedback's place.
            while free and not _process(UUID(screenshot_id)):
                pass
    except STORAGE_AWAY as error:
        # Whoever got so far did not die of the decoder.
        Screenshot.objects.filter(id=screenshot_id).update(attempts=0)
        raise self.retry(exc=error, countdown=2**self.request.retries) from error


@contextmanager
def _alone(row_id: UUID) -> Iterator[bool]:
    """Say whether nobody else is at it, for tasks that were enqueued several times.

    The lock is the connection's and dies with it.
    """
    key = [row_id.int % 2**63]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", key)
        (free,) = cursor.fetchone()
    try:
        yield free
    finally:
        if free:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", key)


def _process(id: UUID) -> bool:
    """Do the work once; say whether it is done."""
    found = Screenshot.objects.filter(id=id, status=PictureStatus.PENDING)
    screenshot = found.select_related("feedback").first()
    if screenshot is None:
        if not Screenshot.objects.filter(id=id).exists():  # gone with its feedback or video
            s3.delete_under(f"{media_urls.SCREENSHOTS}/{id}/")
        return True
    feedback = screenshot.feedback
    key = f"{feedback.object_prefix}screenshot.webp" if feedback else screenshot.upload_key
    try:
        done = _stored(screenshot, key)
    except Gone:
        done = True
        if not Screenshot.objects.filter(id=id).exists():
            s3.delete(key)  # its feedback was deleted, and then this was stored
    if done:
        _delete_raw(screenshot)
    return done


def _stored(screenshot: Screenshot, key: str) -> bool:
    """Store the picture under `key` and write that down; say whether it is done. Raises Gone."""
    if screenshot.key:  # ready before a feedback took it
        s3.copy(screenshot.key, key)
        return finish_screenshot(screenshot, key=key)
    try:
        shrunk = shrink(_raw_of(screenshot))
    except BadPicture as error:
        return fail_screenshot(screenshot, reason=error)
    s3.put(key, shrunk.webp, content_type=WEBP)
    return finish_screenshot(screenshot, key=key, shrunk=shrunk)


def _raw_of(screenshot: Screenshot) -> bytes:
    """Fetch what was sent and count the attempt to decode it. Raises BadPicture, Gone."""
    try:
        data = s3.get(screenshot.raw_key)
    except ClientError as error:
        if not s3.is_missing(error):
            raise
        pending = Screenshot.objects.filter(id=screenshot.id, status=PictureStatus.PENDING)
        if not pending.filter(key=None).exists():
            raise Gone from error
        raise BadPicture("lost", "The picture that was sent is gone. Send it again.") from error
    if screenshot.attempts >= ATTEMPTS:
        raise BadPicture("unreadable", "The picture can't be read.")
    Screenshot.objects.filter(id=screenshot.id).update(attempts=F("attempts") + 1)
    return data


@action()
def finish_screenshot(
    screenshot: Screenshot, *, key: str, shrunk: EncodedPicture | None = None
) -> bool:
    """Mark a screenshot ready and tell its project; once, whoever calls it.

    Returns False where a feedback has taken it meanwhile. Raises Gone.
    """
    row, feedback = _locked(screenshot)
    row.key = key
    if shrunk:
        row.width, row.height = shrunk.width, shrunk.height
    taken = row.feedback_id != screenshot.feedback_id
    if not taken:
        row.status = PictureStatus.READY
    row.updated_at = timezone.now()
    row.save(update_fields=["key", "width", "height", "status", "updated_at"])
    if feedback:
        _tell(feedback, status=PictureStatus.READY, key=key)
    return not taken


@action()
def fail_screenshot(screenshot: Screenshot, *, reason: BadPicture) -> bool:
    """Mark a screenshot failed and tell its project why. Returns and raises as its sister does."""
    row, feedback = _locked(screenshot)
    if row.feedback_id != screenshot.feedback_id:
        return False
    row.status, row.failure = PictureStatus.FAILED, f"{reason.code}: {reason}"
    row.updated_at = timezone.now()
    row.save(update_fields=["status", "failure", "updated_at"])
    logger.info("screenshot %s failed: %s", row.id, row.failure)
    if feedback:
        _tell(feedback, status=PictureStatus.FAILED, failure=row.failure)
    return True


def _locked(screenshot: Screenshot) -> tuple[Screenshot, Feedback | None]:
    """Lock the feedback and then the screenshot, as everybody does. Raises Gone."""
    feedback = None
    if screenshot.feedback_id:
        feedbacks = Feedback.objects.select_for_update(no_key=True)
        feedback = feedbacks.filter(id=screenshot.feedback_id).first()
    rows = Screenshot.objects.select_for_update(no_key=True)
    row = rows.filter(id=screenshot.id, status=PictureStatus.PENDING).first()
    if row is None:
        raise Gone
    return row, feedback


def _tell(
    feedback: Feedback, *, status: PictureStatus, key: str | None = None, failure: str | None = None
) -> None:
    """Write a screenshot's state to its feedback, whose `updated_at` stays: nobody edited it."""
    feedback.screenshot_status = status
    feedback.screenshot_key, feedback.screenshot_failure = key, failure
    feedback.save(update_fields=["screenshot_status", "screenshot_key", "screenshot_failure"])
    _publish(feedback)
    if feedback.annotate_at:
        enqueue(annotate_feedback, str(feedback.id))


def _publish(feedback: Feedback) -> None:
    publish_feedbacks(
        EventType.FEEDBACK_UPDATED, [feedback.id], project_id=feedback.project_id, actor_id=None
    )


def _delete_raw(screenshot: Screenshot) -> None:
    try:
        s3.delete(screenshot.raw_key)
    except (BotoCoreError, ClientError) as error:
        logger.warning("%s is left to the sweep: %s", screenshot.raw_key, error)


@shared_task(bind=True, max_retries=6, time_limit=2 * SECONDS)
def annotate_feedback(self: "Task[Any, Any]", feedback_id: str) -> None:
    """Draw a feedback's drawing on its screenshot, or on the frame of the video at its moment."""
    try:
        with _alone(UUID(feedback_id)) as free:
            if free:
                _annotate(UUID(feedback_id))
    except STORAGE_AWAY as error:
        if not isinstance(error, WorkerKilled):  # whoever got so far did not die of the decoder
            Feedback.objects.filter(id=feedback_id).update(annotate_attempts=0)
        raise self.retry(exc=error, countdown=2**self.request.retries) from error


def _annotate(id: UUID) -> None:
    rows = Feedback.objects.filter(id=id, annotate_at__isnull=False)
    feedback = rows.select_related("video").first()
    if feedback is None or _must_wait(feedback):
        return
    key = f"{feedback.object_prefix}annotated.webp"
    try:
        picture = annotate(_background(feedback), feedback.drawing_data)
        s3.put(key, encode(picture).webp, content_type=WEBP)
        finish_annotation(feedback.id, key=key)
    except (MediaRejected, BadPicture) as error:
        logger.info("feedback %s gets no picture: %s", id, error)
        finish_annotation(feedback.id, key=None)
    if not Feedback.objects.filter(id=feedback.id).exists():
        s3.delete(key)


def _must_wait(feedback: Feedback) -> bool:
    """Say whether what there is to draw on is yet to come; it enqueues this again, or the sweep."""
    if feedback.screenshot_status == PictureStatus.PENDING:
        return True
    return not feedback.screenshot_key and feedback.video.status == Video.Status.UPLOADING


def _background(feedback: Feedback) -> Image.Image:
    """Return what to draw on. Raises BadPicture, MediaRejected."""
    if feedback.annotate_attempts >= ATTEMPTS:
        raise BadPicture("unreadable", "The frame can't be read.")
    try:
        data = s3.get(feedback.screenshot_key) if feedback.screenshot_key else None
    except ClientError as error:
        if not s3.is_missing(error):
            raise
        raise BadPicture("lost", "The screenshot is gone.") from error
    Feedback.objects.filter(id=feedback.id).update(annotate_attempts=F("annotate_attempts") + 1)
    if data is not None:
        return decode(data)
    return frame_image(feedback.video, feedback.video_timestamp, box=BOX)


@action()
def finish_annotation(feedback_id: UUID, *, key: str | None) -> None:
    """Show the picture, and tell the project; once. Without a key there will be none."""
    rows = Feedback.objects.select_for_update(no_key=True)
    feedback = rows.filter(id=feedback_id, annotate_at__isnull=False).first()
    if feedback is None:
        return
    feedback.annotated_key, feedback.annotate_at = key, None
    feedback.save(update_fields=["annotated_key", "annotate_at"])
    if key:
        _publish(feedback)
