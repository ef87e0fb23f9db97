"""Still images of a video: its poster, and a sprite sheet for scrubbing with its WebVTT file."""

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

from PIL import Image, ImageStat

from videos.media_process.source import Source

POSTER_SIZE = (1280, 720)
POSTER_POSITIONS = (0.1, 0.25, 0.5, 0.75, 0.02)
"""Shares of the duration, tried in this order."""
MIN_CONTRAST = 12
"""Standard deviation of the grey values (of 255) of an image that is not black, white or fog."""
TILE_WIDTH = 160
MAX_TILES = 200
COLUMNS = 10
TILE_MAX_HEIGHT = 480
"""For very tall videos."""


def write_poster(source: Source, duration: float, path: Path) -> None:
    """Write the first image with enough contrast as WebP, or the one with the most."""
    best, best_contrast = None, -1.0
    for position in POSTER_POSITIONS:
        frame = source.frame_at(duration * position)
        image = source.image(frame, size_within(source.size, POSTER_SIZE))
        contrast = ImageStat.Stat(image.convert("L")).stddev[0]
        if contrast > best_contrast:
            best, best_contrast = image, contrast
        if best_contrast >= MIN_CONTRAST:
            break
    assert best is not None  # noqa: S101 - POSTER_POSITIONS is not empty
    best.save(path, "WEBP", quality=82, method=4)


def size_within(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """Return the largest size of that aspect ratio within `box`, never enlarged."""
    scale = min(1.0, box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def write_sprite(
    source: Source, duration: float, folder: Path, report: Callable[[float], None]
) -> int:
    """Write `sprite.jpg` and `sprite.vtt`; return how many tiles they have.

    A tile shows a frame from its own span of time; if the first half of the span has a keyframe,
    that one, because it takes no further decoding.
    """
    step = max(Fraction(1), Fraction(duration) / MAX_TILES)
    # A remainder of less than half a step may have no frame: it belongs to the last tile.
    count = max(1, min(MAX_TILES, round(Fraction(duration) / step)))
    height = max(2, min(TILE_MAX_HEIGHT, round(TILE_WIDTH * source.size[1] / source.size[0])))
    rows = math.ceil(count / COLUMNS)
    sheet = Image.new("RGB", (TILE_WIDTH * min(count, COLUMNS), height * rows))
    for number, tile in enumerate(_tiles(source, step, count, (TILE_WIDTH, height))):
        sheet.paste(tile, _tile_position(number, height))
        report(100 * (number + 1) / count)
    sheet.save(folder / "sprite.jpg", "JPEG", quality=78, subsampling="4:4:4", optimize=True)
    (folder / "sprite.vtt").write_text(_vtt(count, step, duration, height))
    return count


def _tile_position(number: int, height: int) -> tuple[int, int]:
    return number % COLUMNS * TILE_WIDTH, number // COLUMNS * height


def _tiles(
    source: Source, step: Fraction, count: int, size: tuple[int, int]
) -> Iterator[Image.Image]:
    """Yield the tiles: nearby frames are reached by decoding onwards, others by a seek."""
    frames = source.decode_from_keyframe(source.origin)
    shown = source.first
    for number in range(count):
        begin = source.origin + number * step
        if begin - source.time_of(shown) > 2:
            frames = source.decode_from_keyframe(begin + step / 2)
        for frame in frames:
            shown = frame
            if source.time_of(frame) >= begin:
                break
        yield source.image(shown, size)


def _vtt(count: int, step: Fraction, duration: float, height: int) -> str:
    lines = ["WEBVTT", ""]
    for number in range(count):
        end = max(duration, float(step)) if number == count - 1 else float((number + 1) * step)
        x, y = _tile_position(number, height)
        lines += [
            f"{_vtt_time(float(number * step))} --> {_vtt_time(end)}",
            f"sprite.jpg#xywh={x},{y},{TILE_WIDTH},{height}",
            "",
        ]
    return "\n".join(lines)


def _vtt_time(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
