"""Receiving screenshots: as base64 with a feedback, or uploaded before it.

The request reads a picture's header, puts the raw object into the storage and writes a row that
is pending; a task does the rest. An object whose row was rolled back is found by a sweep.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eventlog.publish import action
from feedbacks.failures import PICTURE_FAILURES
from feedbacks.models import Feedback, PictureStatus, Screenshot
from feedbacks.pictures import BadPicture, Header, TooLarge, inspect
from feedbacks.tasks import SCREENSHOT
from projects.models import Membership, Role
from users.models import User
from videoplanet.api.errors import Forbidden, InvalidField
from videoplanet.db.ids import new_id
from videoplanet.storage import media_urls, s3
from videoplanet.tasks.work import schedule

DATA_URL = re.compile(r"data:image/(?:png|jpeg|webp);base64,")
ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
REVIEWERS = (Role.REVIEWER, Role.EDITOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class NewPicture:
    """A picture whose header was read."""

    data: bytes
    header: Header


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A new picture whose raw object is in the storage."""

    id: UUID
    raw_key: str
    header: Header


type PictureOrUpload = NewPicture | UUID
"""The screenshot of a new feedback: a picture, or the id of an upload."""


def checked(data: bytes) -> NewPicture:
    """Read a picture's header. Raises BadPicture."""
    return NewPicture(data, inspect(data))


def picture_or_upload(text: str) -> PictureOrUpload:
    """Return the picture or the upload that a `screenshot` is. Raises BadPicture."""
    if ID.fullmatch(text):
        return UUID(text)
    if text.startswith(("http://", "https://")):
        return _upload_of(text)
    found = DATA_URL.match(text)
    encoded = text[found.end() :] if found else text
    if len(encoded) > settings.SCREENSHOT_MAX_BYTES * 4 // 3 + 4:
        raise TooLarge
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadPicture("invalid_base64") from error
    return checked(data)


def _upload_of(url: str) -> UUID:
    scope, _slash, rest = (media_urls.key_of(url) or "").partition("/")
    name = rest.partition("/")[0]
    if scope != media_urls.SCREENSHOTS or not ID.fullmatch(name):
        raise BadPicture("invalid_url")
    return UUID(name)


def store(picture: NewPicture) -> StoredPicture:
    """Store a picture as it was sent. A sweep deletes it after a day if no row names it."""
    row_id = new_id()
    raw_key = f"{media_urls.SCREENSHOTS}/{row_id}/raw"
    s3.put(raw_key, picture.data, content_type=f"image/{picture.header.format.lower()}")
    return StoredPicture(row_id, raw_key, picture.header)


def require_reviewer(user: User) -> None:
    """Raise Forbidden for a person who can't give feedback in any project."""
    if not Membership.objects.filter(user=user, role__in=REVIEWERS).exists():
        raise Forbidden


@action()
def upload_screenshot(*, user: User, picture: StoredPicture) -> Screenshot:
    """Keep a stored picture for a later feedback."""
    return add_screenshot(picture, uploader=user, feedback=None)


def add_screenshot(
    picture: StoredPicture, *, uploader: User, feedback: Feedback | None
) -> Screenshot:
    """Write the row of a stored picture and schedule its processing. Part of an action."""
    screenshot = Screenshot.objects.create(
        id=picture.id,
        uploader=uploader,
        feedback=feedback,
        raw_key=picture.raw_key,
        original_width=picture.header.width,
        original_height=picture.header.height,
    )
    schedule(SCREENSHOT, [screenshot.id])
    return screenshot


def size_of(picture: StoredPicture | None, upload: Screenshot | None) -> tuple[int, int] | None:
    """Return the size in pixels of what was sent, upright; None for nothing."""
    if upload:
        return upload.original_width, upload.original_height
    return (picture.header.width, picture.header.height) if picture else None


def lock_upload(screenshot_id: UUID, *, uploader: User) -> Screenshot:
    """Lock an upload of this uploader that no feedback has taken yet. Part of an action.

    The uploader may have sent it as a guest, before they had an account. Raises InvalidField for
    any other upload, and for one that could not be read.
    """
    own = Q(uploader=uploader) | Q(uploader__account=uploader)
    rows = Screenshot.objects.filter(own).select_for_update(of=("self",))
    screenshot = rows.filter(id=screenshot_id).first()
    if screenshot is None:
        raise InvalidField("screenshot", "does_not_exist", _("There is no such upload of yours."))
    if screenshot.feedback_id:
        raise InvalidField("screenshot", "used", _("Another feedback has this upload already."))
    if screenshot.status == PictureStatus.FAILED:
        code = screenshot.failure or "unreadable"
        raise InvalidField("screenshot", code, PICTURE_FAILURES[code])
    return screenshot


def take_upload(screenshot: Screenshot, feedback: Feedback) -> None:
    """Give a locked upload to a feedback; the task moves it to its project. Part of an action.

    If a worker has it at this moment, it is processed again afterwards.
    """
    Screenshot.objects.filter(id=screenshot.id).update(
        feedback=feedback, status=PictureStatus.PENDING, updated_at=feedback.created_at
    )
    schedule(SCREENSHOT, [screenshot.id])
