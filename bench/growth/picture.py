"""The growth as a picture: a line for each route with a dot for each size, as SVG.

A picture of lines and texts needs no library, and an SVG of one element a line gives readable
differences in git.
"""

import math
from collections.abc import Iterator, Sequence
from html import escape

from bench.growth.report import Growth

WIDTH, LEFT, RIGHT, TOP, ROW = 860, 290, 40, 64, 17
SHADES = ("#9ecae1", "#4292c6", "#08306b", "#000000")
FLAT, GROWN, TEXT, GRID = "#bbbbbb", "#d94801", "#222222", "#eeeeee"
FONT = 'font-family="sans-serif" font-size="11"'
TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def draw(routes: Sequence[Growth]) -> str:
    """Return the SVG. What grows too much is in another colour; the axis is logarithmic."""
    values = [value for route in routes for value in route.milliseconds]
    low, high = math.log10(min(values)), math.log10(max(values))

    def across(milliseconds: float) -> float:
        share = (math.log10(milliseconds) - low) / max(high - low, 1e-9)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    height = TOP + ROW * len(routes) + 12
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {FONT}>',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        *_legend(routes[0].sizes),
    ]
    for tick in TICKS:
        if min(values) <= tick <= max(values):
            x = across(tick)
            lines += [
                _line(f"M{x:.1f} {TOP - 8}V{height - 8}", GRID, 1),
                _text(x, TOP - 14, f"{tick} ms", anchor="middle"),
            ]
    for number, route in enumerate(routes):
        y = TOP + ROW * number + ROW / 2
        places = [across(value) for value in route.milliseconds]
        color = GROWN if route.grows else FLAT
        lines += [
            _text(LEFT - 12, y + 4, route.name, anchor="end", color=GROWN if route.grows else TEXT),
            _line(f"M{min(places):.1f} {y}H{max(places):.1f}", color, 2),
            *(_dot(x, y, shade) for x, shade in zip(places, SHADES, strict=False)),
        ]
    return "\n".join([*lines, "</svg>", ""])


def _legend(sizes: Sequence[int]) -> Iterator[str]:
    yield _text(12, 20, "Median time of a request, by the number of feedbacks", size=14)
    for number, (size, shade) in enumerate(zip(sizes, SHADES, strict=False)):
        x = LEFT + 180 + number * 100
        yield _dot(x, 16, shade)
        yield _text(x + 10, 20, f"{size:,}")


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
