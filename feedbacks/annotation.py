"""Drawings on pictures: what a reviewer drew, to be seen without our front end.

Shapes are drawn on a transparent sheet three times as large and scaled down with it, which smooths
every edge. Each has a thin rim, dark around light colours and light around dark ones, so that it is
seen on any picture.
"""

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pylopdf_fonts_ko
from PIL import Image, ImageColor, ImageDraw, ImageFont

from feedbacks.pictures import BOX

FINER = 3
RIM = 1.2
"""Pixels on each side, of a picture of 1280×720 as everything here."""
TEXT_SIZE = 22
TEXT_GROWS = 3
"""Pixels of text for each pixel of a line's width."""
TEXT_MIN = 14
MARGIN = 6
LIGHT = 0.3
"""Luminance from which a colour gets a dark rim."""

type Point = tuple[float, float]
type Color = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Pen:
    """Where and how one shape is drawn; all lengths in pixels of the sheet."""

    draw: ImageDraw.ImageDraw
    size: tuple[int, int]
    unit: float
    """A pixel of a picture of 1280×720."""
    width: float
    color: Color
    rim: Color

    def inside(self, point: Point) -> Point:
        """Return the point, moved so far into the picture that a line there is seen whole."""
        edge = self.width / 2 + RIM * self.unit
        x, y = (
            min(max(value, edge), max(side - 1 - edge, edge))
            for value, side in zip(point, self.size, strict=True)
        )
        return x, y

    def passes(self) -> tuple[tuple[Color, float], tuple[Color, float]]:
        """Return colour and additional width on each side: first the rim, then the line."""
        return (self.rim, RIM * self.unit), (self.color, 0.0)


def annotate(picture: Image.Image, drawing: dict[str, Any]) -> Image.Image:
    """Return the picture, as large as fits into 1280×720, with the drawing on it, RGB.

    `drawing` has fractions of the picture (`feedbacks.drawing.normalized`). Where the picture is
    transparent it is white.
    """
    flat = _flat(picture)
    scale = min(BOX[0] / flat.width, BOX[1] / flat.height)
    size = (max(1, round(flat.width * scale)), max(1, round(flat.height * scale)))
    flat = flat.resize(size, Image.Resampling.LANCZOS)
    sheet = Image.new("RGBA", (size[0] * FINER, size[1] * FINER), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    unit = FINER * max(size[0] / BOX[0], size[1] / BOX[1])
    for shape in drawing.get("shapes", ()):
        _draw(shape, draw, sheet.size, unit)
    flat.paste(small := sheet.resize(size, Image.Resampling.BOX), (0, 0), small)
    return flat


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture).convert("RGB")


