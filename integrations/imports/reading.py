"""A file as a whole: what of it would become feedback, and what can't."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from feedbacks.imports import NewRow, known_sources
from feedbacks.models import Feedback
from integrations.imports import edl, exported_json, tables
from integrations.imports.encoding import text_of
from integrations.imports.lines import Line, LineError, Refused
from integrations.imports.moments import Clock
from integrations.imports.rows import Row, row_of
from videoplanet.api.errors import InvalidField
from videos.models import Video

ROWS_MAX = 2000


@dataclass(slots=True)
class Plan:
    """What a file has for a video, in its order."""

    form: str
    rows: list[Row] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)

    @property
    def new(self) -> list[NewRow]:
        """What is not on the video yet; each source once."""
        return [row.new for row in self.rows if not row.known]


def read(data: bytes, video: Video, start_timecode: str = "") -> Plan:
    """Read a file for a video.

    `start_timecode` is what the file calls the first frame; empty, it is the video's own. Raises
    InvalidField if the file can't be read at all.
    """
    clock = Clock.of(video, start_timecode)
    form, lines = _lines(text_of(data), clock)
    plan, seen, own = Plan(form), set(), {}
    for count, line in enumerate(lines, start=1):
        if count > ROWS_MAX:
            message = _("A file may have at most %(most)d lines of feedback.")
            raise InvalidField("file", "too_many", message % {"most": ROWS_MAX})
        try:
            row = row_of(line, clock)
        except Refused as error:
            plan.errors.append(LineError(line.number, error.field, error.code, error.message))
            continue
        source = row.new.source
        if line.source and line.source[0] == "videoplanet":
            own[source] = line.source[1]
        row.known = source in seen
        seen.add(source)
        plan.rows.append(row)
    mark_known(plan, known_sources(video, seen) | _own_of(video, own))
    return plan


def mark_known(plan: Plan, sources: set[str]) -> None:
    """Mark what is on the video already."""
    for row in plan.rows:
        row.known = row.known or row.new.source in sources


def _lines(text: str, clock: Clock) -> tuple[str, Iterator[Line]]:
    """Return the form of a file, which its beginning tells, and its lines."""
    if edl.is_edl(text):
        return "edl", edl.lines(text, clock)
    if exported_json.is_json(text):
        return "json", exported_json.lines(text)
    return tables.lines(text)


def _own_of(video: Video, own: dict[str, str]) -> set[str]:
    """Return the sources that are this video's own feedback, exported and sent back."""
    ids = Feedback.objects.filter(video=video, id__in=own.values()).values_list("id", flat=True)
    there = {str(each) for each in ids}
    return {source for source, given in own.items() if given in there}


def answer_of(plan: Plan, video: Video, *, dry_run: bool) -> dict[str, Any]:
    """Return the JSON that says what a file had."""
    return {
        "form": plan.form,
        "dry_run": dry_run,
        "created": len(plan.new),
        "rows": [_shown(row, video) for row in plan.rows],
        "line_errors": [
            {
                "line": each.line,
                "field": each.field,
                "code": each.code,
                "message": str(each.message),
            }
            for each in plan.errors
        ],
    }


def _shown(row: Row, video: Video) -> dict[str, Any]:
    frames, new = video.frames, row.new
    frame = None if frames is None else frames.frame(new.start)
    return {
        "line": row.line,
        "timestamp": new.start,
        "end_timestamp": new.end,
        "frame": frame,
        "timecode": None if frames is None or frame is None else frames.timecode(frame),
        "content": new.content,
        "author": row.author,
        "status": new.status,
        "priority": new.priority,
        "tags": new.tags,
        "known": row.known,
    }
