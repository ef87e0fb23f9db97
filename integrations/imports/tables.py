"""CSV: our own export and its short form, Frame.io's comments, and Kitsu's playlists."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from integrations.exports.text import one_line
from integrations.imports.rows import Line, LineError, unescaped
from videoplanet.api.errors import InvalidField
from videos.models import Video

DELIMITERS = ",;\t"
FIELD_MAX = 200_000
KITSU_MOMENT = re.compile(r"v\d+ (?:\d+:)?\d+:\d+\.\d+ \((\d+)\)")
"""What Kitsu writes for `@frame`; its frames are counted from 1."""
YES = ("true", "yes", "1", "x", "completed")

type Cells = dict[str, str]


def lines(text: str, video: Video) -> tuple[str, Iterator[Line | LineError]]:
    """Return the form of a table, and its lines. Raises InvalidField for an unknown one."""
    rows = _rows(text)
    for _number, row in rows:
        header = [one_line(cell).lower() for cell in row]
        for form, (needed, _read) in FORMS.items():
            if all(any(name in header for name in names) for names in needed):
                return form, _read_all(form, header, rows, video)
        if len([cell for cell in header if cell]) > len(KITSU_TITLE):
            break
    message = _("The columns are not known. They may be those of docs/imports.md.")
    raise InvalidField("file", "unknown_columns", message)


KITSU_TITLE = ("playlist", "context", "name", "date")
"""Kitsu's playlists begin with a title and an empty line."""


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the number of the line that it begins in."""
    head = text[:FIELD_MAX].split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = _("Line %(line)d is no CSV: %(reason)s")
            message = message % {"line": number, "reason": error}
            raise InvalidField("file", "invalid_csv", message) from error
        if any(cell.strip() for cell in row):
            yield number, row


def _read_all(
    form: str, header: list[str], rows: Iterator[tuple[int, list[str]]], video: Video
) -> Iterator[Line | LineError]:
    read = FORMS[form][1]
    for number, row in rows:
        cells = {name: unescaped(cell) for name, cell in zip(header, row, strict=False)}
        yield read(number, cells, video)


def _own(number: int, cells: Cells, video: Video) -> Line:
    """Read our own export, or a few of its columns."""
    replies = "\n".join(f"↳ {line}" for line in cells.get("comments", "").split("\n") if line)
    line = Line(
        number,
        "\n".join(filter(None, (cells.get("content", ""), replies))),
        {name: cells.get(name, "") for name in ("timestamp", "frame", "timecode")},
        {name: cells.get(f"end_{name}", "") for name in ("timestamp", "frame", "timecode")},
        author=cells.get("author", ""),
        status=cells.get("status", ""),
        priority=cells.get("priority", ""),
        tags=cells.get("tags", ""),
    )
    with suppress(ValueError):
        line.source = ("videoplanet", str(UUID(cells.get("id", ""))))
    return line


def _frame_io(number: int, cells: Cells, video: Video) -> Line:
    """Read a comment. `Timecode Source` counts as the file does; others may count from 0."""
    start = cells.get("timecode source") or cells.get("timecode in") or cells.get("timecode", "")
    is_done = cells.get("completed", "").strip().lower() in YES
    line = Line(
        number,
        cells.get("comment", ""),
        {"timecode": start} if start.strip() else {"frame": cells.get("frame", "")},
        {"timecode": cells.get("timecode out", ""), "length": cells.get("duration", "")},
        author=cells.get("commenter", "") or cells.get("author", ""),
        status="resolved" if is_done else "",
        relative=True,
    )
    if not line.end["length"].strip().isdigit():
        line.end["length"] = ""
    if given := cells.get("comment id", "").strip():
        line.source = ("frame.io", given)
    return line


def _kitsu(number: int, cells: Cells, video: Video) -> Line | LineError:
    """Read the last comment of a shot; its moment is the first one that its text names."""
    text = cells.get("last comment", "")
    moment = KITSU_MOMENT.search(text)
    about = [cells.get(name, "").strip() for name in ("entity name", "task type", "task status")]
    return Line(
        number,
        f"{text}\n({' · '.join(filter(None, about))})" if text.strip() else "",
        {"frame": moment[1]} if moment else {"timestamp": "0"},
        author=cells.get("last comment author", ""),
        first=1,
    )


FORMS = {
    "kitsu": ((("last comment",), ("entity name",)), _kitsu),
    "frameio": (
        (("comment",), ("timecode source", "timecode in", "timecode", "frame")),
        _frame_io,
    ),
    "csv": ((("content",), ("timestamp", "frame", "timecode")), _own),
}
"""The columns that each form has, one of each group, and how its lines are read."""
