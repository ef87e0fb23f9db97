"""Renders a reviewer's drawing on a picture.

Shapes are drawn on a transparent layer of three times the size and scaled down, which smooths every
edge. Each shape has a thin outline, dark around light colours and light around dark ones, so that
it stands out from any picture.
"""

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pylopdf_fonts_ko
from PIL import Image, ImageColor, ImageDraw, ImageFont

from feedbacks.pictures import BOX

SUPERSAMPLING = 3
OUTLINE = 1.2
"""Pixels on each side. All lengths here are pixels of a picture of 1280×720."""
TEXT_SIZE = 22
TEXT_SIZE_PER_WIDTH = 3
"""Text size per pixel of line width."""
TEXT_MIN = 14
MARGIN = 6
LIGHT_LUMINANCE = 0.3
"""From this luminance on a colour gets a dark outline."""

PIECES_MAX = 32
"""Of the curve between two points of a path, however far apart they are."""

type Point = tuple[float, float]
type Color = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Pen:
    """How one shape is drawn on the layer; all lengths are in pixels of the layer."""

    draw: ImageDraw.ImageDraw
    size: tuple[int, int]
    unit: float
    """The length of a pixel of a picture of 1280×720."""
    width: float
    color: Color
    outline: Color

    def inside(self, point: Point) -> Point:
        """Return the point, moved far enough into the picture that a line there is not cut off."""
        edge = self.width / 2 + OUTLINE * self.unit
        x, y = (
            min(max(value, edge), max(side - 1 - edge, edge))
            for value, side in zip(point, self.size, strict=True)
        )
        return x, y

    def passes(self) -> tuple[tuple[Color, float], tuple[Color, float]]:
        """Return the colour and the extra width per side, of the outline and then of the line."""
        return (self.outline, OUTLINE * self.unit), (self.color, 0.0)


