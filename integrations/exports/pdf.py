"""A report to print: each feedback with its picture and drawing, its thread and its moment.

All rows are read before anything is drawn, and the connection to the database is given back:
drawing takes seconds. A process draws one report at a time, so that its memory stays bounded.
"""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import pylopdf_fonts_ko
from botocore.exceptions import ClientError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from fpdf import FPDF
from fpdf.fonts import TTFFont
from PIL import Image

from feedbacks.models import Feedback
from integrations.exports.text import one_line, plain
from integrations.exports.timeline import Marker, Reply, Timeline, Timelines
from videoplanet.storage import s3
from videoplanet.tasks.exclusive import Busy

FONT = "Noto Sans KR"
MARGIN, BOTTOM, WIDTH = 15.0, 278.0, 180.0
"""Millimetres, as everything here; the page is A4."""
PICTURE = (68.0, 51.0)
PICTURE_PIXELS = (800, 600)
"""300 dots an inch."""
GAP = 5.0
QUALITY = 80
POINT = 25.4 / 72
DARK, GREY, LINE = (24, 24, 27), (100, 100, 108), (212, 212, 216)
STATUS_COLORS = {
    Feedback.Status.OPEN: (185, 28, 28),
    Feedback.Status.IN_PROGRESS: (146, 84, 0),
    Feedback.Status.RESOLVED: (21, 110, 50),
    Feedback.Status.CLOSED: (37, 82, 190),
}
STEPS = 3
"""How far replies are indented at most, as in the panel."""
WAIT_SECONDS = 30
DRAWING = Lock()


def report(timelines: Timelines, name: str) -> Iterator[bytes]:
    """Yield the file. Raises Busy if others' reports take too long."""
    read = [(timeline, list(markers)) for timeline, markers in timelines]
    if not connection.in_atomic_block:
        connection.close()
    with _alone():
        document = _Report(name)
        document.front(read)
        for timeline, markers in read:
            document.video(timeline, markers, heading=len(read) > 1)
        drawn = bytes(document.output())
    yield drawn


@contextmanager
def _alone() -> Iterator[None]:
    if not DRAWING.acquire(timeout=WAIT_SECONDS):
        raise Busy("report")
    try:
        yield
    finally:
        DRAWING.release()


