"""What the worker does for feedback: screenshots, pictures with drawings on them, frame numbers.

All of it is background work (`videoplanet.tasks.work`) and may be done twice: objects have fixed
names and the same content, and only the worker that still has the claim writes the result and its
event. A picture over which several workers died is given up; while the storage is away, tasks wait.
"""

import logging
from datetime import timedelta
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from celery import shared_task
from django.utils import timezone
from PIL import Image

from eventlog.events import EventType
from eventlog.publish import action
from feedbacks.annotation import annotate
from feedbacks.events import publish_feedbacks
from feedbacks.models import Feedback, PictureStatus, Screenshot
from feedbacks.pictures import BOX, BadPicture, EncodedPicture, decode, encode, shrink
from feedbacks.timing import NUMBERING, number_feedback
from videoplanet.storage import media_urls, s3
from videoplanet.tasks.work import Claim, Kind, claim, keep_alive, schedule
from videos.frames import frame_image
from videos.models import Video
from videos.sandbox import Interrupted, MediaRejected, WorkerKilled

logger = logging.getLogger(__name__)

SCREENSHOT = Kind("process_screenshot", task="feedbacks.tasks.process_screenshot")
ANNOTATION = Kind("annotate_feedback", task="feedbacks.tasks.annotate_feedback", together=10)
ATTEMPTS = 5
"""Workers that may die while they process a picture; then we assume that it is the cause."""
SECONDS = 120
"""The time limit; no picture that we accept takes so long."""
UPLOAD_PAUSE = timedelta(minutes=2)
"""Between two checks of a video that is still uploading."""
STORAGE_AWAY = (BotoCoreError, ClientError, Interrupted)
WEBP = "image/webp"


@shared_task
def number_frames(video_id: str) -> int:
    """Compute the frames of a video's feedback by its rate; return how many changed."""
    held = claim(NUMBERING, UUID(video_id))
    if held is None:
        return 0
    with keep_alive(held):
        count = number_feedback(UUID(video_id))
    held.finish()
    return count


@shared_task(time_limit=SECONDS)
def process_screenshot(screenshot_id: str) -> None:
    """Make a pending screenshot small and upright, or record why that is impossible."""
    held = claim(SCREENSHOT, UUID(screenshot_id))
    if held is None:
        return
    try:
        with keep_alive(held):
            _process(held)
    except STORAGE_AWAY as error:
        held.retry(counts=False, reason=error)


def _process(held: Claim) -> None:
    pending = Screenshot.objects.filter(id=held.subject_id, status=PictureStatus.PENDING)
    screenshot = pending.select_related("feedback").first()
    if screenshot:
        feedback = screenshot.feedback
        key = f"{feedback.object_prefix}screenshot.webp" if feedback else screenshot.upload_key
        _store(held, screenshot, key)
    # It may have been deleted with its feedback or video, earlier or meanwhile.
    if not Screenshot.objects.filter(id=held.subject_id).exists():
        s3.delete_under(f"{media_urls.SCREENSHOTS}/{held.subject_id}/")
        if screenshot:
            s3.delete(key)
    held.finish()


def _store(held: Claim, screenshot: Screenshot, key: str) -> None:
    """Store the picture under `key` and record that; delete what was sent."""
    if screenshot.key:  # ready before a feedback took it
        s3.copy(screenshot.key, key)
        done = finish_screenshot(held, screenshot, key=key)
    else:
        try:
            shrunk = shrink(_raw_of(held, screenshot))
        except BadPicture as error:
            done = fail_screenshot(held, screenshot, reason=error)
        else:
            s3.put(key, shrunk.webp, content_type=WEBP)
            done = finish_screenshot(held, screenshot, key=key, shrunk=shrunk)
    if done:
        _delete_raw(screenshot)


def _raw_of(held: Claim, screenshot: Screenshot) -> bytes:
    """Fetch what was sent. Raises BadPicture, also for one over which several workers died."""
    if held.lost + held.failures >= ATTEMPTS:
        raise BadPicture("unreadable")
    try:
        return s3.get(screenshot.raw_key)
    except ClientError as error:
        if not s3.is_missing(error):
            raise
        raise BadPicture("lost") from error


@action()
def finish_screenshot(
    held: Claim, screenshot: Screenshot, *, key: str, shrunk: EncodedPicture | None = None
) -> bool:
    """Mark a screenshot ready and publish that, once.

    Returns False if a feedback has taken it meanwhile (then it is processed again), if it was
    deleted, or if the claim is lost.
    """
    row, feedback = _locked(held, screenshot)
    if row is None:
        return False
    row.key = key
    if shrunk:
        row.width, row.height = shrunk.width, shrunk.height
    taken = row.feedback_id != screenshot.feedback_id
    if not taken:
        row.status = PictureStatus.READY
    row.updated_at = timezone.now()
    row.save(update_fields=["key", "width", "height", "status", "updated_at"])
    if feedback:
        _show(feedback, status=PictureStatus.READY, key=key)
    return not taken