def annotate(picture: Image.Image, drawing: dict[str, Any]) -> Image.Image:
    """Return the picture, scaled to fit 1280×720, with the drawing on it; RGB.

    `drawing` has fractions of the picture (`feedbacks.drawing.normalized`). Transparent parts of
    the picture become white.
    """
    flat = _flat(picture)
    scale = min(BOX[0] / flat.width, BOX[1] / flat.height)
    size = (max(1, round(flat.width * scale)), max(1, round(flat.height * scale)))
    flat = flat.resize(size, Image.Resampling.LANCZOS)
    layer = Image.new("RGBA", (size[0] * SUPERSAMPLING, size[1] * SUPERSAMPLING), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    unit = SUPERSAMPLING * max(size[0] / BOX[0], size[1] / BOX[1])
    for shape in drawing.get("shapes", ()):
        _draw(shape, draw, layer.size, unit)
    flat.paste(small := layer.resize(size, Image.Resampling.BOX), (0, 0), small)
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
    light = (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255 >= LIGHT_LUMINANCE
    pen = Pen(
        draw,
        size,
        unit,
        width=shape["style"]["width"] * unit,
        color=(red, green, blue, 255),
        outline=(0, 0, 0, 190) if light else (255, 255, 255, 220),
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
    for color, extra in pen.passes():
        # Pillow draws the line inwards from its box.
        out = pen.width / 2 + extra
        box = (left - out, top - out, right + out, bottom + out)
        line = round(pen.width + 2 * extra)
        # The outline comes first, as a band; then the line covers its middle.
        pen.draw.rounded_rectangle(box, radius=out, outline=color, width=line)


def _circle(pen: Pen, points: list[Point]) -> None:
    (x, y), edge = points
    radius = max(math.dist((x, y), edge), pen.width)
    for color, extra in pen.passes():
        out = radius + pen.width / 2 + extra
        box = (x - out, y - out, x + out, y + out)
        pen.draw.ellipse(box, outline=color, width=round(pen.width + 2 * extra))


def _arrow(pen: Pen, points: list[Point]) -> None:
    path = [pen.inside(point) for point in points]
    tip, before = path[-1], path[-2]
    length = math.dist(tip, before)
    if not length:
        tip, before, length = path[-1], (path[-1][0] - pen.unit, path[-1][1]), pen.unit
    head = max(4.5 * pen.width, 16 * pen.unit)
    dx, dy = (tip[0] - before[0]) / length, (tip[1] - before[1]) / length
    base = (tip[0] - dx * head, tip[1] - dy * head)
    # The shaft ends inside the head, because at the tip it would blunt it.
    end = (tip[0] - dx * head * 0.8, tip[1] - dy * head * 0.8)
    shaft = [*path[:-1], end] if length > head * 0.8 else []
    for color, extra in pen.passes():
        width = pen.width + 2 * extra
        if shaft:
            pen.draw.line(shaft, fill=color, width=round(width), joint="curve")
            _dot(pen, shaft[0], width / 2, color)
        half = head * 0.45 + 1.5 * extra
        pen.draw.polygon(
            [
                (tip[0] + dx * 2 * extra, tip[1] + dy * 2 * extra),
                (base[0] - dy * half - dx * extra, base[1] + dx * half - dy * extra),
                (base[0] + dy * half - dx * extra, base[1] - dx * half - dy * extra),
            ],
            fill=color,
        )


def _dot(pen: Pen, centre: Point, radius: float, color: Color) -> None:
    x, y = centre
    pen.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)


def _path(pen: Pen, points: list[Point]) -> None:
    line = smooth([pen.inside(point) for point in points], step=4 * pen.unit)
    for color, extra in pen.passes():
        width = pen.width + 2 * extra
        pen.draw.line(line, fill=color, width=round(width))
        # Pillow's own joints have gaps where a thick line turns within a few pixels.
        for point in line:
            _dot(pen, point, width / 2, color)


def smooth(points: list[Point], *, step: float) -> list[Point]:
    """Return points of a curve through the middles of the lines between `points`, `step` apart.

    Each of the points bends it (a quadratic Bézier curve); the pages draw it in the same way.
    """
    ends = [points[0], *(_middle(a, b) for a, b in pairwise(points)), points[-1]]
    curve = [points[0]]
    for (start, end), bend in zip(pairwise(ends), points, strict=True):
        length = math.dist(start, bend) + math.dist(bend, end)
        pieces = min(math.ceil(length / step), PIECES_MAX)
        for piece in range(1, pieces + 1):
            t = piece / pieces
            weights = (1 - t) ** 2, 2 * t * (1 - t), t**2
            x, y = (
                sum(
                    weight * at[axis]
                    for weight, at in zip(weights, (start, bend, end), strict=True)
                )
                for axis in (0, 1)
            )
            curve.append((x, y))
    return curve


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


LINES: dict[str, Callable[[Pen, list[Point]], None]] = {
    "rectangle": _rectangle,
    "circle": _circle,
    "arrow": _arrow,
    "path": _path,
}


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    """Return Noto Sans KR (OFL), which covers Korean, Latin, Greek, Cyrillic, kana and more."""
    return ImageFont.truetype(str(pylopdf_fonts_ko.sans_path()), size)


def _text(pen: Pen, corner: Point, text: str, width: float) -> None:
    """Write to the right of and below the corner; if that does not fit, wrap, move and shrink."""
    margin = MARGIN * pen.unit
    room = (pen.size[0] - 2 * margin, pen.size[1] - 2 * margin)
    size = (TEXT_SIZE + TEXT_SIZE_PER_WIDTH * width) * pen.unit
    # At the right edge a column of single letters would be unreadable: move left instead.
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
            stroke_fill=pen.outline,
            anchor="la",
        )


LINE_HEIGHT = 1.3


def _height(lines: list[str], size: float) -> float:
    return len(lines) * size * LINE_HEIGHT


def _wrapped(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    """Break into lines of at most `room` pixels: at spaces, and within longer words."""
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
    """Drop characters without a glyph of their own: control, joining and variation characters."""
    return "".join(
        " " if letter == "\t" else letter
        for letter in text
        if letter == "\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Mn")
    )
