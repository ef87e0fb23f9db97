"""`videos.frames.frame_image`: the frame that a player shows at a moment."""

from fractions import Fraction

import pytest

from tests.videos.encoding import encode_video, number_in
from tests.videos.sample_videos import CINEMA, KINDS, NTSC, UNEVEN, stored
from videos.frames import frame_image
from videos.media_process.frames import Film
from videos.sandbox import Interrupted, MediaRejected

RATES = {"mp4": NTSC, "mov": CINEMA, "mkv": CINEMA}


def begin_of(name, number):
    """Return when a frame of a shared film begins, in seconds."""
    if name == "uneven":
        return float(Fraction(UNEVEN[number], 90_000))
    return float(number / RATES.get(name, Fraction(25)))


@pytest.mark.parametrize("name", KINDS)
def test_every_frame_of_every_kind_is_found_by_the_moment_it_begins(samples, name):
    with samples[name].open("rb") as file:
        opened = Film(file)
        for number in (*range(49, -1, -1), 7, 31, 8):
            image = opened.image(opened.frame_at(begin_of(name, number)))
            assert number_in(image) == number
        opened.close()


@pytest.mark.parametrize("rate", [CINEMA, 25, NTSC, 50, Fraction(60_000, 1001), 60])
def test_a_frame_is_shown_until_the_next_begins(tmp_path, rate):
    # Long groups with B-frames, as cameras and editors write them.
    options = {"g": "40", "bf": "3", "preset": "veryfast"}
    path = encode_video(tmp_path / "film.mp4", frames=120, rate=rate, codec_options=options)
    with path.open("rb") as file:
        opened = Film(file)
        for number in (119, 0, 39, 40, 41, 79, 80, 1):
            for part in (0, 0.1, 0.5, 0.9):
                moment = float((number + Fraction(part)) / Fraction(rate))
                assert number_in(opened.image(opened.frame_at(moment))) == number
        opened.close()


@pytest.mark.parametrize(("moment", "number"), [(-1, 0), (0, 0), (1.99, 49), (2, 49), (86_400, 49)])
def test_before_the_beginning_is_the_first_and_behind_the_end_the_last(samples, moment, number):
    with samples["webm"].open("rb") as file:
        opened = Film(file)
        assert number_in(opened.image(opened.frame_at(moment))) == number
        opened.close()


def test_a_moment_in_thousandths_means_the_frame_that_begins_there(samples):
    with samples["mp4"].open("rb") as file:
        opened = Film(file)
        for number in range(50):
            moment = round(begin_of("mp4", number), 3)
            assert number_in(opened.image(opened.frame_at(moment))) == number
        opened.close()


@pytest.mark.parametrize(("name", "size"), [("mp4", (320, 180)), ("phone", (180, 320))])
def test_a_video_in_the_storage_gives_it_upright(cast, samples, name, size):
    video = stored(cast.access("editor"), samples[name].read_bytes())

    image = frame_image(video, begin_of(name, 33))

    assert (image.mode, image.size, number_in(image)) == ("RGB", size, 33)


def test_what_is_no_film_is_refused(cast):
    with pytest.raises(MediaRejected):
        frame_image(stored(cast.access("editor"), b"words " * 1000), 0)


def test_what_is_no_longer_there_is_refused_and_a_storage_that_is_away_is_not(cast, settings):
    with pytest.raises(MediaRejected, match="missing"):
        frame_image(cast.video, 0)
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:9"
    with pytest.raises(Interrupted):
        frame_image(cast.video, 0)
