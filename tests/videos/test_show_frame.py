"""`videos.frames.frame_image`: the frame that is meant, as a player shows it."""

import random
from fractions import Fraction

import pytest

from tests.videos.encoding import encode_video, number_in
from tests.videos.sample_videos import CINEMA, KINDS, NTSC, QUICK, UNEVEN, stored
from videos.frames import frame_image
from videos.media_process.probe import probe
from videos.media_process.source import Source
from videos.sandbox import Interrupted, MediaRejected
from videos.timecode import Frames

RATES = {"mp4": NTSC, "mov": CINEMA, "mkv": CINEMA}


def begin_of(name, number):
    """Return when a frame of a shared sample begins, in seconds."""
    if name == "uneven":
        return float(Fraction(UNEVEN[number], 90_000))
    return float(number / RATES.get(name, Fraction(25)))


def frames_of(name):
    return Frames.of(str(RATES.get(name, 25)), variable=name == "uneven")


@pytest.mark.parametrize("name", KINDS)
def test_every_frame_of_every_kind_is_found_by_the_moment_it_begins(samples, name):
    with samples[name].open("rb") as file:
        opened = Source(file)
        for number in (*range(49, -1, -1), 7, 31, 8):
            seconds = frames_of(name).seek_timestamp(begin_of(name, number))
            image = opened.image(opened.frame_at(seconds))
            assert number_in(image) == number
        opened.close()


@pytest.mark.parametrize("rate", [CINEMA, 25, NTSC, 50, Fraction(60_000, 1001), 60])
def test_a_frame_is_shown_until_the_next_begins(tmp_path, rate):
    # Long groups with B-frames, as cameras and editors write them.
    options = {"g": "40", "bf": "3", "preset": "veryfast"}
    path = encode_video(tmp_path / "a.mp4", frames=120, rate=rate, codec_options=options)
    with path.open("rb") as file:
        opened = Source(file)
        for number in (119, 0, 39, 40, 41, 79, 80, 1):
            for part in (0, 0.1, 0.5, 0.9, 0.998):
                moment = float((number + Fraction(part)) / Fraction(rate))
                seconds = Frames.of(str(rate)).seek_timestamp(moment)
                assert number_in(opened.image(opened.frame_at(seconds))) == number
        opened.close()


@pytest.mark.parametrize(("moment", "number"), [(-1, 0), (0, 0), (1.99, 49), (2, 49), (86_400, 49)])
def test_before_the_beginning_is_the_first_and_behind_the_end_the_last(samples, moment, number):
    with samples["webm"].open("rb") as file:
        opened = Source(file)
        assert number_in(opened.image(opened.frame_at(moment))) == number
        opened.close()


JITTER = random.Random(3)
JITTERED = [3000 * number + (JITTER.randint(-720, 720) if number else 0) for number in range(100)]
"""Frames of a screen recording, 30 per second, up to 8 ms early or late; in 1/90,000 s."""


@pytest.mark.parametrize(
    ("rate", "times"),
    [("25", None), ("30000/1001", None), ("120000/1001", None), ("30", JITTERED)],
)
def test_the_picture_is_that_of_the_frame_that_the_api_names(tmp_path, rate, times):
    path = encode_video(
        tmp_path / "a.mp4", frames=100, rate=Fraction(rate), times=times,
        time_base=Fraction(1, 90_000) if times else None, codec_options=QUICK,
    )  # fmt: skip
    frames = Frames.of(rate)
    with path.open("rb") as file:
        facts = probe(file)
        assert (Fraction(facts.frame_rate), facts.variable_frame_rate) == (Fraction(rate), False)
        opened = Source(file)
        for number in range(0, 99, 2):
            # From the frame's beginning to just before the next one, near both in particular.
            for part in (0, 0.0005, 0.03, 0.97, 0.9985):
                timestamp = float((number + Fraction(part)) / Fraction(rate))
                assert frames.frame(timestamp) == number
                seconds = frames.seek_timestamp(timestamp)
                assert number_in(opened.image(opened.frame_at(seconds))) == number


@pytest.mark.parametrize(("name", "size"), [("mp4", (320, 180)), ("phone", (180, 320))])
def test_a_video_in_the_storage_gives_it_upright(cast, samples, name, size):
    video = stored(cast.access("editor"), samples[name].read_bytes())
    video.frame_rate = str(RATES.get(name, 25))

    image = frame_image(video, begin_of(name, 33))

    assert (image.mode, image.size, number_in(image)) == ("RGB", size, 33)


def test_a_file_that_is_no_video_is_refused(cast):
    with pytest.raises(MediaRejected):
        frame_image(stored(cast.access("editor"), b"words " * 1000), 0)


def test_what_is_no_longer_there_is_refused_and_a_storage_that_is_away_is_not(cast, settings):
    with pytest.raises(MediaRejected, match="missing"):
        frame_image(cast.video, 0)
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:9"
    with pytest.raises(Interrupted):
        frame_image(cast.video, 0)
