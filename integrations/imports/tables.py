"""CSV: our own export and its short form, Frame.io's comments, and Kitsu's playlists."""

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from integrations.exports.text import FORMULAS, one_line
from integrations.imports.lines import Line
from videoplanet.api.errors import InvalidField

DELIMITERS = ",;\t"
HEAD = 10
"""In how many rows the columns' names are looked for: Kitsu and Excel may write some before."""
KITSU_MOMENT = re.compile(r"v\d+ (?:\d+:)?\d+:\d+\.\d+ \((\d+)\)")
"""What Kitsu writes for `@frame`; its frames are counted from 1."""
YES = ("true", "yes", "1", "x", "complete", "completed")

type Cells = dict[str, str]
type Reader = Callable[[int, Cells], Line]


@dataclass(frozen=True, slots=True)
class Form:
    """A program's table: what it needs to have, and how a line of it is read."""

    name: str
    needed: tuple[tuple[str, ...], ...]
    """Columns, one of each group."""
    read: Reader

    def fits(self, header: list[str]) -> bool:
        """Say whether a table with these columns has what is needed."""
        return all(any(name in header for name in names) for names in self.needed)


def lines(text: str) -> tuple[str, Iterator[Line]]:
    """Return the form of a table, and its lines. Raises InvalidField for an unknown one."""
    rows = _rows(text)
    for _number, row in islice(rows, HEAD):
        header = [one_line(cell).lower() for cell in row]
        if form := next((each for each in FORMS if each.fits(header)), None):
            return form.name, _read_all(form, header, rows)
    message = _("The columns are not known. They may be those of docs/imports.md.")
    raise InvalidField("file", "unknown_columns", message)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the number of the line that it begins in."""
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    # Not splitlines(), for which U+2028 and others in a text are line breaks too.
    reader = csv.reader((f"{line}\n" for line in text.split("\n")), delimiter=delimiter)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = _("Line %(line)d is no CSV: %(reason)s") % {"line": number, "reason": error}
            raise InvalidField("file", "invalid_csv", message) from error
        if any(cell.strip() for cell in row):
            yield number, row


def _read_all(
    form: Form, header: list[str], rows: Iterator[tuple[int, list[str]]]
) -> Iterator[Line]:
    films = set()
    for number, row in rows:
        cells = {name: _unescaped(cell) for name, cell in zip(header, row, strict=False)}
        if form.name == "csv":
            films.add((cells.get("video", ""), cells.get("version", "")))
            require_one_video(len(films))
        yield form.read(number, cells)


def require_one_video(count: int) -> None:
    """Raise InvalidField for an export of several videos: which of them is meant, nobody said."""
    if count > 1:
        message = _("This file has feedback on several videos. Send one file for each video.")
        raise InvalidField("file", "several_videos", message)


def _unescaped(text: str) -> str:
    """Return a cell without the sign by which our exports keep it from being a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULAS) else text


def _own(number: int, cells: Cells) -> Line:
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
        tags=cells.get("tags", "").split(","),
    )
    with suppress(ValueError):
        line.source = ("videoplanet", str(UUID(cells.get("id", ""))))
    return line


FRAME_IO_STARTS = ("timecode source in", "timecode source", "timecode in", "timecode")
FRAME_IO_ENDS = ("timecode source out", "timecode out")


def _frame_io(number: int, cells: Cells) -> Line:
    """Read a comment. Timecodes of the source count as the file does, others may count from 0."""
    start, end = (
        next(filter(None, (cells.get(name, "").strip() for name in names)), "")
        for names in (FRAME_IO_STARTS, FRAME_IO_ENDS)
    )
    done = cells.get("completed", "") or cells.get("complete", "")
    length = cells.get("duration", "").strip()
    line = Line(
        number,
        cells.get("comment", ""),
        {"timecode": start, "frame": "" if start else cells.get("frame", "")},
        {"timecode": "" if end == start else end, "length": length if length.isdigit() else ""},
        author=cells.get("commenter", ""),
        status="resolved" if done.strip().lower() in YES else "",
        relative=True,
        first=1,
    )
    if not line.content.strip() and (reply := cells.get("reply", "").strip()):
        line.content = f"↳ {reply}"
    if given := cells.get("comment id", "").strip():
        line.source = ("frame.io", given)
    return line


def _kitsu(number: int, cells: Cells) -> Line:
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


FORMS = (
    Form("kitsu", (("last comment",), ("entity name",)), _kitsu),
    Form("frameio", (("comment",), (*FRAME_IO_STARTS, "frame")), _frame_io),
    Form("csv", (("content",), ("timestamp", "frame", "timecode")), _own),
)
