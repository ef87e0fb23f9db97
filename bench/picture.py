"""Growth as a picture: a line for each thing with a dot for each size, as SVG.

A picture of lines and texts needs no library, and an SVG of one element a line gives readable
differences in git.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LEFT, RIGHT, TOP, ROW = 860, 290, 40, 64, 17
SHADES = ("#9ecae1", "#4292c6", "#08306b", "#000000", "#7a0177", "#f768a1")
FLAT, GROWN, TEXT, GRID = "#bbbbbb", "#d94801", "#222222", "#eeeeee"
FONT = 'font-family="sans-serif" font-size="11"'
LEAST = 0.1
"""What is smaller is drawn there."""
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


@dataclass(frozen=True, slots=True)
class Dots:
    """A line of a picture: a value for each size."""

    name: str
    values: Sequence[float]
    grows: bool = False
    """Too much, so it has another colour."""


def draw_dots(title: str, sizes: Sequence[str], rows: Sequence[Dots], *, unit: str = " ms") -> str:
    """Return the SVG. What grows too much is in another colour; the axis is logarithmic."""
    values = [max(value, LEAST) for row in rows for value in row.values]
    low, high = math.log10(min(values)), math.log10(max(values))

    def across(value: float) -> float:
        share = (math.log10(max(value, LEAST)) - low) / max(high - low, 1e-9)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    height = TOP + ROW * len(rows) + 12
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {FONT}>',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        *_legend(title, sizes),
    ]
    for tick in TICKS:
        if min(values) <= tick <= max(values):
            x = across(tick)
            lines += [
                _line(f"M{x:.1f} {TOP - 8}V{height - 8}", GRID, 1),
                _text(x, TOP - 14, f"{tick}{unit}", anchor="middle"),
            ]
    for number, row in enumerate(rows):
        y = TOP + ROW * number + ROW / 2
        places = [across(value) for value in row.values]
        color = GROWN if row.grows else FLAT
        lines += [
            _text(LEFT - 12, y + 4, row.name, anchor="end", color=GROWN if row.grows else TEXT),
            _line(f"M{min(places):.1f} {y}H{max(places):.1f}", color, 2),
            *(_dot(x, y, shade) for x, shade in zip(places, SHADES, strict=False)),
        ]
    return "\n".join([*lines, "</svg>", ""])


def _legend(title: str, sizes: Sequence[str]) -> Iterator[str]:
    yield _text(12, 20, title, size=14)
    for number, (size, shade) in enumerate(zip(sizes, SHADES, strict=False)):
        x = WIDTH - RIGHT - 80 * (len(sizes) - number) + 20
        yield _dot(x, 16, shade)
        yield _text(x + 10, 20, size)


def _dot(x: float, y: float, color: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y}" r="4" fill="{color}"/>'


def _line(path: str, color: str, width: int) -> str:
    return f'<path d="{path}" stroke="{color}" stroke-width="{width}"/>'


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", color: str = TEXT, size: int = 11
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" fill="{color}" font-size="{size}">'
        f"{escape(text)}</text>"
    )
