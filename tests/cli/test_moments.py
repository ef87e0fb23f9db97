"""Timecodes that people write are the frames that the server counts."""

import random
from fractions import Fraction

import pytest
from videoplanet_cli.failures import Failure
from videoplanet_cli.moments import moment

from videos.timecode import Frames

RATES = ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60", "120000/1001")
STARTS = ("", "01:00:00:00", "00:59:58;10", "23:59:50:00")


def video(rate, start, duration=7200.0):
    return {"frame_rate": rate, "start_timecode": start, "duration": duration}


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("start", STARTS)
def test_a_timecode_is_the_frame_that_the_server_means(rate, start):
    frames = Frames.of(rate, start)
    last = int(7200 * Fraction(rate))
    for frame in [0, 1, last - 1, *random.sample(range(last), 100)]:
        written = frames.timecode(frame)
        for text in (written, written.replace(";", ":")):  # a semicolon ends a shell's command
            assert moment(text, video(rate, start)) == {"frame": frame}, written


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("83.5", {"timestamp": 83.5}),
        ("83.5s", {"timestamp": 83.5}),
        ("1:23.5", {"timestamp": 83.5}),
        ("01:00:02", {"timestamp": 3602.0}),
        ("374f", {"frame": 374}),
    ],
)
def test_times_seconds_and_frames_are_moments_too(text, meant):
    assert moment(text, video(None, "")) == meant


@pytest.mark.parametrize(
    ("text", "rate", "start", "said"),
    [
        ("soon", "25", "", "no moment"),
        ("00:00:01:25", "25", "", "does not exist"),
        ("00:01:00;00", "30000/1001", "", "does not exist"),
        ("00:00:01:00", "25", "01:00:00:00", "before the video begins"),
        ("00:00:01:00", None, "", "not known"),
    ],
)
def test_what_is_no_moment_of_the_video_is_refused(text, rate, start, said):
    with pytest.raises(Failure, match=said):
        moment(text, video(rate, start, 60.0))
