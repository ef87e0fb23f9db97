"""A line of a file, and what it becomes as feedback, or why it can't."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from django.utils.translation import gettext_lazy as _

from feedbacks.imports import NewRow
from feedbacks.models import Feedback
from integrations.exports.text import one_line, plain
from integrations.imports.lines import Line, Refused
from integrations.imports.moments import Clock, whole
from videoplanet.api.rendering import dumps
from videoplanet.api.text import is_blank

CONTENT_MAX, AUTHOR_MAX, TAG_MAX, TAGS_MAX = 5000, 100, 30, 10


@dataclass(slots=True)
class Row:
    """A line that may be imported."""

    line: int
    author: str
    new: NewRow
    known: bool = False
    """It is on the video already, or it is twice in the file."""


def row_of(line: Line, clock: Clock) -> Row:
    """Return a line as feedback. Raises Refused."""
    start = clock.moment(line, line.start)
    if start is None:
        message = _("A timestamp, a frame or a timecode is needed.")
        raise Refused("timestamp", "required", message)
    clock.require_inside(start)
    end = clock.moment(line, line.end, "end_")
    if end is None:
        end = clock.last_of(start, whole("length", line.end.get("length") or "0"))
    elif end < start:
        raise Refused("end_timestamp", "before_start", _("The end is before the start."))
    author = one_line(line.author)[:AUTHOR_MAX].rstrip()
    content = _content(line, author)
    status = _choice("status", line.status, Feedback.Status.values, Feedback.Status.OPEN)
    priority = _choice(
        "priority", line.priority, Feedback.Priority.values, Feedback.Priority.MEDIUM
    )
    source = line.source or ("", dumps([start, end, author, content]).decode())
    digest = hashlib.sha256(dumps(source)).hexdigest()[:32]
    new = NewRow(digest, start, end, content, status, priority, _tags(line.tags))
    return Row(line.number, author, new)


def _content(line: Line, author: str) -> str:
    """Return the text; an author who has no account here is named at its end."""
    content = plain(line.content).strip()
    if is_blank(content):
        raise Refused("content", "blank", _("There is no text."))
    named = f"{content}\nfrom: {author}" if author else content
    if len(named) > CONTENT_MAX:
        message = _("The text with its author is longer than %(most)d characters.")
        raise Refused("content", "max_length", message % {"most": CONTENT_MAX})
    return normalize("NFC", named)


def _choice(name: str, text: str, allowed: list[str], usual: str) -> str:
    value = text.strip().lower().replace(" ", "_")
    if not value:
        return usual
    if value not in allowed:
        message = _("It is none of: %(allowed)s.")
        raise Refused(name, "invalid_choice", message % {"allowed": ", ".join(allowed)})
    return value


def _tags(given: Sequence[str]) -> list[str]:
    tags = list(dict.fromkeys(filter(None, map(one_line, given))))
    if len(tags) > TAGS_MAX or any(len(tag) > TAG_MAX for tag in tags):
        message = _("At most %(most)d tags of at most %(length)d characters.")
        raise Refused("tags", "max_length", message % {"most": TAGS_MAX, "length": TAG_MAX})
    return [normalize("NFC", tag) for tag in tags]