@action()
def fail_screenshot(held: Claim, screenshot: Screenshot, *, reason: BadPicture) -> bool:
    """Mark a screenshot failed and publish why. Returns what `finish_screenshot` does."""
    row, feedback = _locked(held, screenshot)
    if row is None or row.feedback_id != screenshot.feedback_id:
        return False
    row.status, row.failure = PictureStatus.FAILED, reason.code
    row.updated_at = timezone.now()
    row.save(update_fields=["status", "failure", "updated_at"])
    logger.info("screenshot %s failed: %s", row.id, row.failure)
    if feedback:
        _show(feedback, status=PictureStatus.FAILED, failure=row.failure)
    return True


def _locked(held: Claim, screenshot: Screenshot) -> tuple[Screenshot | None, Feedback | None]:
    """Lock the feedback and then the screenshot, as everybody does; None without the claim."""
    feedback = None
    if screenshot.feedback_id:
        feedbacks = Feedback.objects.select_for_update(no_key=True)
        feedback = feedbacks.filter(id=screenshot.feedback_id).first()
    rows = Screenshot.objects.select_for_update(no_key=True)
    row = rows.filter(id=screenshot.id, status=PictureStatus.PENDING).first()
    return (row, feedback) if row and held.holds() else (None, None)


def _show(
    feedback: Feedback, *, status: PictureStatus, key: str | None = None, failure: str | None = None
) -> None:
    """Copy a screenshot's state to its feedback; `updated_at` stays, since nobody edited it."""
    feedback.screenshot_status = status
    feedback.screenshot_key, feedback.screenshot_failure = key, failure
    feedback.save(update_fields=["screenshot_status", "screenshot_key", "screenshot_failure"])
    _publish(feedback)
    if feedback.drawing_data:
        schedule(ANNOTATION, [feedback.id])


def _publish(feedback: Feedback) -> None:
    publish_feedbacks(
        EventType.FEEDBACK_UPDATED, [feedback.id], project_id=feedback.project_id, actor_id=None
    )


def _delete_raw(screenshot: Screenshot) -> None:
    try:
        s3.delete(screenshot.raw_key)
    except (BotoCoreError, ClientError) as error:
        logger.warning("%s is left to the sweep: %s", screenshot.raw_key, error)


@shared_task(time_limit=2 * SECONDS)
def annotate_feedback(*ids: str) -> None:
    """Draw feedback's drawings on their screenshots, or on the video's frames at their moments.

    If the time limit ends it, the sweep enqueues what it did not come to.
    """
    for feedback_id in ids:
        _annotate_one(UUID(feedback_id))


def _annotate_one(feedback_id: UUID) -> None:
    held = claim(ANNOTATION, feedback_id)
    if held is None:
        return
    feedback = Feedback.objects.filter(id=feedback_id).select_related("video").first()
    if feedback is None:
        held.finish()
    elif not feedback.screenshot_key and feedback.video.status == Video.Status.UPLOADING:
        held.retry(after=UPLOAD_PAUSE, counts=False, reason="the video is not uploaded yet")
    else:
        try:
            with keep_alive(held):
                _annotate(held, feedback)
        except STORAGE_AWAY as error:
            held.retry(counts=isinstance(error, WorkerKilled), reason=error)


def _annotate(held: Claim, feedback: Feedback) -> None:
    key = feedback.annotation_key
    try:
        picture = annotate(_background(held, feedback), feedback.drawing_data)
        s3.put(key, encode(picture).webp, content_type=WEBP)
        finish_annotation(held, key=key)
    except (MediaRejected, BadPicture) as error:
        logger.info("feedback %s gets no picture: %s", feedback.id, error)
    current = Feedback.objects.filter(id=feedback.id).first()
    if current is None or current.annotation_key != key:  # deleted or edited meanwhile
        s3.delete(key)
    held.finish()


def _background(held: Claim, feedback: Feedback) -> Image.Image:
    """Return what to draw on. Raises BadPicture, MediaRejected."""
    if held.lost + held.failures >= ATTEMPTS:
        raise BadPicture("unreadable")
    if not feedback.screenshot_key:
        return frame_image(feedback.video, feedback.video_timestamp, box=BOX)
    try:
        return decode(s3.get(feedback.screenshot_key))
    except ClientError as error:
        if not s3.is_missing(error):
            raise
        raise BadPicture("lost") from error


@action()
def finish_annotation(held: Claim, *, key: str) -> None:
    """Set the feedback's annotated picture and publish that, once: it ends the claim."""
    rows = Feedback.objects.select_for_update(no_key=True)
    feedback = rows.filter(id=held.subject_id).first()
    if feedback is None or not held.holds() or feedback.annotation_key != key:
        return
    feedback.annotated_key = key
    feedback.save(update_fields=["annotated_key"])
    _publish(feedback)
    held.finish()