def _draw(
    shape: dict[str, Any], draw: ImageDraw.ImageDraw, size: tuple[int, int], unit: float
) -> None:
    red, green, blue = ImageColor.getrgb(shape["style"]["color"])[:3]
    light = (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255 >= LIGHT
    pen = Pen(
        draw,
        size,
        unit,
        width=shape["style"]["width"] * unit,
        color=(red, green, blue, 255),
        rim=(0, 0, 0, 190) if light else (255, 255, 255, 220),
    )
    numbers = shape["coordinates"]
    points = [(x * size[0], y * size[1]) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    if shape["type"] == "text":
        _text(pen, points[0], shape.get("text", ""), shape["style"]["width"])
    else:
        LINES[shape["type"]](pen, points)


def _rectangle(pen: Pen, points: list[Point]) -> None:
    (x1, y1), (x2, y2) = (pen.inside(point) for point in points)
    left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
    for color, more in pen.passes():
        # Pillow draws an outline inwards from its box.
        out = pen.width / 2 + more
        box = (left - out, top - out, right + out, bottom + out)
        line = round(pen.width + 2 * more)
        # The rim first, as a band; the line then covers its middle.
        pen.draw.rounded_rectangle(box, radius=out, outline=color, width=line)


def _circle(pen: Pen, points: list[Point]) -> None:
    (x, y), edge = points
    radius = max(math.dist((x, y), edge), pen.width)
    for color, more in pen.passes():
        out = radius + pen.width / 2 + more
        box = (x - out, y - out, x + out, y + out)
        pen.draw.ellipse(box, outline=color, width=round(pen.width + 2 * more))


def _arrow(pen: Pen, points: list[Point]) -> None:
    way = [pen.inside(point) for point in points]
    tip, before = way[-1], way[-2]
    length = math.dist(tip, before)
    if not length:
        tip, before, length = way[-1], (way[-1][0] - pen.unit, way[-1][1]), pen.unit
    head = max(4.5 * pen.width, 16 * pen.unit)
    dx, dy = (tip[0] - before[0]) / length, (tip[1] - before[1]) / length
    base = (tip[0] - dx * head, tip[1] - dy * head)
    # The line ends inside of the head; its own end would blunt the tip.
    end = (tip[0] - dx * head * 0.8, tip[1] - dy * head * 0.8)
    shaft = [*way[:-1], end] if length > head * 0.8 else []
    for color, more in pen.passes():
        width = pen.width + 2 * more
        if shaft:
            pen.draw.line(shaft, fill=color, width=round(width), joint="curve")
            _dot(pen, shaft[0], width / 2, color)
        half = head * 0.45 + 1.5 * more
        pen.draw.polygon(
            [
                (tip[0] + dx * 2 * more, tip[1] + dy * 2 * more),
                (base[0] - dy * half - dx * more, base[1] + dx * half - dy * more),
                (base[0] + dy * half - dx * more, base[1] - dx * half - dy * more),
            ],
            fill=color,
        )


def _dot(pen: Pen, centre: Point, radius: float, color: Color) -> None:
    x, y = centre
    pen.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)


LINES: dict[str, Callable[[Pen, list[Point]], None]] = {
    "rectangle": _rectangle,
    "circle": _circle,
    "arrow": _arrow,
}


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    """Noto Sans KR (OFL): Korean, Latin, Greek, Cyrillic, kana and common Chinese characters."""
    return ImageFont.truetype(str(pylopdf_fonts_ko.sans_path()), size)


def _text(pen: Pen, corner: Point, text: str, width: float) -> None:
    """Write from the corner on; where there is no room, wrapped, further up or left, smaller."""
    margin = MARGIN * pen.unit
    room = (pen.size[0] - 2 * margin, pen.size[1] - 2 * margin)
    size = (TEXT_SIZE + TEXT_GROWS * width) * pen.unit
    # At the right edge a column of single letters would be no text: it moves to the left.
    across = max(pen.size[0] - margin - corner[0], min(room[0], 0.3 * pen.size[0]))
    lines = _wrapped(text, _font(round(size)), across)
    while _height(lines, size) > room[1] and size > TEXT_MIN * pen.unit:
        size *= 0.9
        lines = _wrapped(text, _font(round(size)), max(across, 0.6 * room[0]))
    font = _font(max(1, round(size)))
    wide = max(font.getlength(line) for line in lines)
    x = max(margin, min(corner[0], pen.size[0] - margin - wide))
    y = max(margin, min(corner[1], pen.size[1] - margin - _height(lines, size)))
    for number, line in enumerate(lines):
        pen.draw.text(
            (x, y + number * size * LINE_HEIGHT),
            line,
            font=font,
            fill=pen.color,
            stroke_width=round(2 * pen.unit),
            stroke_fill=pen.rim,
            anchor="la",
        )


LINE_HEIGHT = 1.3


def _height(lines: list[str], size: float) -> float:
    return len(lines) * size * LINE_HEIGHT


def _wrapped(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    """Break into lines of at most `room` pixels: at spaces, and within what is longer."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in _printable(paragraph).split(" "):
            longer = f"{line} {word}" if line else word
            if font.getlength(longer) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _pieces(word, font, room)
            lines.extend(full)
        lines.append(line)
    return lines


def _pieces(word: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and font.getlength(pieces[-1] + letter) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _printable(text: str) -> str:
    """Drop what has no picture of its own: control, joining and variation characters."""
    return "".join(
        " " if letter == "\t" else letter
        for letter in text
        if letter == "\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Mn")
    )