class _Report(FPDF):
    """A4 pages; `at` is the height at which the next line stands."""

    def __init__(self, name: str) -> None:
        """Begin a document with this title."""
        super().__init__(format="A4")
        self.set_auto_page_break(auto=False)
        self.add_font(FONT, fname=str(pylopdf_fonts_ko.sans_path()))
        self.set_font(FONT, size=10)
        self.name = one_line(name)
        self.set_title(self.name)
        self.set_creator("VideoPlanet")
        font = self.current_font
        assert isinstance(font, TTFFont)  # noqa: S101 - it was added above
        self.advances, self.glyphs = font.cw, font.cmap
        self.at = MARGIN
        self.add_page()

    def footer(self) -> None:
        """Write the title and the number of each page; the library calls it."""
        self._pen(8, GREY)
        self.text(MARGIN, 288, self._lines(self.name, 8, WIDTH - 30)[0])
        self.set_xy(MARGIN + WIDTH - 30, 284.6)
        # Only a cell takes the number of all pages, which is known at the end.
        self.cell(30, 5, f"{self.page_no()} / {self.str_alias_nb_pages}", align="R")

    def front(self, read: list[tuple[Timeline, list[Marker]]]) -> None:
        """Write the heading: what it is of, and how much there is of each status."""
        markers = [marker for _timeline, marks in read for marker in marks]
        self._write(gettext("Feedback report"), 9, color=GREY)
        self._write(self.name, 18)
        day = timezone.now().strftime("%Y-%m-%d %H:%M UTC")
        count = ngettext("%(count)d feedback", "%(count)d feedbacks", len(markers))
        counts = [count % {"count": len(markers)}]
        numbers = Counter(marker.status for marker in markers)
        counts += [f"{each.label} {numbers[each]}" for each in Feedback.Status if numbers[each]]
        self._write(" · ".join((*counts, day)), 9, color=GREY)
        self.at += 2

    def video(self, timeline: Timeline, markers: list[Marker], *, heading: bool) -> None:
        """Write the feedback of one video."""
        if heading:
            self._room(40)
            self.at += 3
            self._write(timeline.name, 13)
            if not markers:
                self._write(gettext("No feedback"), 9, color=GREY)
        for number, marker in enumerate(markers, start=1):
            self._feedback(timeline, number, marker)

    def _feedback(self, timeline: Timeline, number: int, marker: Marker) -> None:
        picture = self._picture(marker)
        high = picture[1].height / picture[1].width * PICTURE[0] if picture else 0
        self._room(16 + min(high, PICTURE[1]))
        self.set_draw_color(*LINE)
        self.line(MARGIN, self.at, MARGIN + WIDTH, self.at)
        self.at += 2
        self._head(timeline, number, marker)
        left, top, page = MARGIN, self.at, self.page_no()
        if picture:
            left, high = self._place(*picture)
        elif marker.picture or marker.picture_missing:
            self._write(gettext("The picture is not ready."), 8, color=GREY)
        self._write(plain(marker.content), 10, left=left)
        for reply in marker.replies:
            if reply.content:
                self._reply(reply, left)
        if picture and page == self.page_no():
            self.at = max(self.at, top + high)
        self.at += 4

    def _head(self, timeline: Timeline, number: int, marker: Marker) -> None:
        """Write number, moment and status in one line, and who said it when below."""
        status = Feedback.Status(marker.status)
        self._pen(11, DARK)
        moment = f"{number}.  {_moment(timeline, marker)}"
        self.text(MARGIN, self.at + 4.2, moment)
        self._pen(9, STATUS_COLORS[status])
        shown = self._printable(str(status.label))
        x = MARGIN + self._width(moment, 11) + 5
        self.set_draw_color(*STATUS_COLORS[status])
        wide = self._width(shown, 9) + 4
        self.rect(x, self.at + 0.4, wide, 5, round_corners=True, corner_radius=1.2)
        self.text(x + 2, self.at + 4.1, shown)
        facts = [one_line(marker.author), marker.created_at.strftime("%Y-%m-%d %H:%M")]
        if marker.priority != Feedback.Priority.MEDIUM:
            priority = Feedback.Priority(marker.priority).label
            facts.append(f"{gettext('priority')}: {priority}")
        if marker.assignee:
            facts.append(f"→ {one_line(marker.assignee)}")
        facts += [f"#{one_line(tag)}" for tag in marker.tags]
        self.at += 6.2
        self._write(" · ".join(facts), 8, color=GREY)
        self.at += 1

    def _reply(self, reply: Reply, left: float) -> None:
        self.at += 1
        indent = left + 4 * min(reply.depth, STEPS)
        self._write(f"└ {one_line(reply.author)} · {reply.created_at[:10]}", 8, indent, GREY)
        self._write(plain(reply.content), 9, left=indent)

    def _picture(self, marker: Marker) -> tuple[bytes, Image.Image] | None:
        """Return the picture as JPEG, small enough for print; None if there is none."""
        if not marker.picture:
            return None
        try:
            stored = s3.get(marker.picture)
        except ClientError as error:
            if s3.is_missing(error):  # another one replaces it just now
                return None
            raise
        with Image.open(io.BytesIO(stored), formats=("WEBP",)) as image:
            image.thumbnail(PICTURE_PIXELS)
            flat = Image.new("RGB", image.size, "white")
            flat.paste(image, mask=image if image.mode == "RGBA" else None)
        out = io.BytesIO()
        flat.save(out, "JPEG", quality=QUALITY)
        return out.getvalue(), flat

    def _place(self, jpeg: bytes, image: Image.Image) -> tuple[float, float]:
        """Put a picture at the left; return where text begins beside it, and its height."""
        scale = min(PICTURE[0] / image.width, PICTURE[1] / image.height)
        wide, high = image.width * scale, image.height * scale
        self.image(io.BytesIO(jpeg), MARGIN, self.at + 1, wide, high)
        return MARGIN + wide + GAP, high + 2

    def _write(
        self, text: str, size: float, left: float = MARGIN, color: tuple[int, int, int] = DARK
    ) -> None:
        """Write a text from `at` on, over as many pages as it takes."""
        high = size * POINT * 1.45
        for line in self._lines(text, size, MARGIN + WIDTH - left):
            self._room(high)
            self._pen(size, color)
            self.text(left, self.at + 0.8 * high, line)
            self.at += high

    def _room(self, high: float) -> None:
        """Begin a page if there is not so much left of this one."""
        if self.at + high > BOTTOM:
            self.add_page()
            self.at = MARGIN

    def _pen(self, size: float, color: tuple[int, int, int]) -> None:
        self.set_font_size(size)
        self.set_text_color(*color)

    def _width(self, text: str, size: float) -> float:
        return sum(self.advances[ord(letter)] for letter in text) * size * POINT / 1000

    def _lines(self, text: str, size: float, room: float) -> list[str]:
        """Break a text at spaces, and within words that are longer than a line.

        The library's own function takes twenty times as long.
        """
        lines: list[str] = []
        for paragraph in self._printable(text).split("\n"):
            line, used = "", 0.0
            for word in re.findall(r"\S+\s*|\s+", paragraph):
                for piece in self._pieces(word, size, room):
                    if line and used + self._width(piece.rstrip(), size) > room:
                        lines.append(line)
                        line, used = "", 0.0
                    line, used = line + piece, used + self._width(piece, size)
            lines.append(line)
        return lines

    def _pieces(self, word: str, size: float, room: float) -> Iterator[str]:
        """Yield a word, or the pieces of one that is longer than a line."""
        while self._width(word.rstrip(), size) > room:
            fits = max(1, self._fitting(word, size, room))
            yield word[:fits]
            word = word[fits:]
        yield word

    def _fitting(self, word: str, size: float, room: float) -> int:
        """Return how many of a word's letters have room."""
        used, unit = 0.0, size * POINT / 1000
        for place, letter in enumerate(word):
            used += self.advances[ord(letter)] * unit
            if used > room:
                return place
        return len(word)

    def _printable(self, text: str) -> str:
        """Return a text in the letters that the font has; a box stands for any other."""
        return "".join(
            letter if letter == "\n" or ord(letter) in self.glyphs else "□"
            for letter in text.replace("\t", " ")
            if unicodedata.category(letter) not in ("Cf", "Mn", "Cs", "Co")
        )


def _moment(timeline: Timeline, marker: Marker) -> str:
    """Return the timecodes; without a frame rate, minutes and seconds."""
    frames = timeline.frames
    if frames is None or marker.frame is None:
        ends = [seconds for seconds in (marker.seconds, marker.end_seconds) if seconds is not None]
        return " – ".join(f"{int(end // 60):02}:{end % 60:06.3f}" for end in ends)
    places = [place for place in (marker.frame, marker.end_frame) if place is not None]
    return " – ".join(frames.timecode(place) for place in places)
