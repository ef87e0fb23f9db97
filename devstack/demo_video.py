"""Makes the demo's video: real H.264 and AAC, with a timecode burnt in and sound."""

from __future__ import annotations

import array
import math
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
from av.video.reformatter import Colorspace
from PIL import Image, ImageDraw, ImageFont

from devstack.demo_drawing import text_mask
from devstack.demo_scenes import (
    HEIGHT,
    WIDTH,
    Dawn,
    Night,
    Orbit,
    Scene,
    Shapes,
)

FPS = 24
RATE = 48_000
_FADE_FRAMES = 12
_TITLE_SECONDS = 3.5
# Half seconds of a tune in C major and the chords under each four, as semitones from A4.
_TUNE = (3, 7, 10, 15, 14, 10, 7, 5, 3, 5, 7, 12, 10, 7, 2, 3)
_CHORDS = ((-21, -9, -5, -2), (-14, -7, -4, 0), (-12, -9, -5, 0), (-17, -10, -5, -1))


def make_demo_video(path: Path, seconds: int = 36) -> None:
    """Write an MP4 of `seconds` s: 1280 by 720, 24 frames/s, a keyframe each second, stereo 48 kHz.

    Takes about half its own length. `path` appears only when the video is whole.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with av.open(str(draft), "w", format="mp4", options={"movflags": "faststart"}) as output:
            _encode(output, seconds)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _encode(output: av.container.OutputContainer, seconds: int) -> None:
    video = output.add_stream("libx264", rate=FPS)
    video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    video.time_base = Fraction(1, FPS)
    video.options = {
        "threads": "auto",
        "preset": "superfast",
        "crf": "24",
        "maxrate": "1700k",
        "bufsize": "3400k",
        "g": str(FPS),
        "keyint_min": str(FPS),
        "sc_threshold": "0",
    }
    # The range and matrix that players assume for HD; without the tags colours shift.
    video.codec_context.color_range = 1
    video.codec_context.colorspace = video.codec_context.color_primaries = 1
    video.codec_context.color_trc = 1
    audio = output.add_stream("aac", rate=RATE, layout="stereo", bit_rate=128_000)
    sounds = _sound(seconds)
    for number, picture in enumerate(_drawn_ahead(_pictures(seconds))):
        frame = av.VideoFrame.from_image(picture).reformat(  # type: ignore[no-untyped-call]
            format="yuv420p", dst_colorspace=Colorspace.ITU709
        )
        frame.pts, frame.time_base = number, Fraction(1, FPS)
        output.mux(video.encode(frame))
        if number % FPS == 0:
            output.mux(audio.encode(next(sounds)))
    output.mux(video.encode(None))
    output.mux(audio.encode(None))


def _drawn_ahead(pictures: Iterator[Image.Image]) -> Iterator[Image.Image]:
    """Draws the next picture on a second core while this one is encoded."""
    with ThreadPoolExecutor(1) as pool:
        pending = pool.submit(next, pictures, None)
        while (picture := pending.result()) is not None:
            pending = pool.submit(next, pictures, None)
            yield picture


def _pictures(seconds: int) -> Iterator[Image.Image]:
    """Every frame, with cross-fades between the scenes, titles and the timecode."""
    scenes: list[Scene] = [Dawn(), Orbit(), Shapes(), Night()]
    total = seconds * FPS
    length = math.ceil(total / len(scenes))
    for number in range(total):
        index, within = divmod(number, length)
        picture = scenes[index].draw(within / length)
        if index and within < _FADE_FRAMES:
            before = scenes[index - 1].draw(1.0)
            picture = Image.blend(before, picture, (within + 1) / (_FADE_FRAMES + 1))
        _draw_title(picture, scenes[index].title, within / FPS)
        _draw_timecode(picture, number)
        yield picture


def _draw_title(picture: Image.Image, title: str, seconds: float) -> None:
    """Fades in and out within the first seconds of a scene."""
    opacity = min(1.0, seconds / 0.6, (_TITLE_SECONDS - seconds) / 0.6)
    if opacity <= 0:
        return
    mask = _text(title, 64).point([round(value * opacity) for value in range(256)])
    x, y = 64, 56
    picture.paste((0, 0, 0), (x + 3, y + 3), mask.point([value // 2 for value in range(256)]))
    picture.paste((255, 255, 255), (x, y), mask)


def _draw_timecode(picture: Image.Image, number: int) -> None:
    """HH:MM:SS:FF and the frame's number (both from 0), on a dark plate at the lower edge."""
    seconds, frames = divmod(number, FPS)
    code = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{frames:02}"
    plate = (WIDTH // 2 - 250, HEIGHT - 118, WIDTH // 2 + 250, HEIGHT - 22)
    picture.paste(_darkened(picture.crop(plate)), plate)
    _draw_digits(picture, code, (plate[0] + 22, plate[1] + 10), size=62, pitch=42)
    word = _text("frame", 20)
    picture.paste((200, 200, 200), (plate[0] + 180, plate[1] + 73), word)
    _draw_digits(picture, f"{number:05}", (plate[0] + 250, plate[1] + 72), size=22, pitch=14)


def _darkened(part: Image.Image) -> Image.Image:
    return part.point([value // 5 for value in range(256)] * 3)


def _draw_digits(
    picture: Image.Image, text: str, at: tuple[int, int], *, size: int, pitch: int
) -> None:
    """Each character in a cell of `pitch` pixels, so that running digits don't jump."""
    for index, character in enumerate(text):
        mask = _cell(character, size, pitch)
        picture.paste((255, 255, 255), (at[0] + index * pitch, at[1]), mask)


@cache
def _cell(character: str, size: int, pitch: int) -> Image.Image:
    cell = Image.new("L", (pitch, size))
    font = ImageFont.load_default(size)
    ImageDraw.Draw(cell).text((pitch / 2, size / 2), character, 255, font, anchor="mm")
    return cell


@cache
def _text(text: str, size: int) -> Image.Image:
    return text_mask(text, size)


def _sound(seconds: int) -> Iterator[av.AudioFrame]:
    """One frame for each second: tune, chord, and a beep on the second."""
    for second in range(seconds):
        samples = b"".join(_half_second(second * 2 + half) for half in (0, 1))
        frame = av.AudioFrame(format="s16", layout="stereo", samples=RATE)
        frame.planes[0].update(samples)
        frame.sample_rate, frame.pts, frame.time_base = RATE, second * RATE, Fraction(1, RATE)
        yield frame


def _half_second(index: int) -> bytes:
    place = index % len(_TUNE)
    return _mix(_TUNE[place], _CHORDS[place // 4], beep=index % 2 == 0)


@cache
def _mix(note: int, chord: tuple[int, ...], *, beep: bool) -> bytes:
    """Half a second of stereo samples, 16 bit, the tune a little to the right."""
    length = RATE // 2
    voices = [(note, 0.20, 5.0), *((tone, 0.055, 1.2) for tone in chord)]
    left, right = [0.0] * length, [0.0] * length
    for semitones, volume, decay in voices:
        step = 2 * math.pi * 440 * 2 ** (semitones / 12) / RATE
        pan = 0.35 if decay > 2 else 0.5
        for n in range(length):
            # Soft at both ends: a jump would click.
            edge = min(1.0, n / 400, (length - n) / 900)
            value = volume * edge * math.exp(-decay * n / RATE) * math.sin(step * n)
            left[n] += value * pan * 2
            right[n] += value * (1 - pan) * 2
    if beep:
        for n in range(RATE // 14):
            edge = min(1.0, n / 100, (RATE // 14 - n) / 300)
            value = 0.22 * edge * math.sin(2 * math.pi * 1000 * n / RATE)
            left[n] += value
            right[n] += value
    pairs = (int(v * 32_000) for pair in zip(left, right, strict=True) for v in pair)
    return array.array("h", pairs).tobytes()


if __name__ == "__main__":
    make_demo_video(Path(sys.argv[1]))
