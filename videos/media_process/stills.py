"""Pictures of a film: its poster, and a sheet of thumbnails for scrubbing with its WebVTT file."""

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

from PIL import Image, ImageStat

from videos.media_process.frames import Film

POSTER_SIZE = (1280, 720)
POSTER_PLACES = (0.1, 0.25, 0.5, 0.75, 0.02)
"""Shares of the duration, tried in this order."""
LIVELY = 12
"""How much the grey values of a picture spread that is not black, white or fog (of 255)."""
TILE_WIDTH = 160
TILES = 200
COLUMNS = 10
TALLEST = 480
"""Pixels of a tile, for pictures like a tower."""


def write_poster(film: Film, duration: float, path: Path) -> None:
    """Write the first picture with something on it as WebP, or the liveliest there is."""
    best, spread = None, -1.0
    for place in POSTER_PLACES:
        image = film.image(film.frame_at(duration * place), within(film.size, POSTER_SIZE))
        lively = ImageStat.Stat(image.convert("L")).stddev[0]
        if lively > spread:
            best, spread = image, lively
        if spread >= LIVELY:
            break
    assert best is not None  # noqa: S101 - there are places
    best.save(path, "WEBP", quality=82, method=4)


def within(size: tuple[int, int], most: tuple[int, int]) -> tuple[int, int]:
    """Return the largest size of that ratio within `most`, never enlarged."""
    scale = min(1.0, most[0] / size[0], most[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def write_sprite(film: Film, duration: float, folder: Path, tell: Callable[[float], None]) -> int:
    """Write `sprite.jpg` and `sprite.vtt`; return how many tiles they have.

    A tile shows a frame from within its own span of time: a keyframe where there is one in its
    first half, which spares decoding.
    """
    step = max(Fraction(1), Fraction(duration) / TILES)
    # A rest of less than half a step may have no frame of its own: the last tile has it.
    count = max(1, min(TILES, round(Fraction(duration) / step)))
    height = max(2, min(TALLEST, round(TILE_WIDTH * film.size[1] / film.size[0])))
    rows = math.ceil(count / COLUMNS)
    sheet = Image.new("RGB", (TILE_WIDTH * min(count, COLUMNS), height * rows))
    for number, tile in enumerate(_tiles(film, step, count, (TILE_WIDTH, height))):
        sheet.paste(tile, _place(number, height))
        tell(100 * (number + 1) / count)
    sheet.save(folder / "sprite.jpg", "JPEG", quality=78, optimize=True)
    (folder / "sprite.vtt").write_text(_vtt(count, step, duration, height))
    return count


def _place(number: int, height: int) -> tuple[int, int]:
    return number % COLUMNS * TILE_WIDTH, number // COLUMNS * height


def _tiles(film: Film, step: Fraction, count: int, size: tuple[int, int]) -> Iterator[Image.Image]:
    """Yield the tiles. Frames that lie near are reached by decoding on, others by a seek."""
    frames = film.from_keyframe(film.origin)
    shown = film.first
    for number in range(count):
        begin = film.origin + number * step
        if begin - film.time_of(shown) > 2:
            frames = film.from_keyframe(begin + step / 2)
        for frame in frames:
            shown = frame
            if film.time_of(frame) >= begin:
                break
        yield film.image(shown, size)


def _vtt(count: int, step: Fraction, duration: float, height: int) -> str:
    lines = ["WEBVTT", ""]
    for number in range(count):
        end = max(duration, float(step)) if number == count - 1 else float((number + 1) * step)
        x, y = _place(number, height)
        lines += [
            f"{_clock(float(number * step))} --> {_clock(end)}",
            f"sprite.jpg#xywh={x},{y},{TILE_WIDTH},{height}",
            "",
        ]
    return "\n".join(lines)


def _clock(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
