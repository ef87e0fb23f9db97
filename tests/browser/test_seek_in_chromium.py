"""Real Chromium shows the frame that is meant, at a feedback's `timestamp` and `seek_timestamp`."""

import json
import random
from fractions import Fraction
from math import ceil

import av
import pytest

from tests.videos.encoding import picture
from videos.timecode import Frames

RATES = ("24000/1001", "24", "25", "30000/1001", "50", "60000/1001")
MINUTES = 10
COUNT = 500
GROUP = 100
"""Frames that are encoded; the file repeats their packets."""


def long_video(path, rate, muxer=None):
    """Write ten minutes of small frames, with B-frames as cameras and editors write them."""
    rate = Fraction(rate)
    with av.open(str(path), "w", options=muxer or {}) as output:
        stream = output.add_stream("libx264", rate=rate, options={"bf": "2", "g": f"{GROUP}"})
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        stream.codec_context.gop_size = GROUP
        packets = []
        for number in range(GROUP):
            frame = av.VideoFrame.from_image(picture(number, (64, 36)))
            frame.pts = number
            packets += stream.encode(frame.reformat(format="yuv420p"))
        packets += stream.encode(None)
        for group in range(int(MINUTES * 60 * rate) // GROUP):
            for packet in packets:
                copy = av.Packet(bytes(packet))
                copy.stream, copy.time_base = stream, 1 / rate
                copy.pts, copy.dts = packet.pts + group * GROUP, packet.dts + group * GROUP
                copy.duration, copy.is_keyframe = 1, packet.is_keyframe
                output.mux(copy)
    return path


def is_difficult(frames, number):
    """Say whether the first whole microsecond inside of a frame would be too early."""
    return frames.timestamp(number) != ceil(number / frames.rate * 10**6) / 10**6


def numbers_to_try(frames):
    every = range(1, int(MINUTES * 60 * frames.rate) // GROUP * GROUP)
    chosen = random.Random(5)
    difficult = [number for number in every if is_difficult(frames, number)]
    some = chosen.sample(difficult, min(len(difficult), COUNT // 2))
    return sorted({*some, *chosen.sample(every, COUNT)})


def frames_shown(page, frames, times):
    """Seek to each time; return the numbers of the frames on the screen."""
    script = (
        "(async times => {const a = []; for (const t of times) a.push(await seek(t)); return a})"
    )
    return [
        round(Fraction(time) * frames.rate)
        for time in page.evaluate(f"{script}({json.dumps(times)})")
    ]


@pytest.mark.parametrize("rate", RATES)
def test_chromium_shows_the_frame_at_its_timestamp(page, tmp_path, rate):
    frames = Frames.of(rate)
    page.open_video(long_video(tmp_path / "a.mp4", rate).read_bytes())
    numbers = numbers_to_try(frames)

    shown = frames_shown(page, frames, [frames.timestamp(number) for number in numbers])

    assert len(numbers) >= COUNT
    assert [pair for pair in zip(numbers, shown, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize("rate", ["24000/1001", "30000/1001", "60000/1001"])
def test_its_middle_is_shown_whatever_the_clock_of_the_file(page, tmp_path, rate):
    """QuickTime's 600 units a second can't say when a frame of NTSC video begins."""
    frames = Frames.of(rate)
    path = long_video(tmp_path / "a.mov", rate, muxer={"video_track_timescale": "600"})
    page.open_video(path.read_bytes())
    numbers = numbers_to_try(frames)[::5]

    times = [frames.seek_timestamp(frames.timestamp(number)) for number in numbers]
    shown = frames_shown(page, frames, times)

    assert [pair for pair in zip(numbers, shown, strict=True) if pair[0] != pair[1]] == []
