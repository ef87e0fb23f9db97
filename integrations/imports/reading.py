"""A file as a whole: what of it would become feedback, and what can't."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from feedbacks.imports import known_sources
from feedbacks.models import Feedback
from integrations.imports import edl, tables
from integrations.imports.encoding import text_of
from integrations.imports.rows import LineError, Refused, Row, row_of
from videoplanet.api.errors import InvalidField
from videos.models import Video

ROWS_MAX = 2000


@dataclass(slots=True)
class Plan:
    """What a file has for a video."""

    form: str
    rows: list[Row] = field(default_factory=list)
    """What is not there yet; each source once."""
    known: list[Row] = field(default_factory=list)
    """What is on the video already, or twice in the file."""
    errors: list[LineError] = field(default_factory=list)


def read(data: bytes, video: Video) -> Plan:
    """Read a file for a video. Raises InvalidField if it can't be read at all."""
    text = text_of(data)
    if edl.is_edl(text):
        form, found = "edl", edl.lines(text, video)
    else:
        form, found = tables.lines(text, video)
    plan, own = Plan(form), {}
    rows: dict[str, Row] = {}
    for count, line in enumerate(found, start=1):
        if count > ROWS_MAX:
            message = _("A file may have at most %(most)d lines of feedback.")
            raise InvalidField("file", "too_many", message % {"most": ROWS_MAX})
        if isinstance(line, LineError):
            plan.errors.append(line)
            continue
        try:
            row = row_of(line, video)
        except Refused as error:
            plan.errors.append(LineError(line.number, error.field, error.code, error.message))
            continue
        if line.source and line.source[0] == "videoplanet":
            own[row.new.source] = line.source[1]
        if rows.setdefault(row.new.source, row) is not row:
            plan.known.append(row)
    there = known_sources(video, rows) | _own_of(video, own)
    plan.known += [row for source, row in rows.items() if source in there]
    plan.rows = [row for source, row in rows.items() if source not in there]
    plan.known.sort(key=lambda row: row.line)
    return plan


def answer_of(plan: Plan, video: Video, *, dry_run: bool) -> dict[str, Any]:
    """Return the JSON that says what a file had."""
    rows = [(row, False) for row in plan.rows] + [(row, True) for row in plan.known]
    return {
        "form": plan.form,
        "dry_run": dry_run,
        "created": len(plan.rows),
        "rows": [_shown(row, video, known=known) for row, known in sorted(rows, key=_by_line)],
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


def _by_line(row: tuple[Row, bool]) -> int:
    return row[0].line


def _shown(row: Row, video: Video, *, known: bool) -> dict[str, Any]:
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
        "known": known,
    }


def _own_of(video: Video, own: dict[str, str]) -> set[str]:
    """Return the sources that are this video's own feedback, exported and sent back."""
    ids = Feedback.objects.filter(video=video, id__in=own.values()).values_list("id", flat=True)
    there = {str(each) for each in ids}
    return {source for source, given in own.items() if given in there}
