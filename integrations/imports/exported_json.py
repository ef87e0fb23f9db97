"""JSON as our own export writes it."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import gettext_lazy as _

from integrations.imports.lines import Line
from integrations.imports.tables import require_one_video
from videoplanet.api.errors import InvalidField

VERSION = 1
MOMENT = ("timestamp", "frame", "timecode")


def is_json(text: str) -> bool:
    """Say whether a text looks like an export in JSON."""
    return text.lstrip().startswith("{")


def lines(text: str) -> Iterator[Line]:
    """Yield the feedback of an export; a line is its number in the file. Raises InvalidField."""
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        message = _("This is not JSON: %(reason)s") % {"reason": error}
        raise InvalidField("file", "invalid_json", message) from error
    videos = _list(document.get("videos"))
    if document.get("version") != VERSION or not videos:
        raise _unknown()
    require_one_video(len(videos))
    feedbacks = _list(_object(videos[0]).get("feedbacks"))
    return (_line(number, _object(each)) for number, each in enumerate(feedbacks, start=1))


def _line(number: int, feedback: dict[str, Any]) -> Line:
    replies = [
        f"↳ {_text(comment.get('author'))}: {_text(comment.get('content'))}"
        for comment in map(_object, _list(feedback.get("comments")))
        if comment.get("content")
    ]
    line = Line(
        number,
        "\n".join((_text(feedback.get("content")), *replies)),
        {name: _text(feedback.get(name)) for name in MOMENT},
        {name: _text(feedback.get(f"end_{name}")) for name in MOMENT},
        author=_text(feedback.get("author")),
        status=_text(feedback.get("status")),
        priority=_text(feedback.get("priority")),
        tags=[_text(tag) for tag in _list(feedback.get("tags"))],
    )
    with suppress(ValueError):
        line.source = ("videoplanet", str(UUID(_text(feedback.get("id")))))
    return line


def _text(value: object) -> str:
    """Return a text or a number as text, and nothing of anything else."""
    return str(value) if isinstance(value, str | int | float) else ""


def _list(value: object) -> list[Any]:
    if value is not None and not isinstance(value, list):
        raise _unknown()
    return value or []


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _unknown()
    return value


def _unknown() -> InvalidField:
    message = _("This JSON is no export of feedback, or one of another version.")
    return InvalidField("file", "unknown_columns", message)
