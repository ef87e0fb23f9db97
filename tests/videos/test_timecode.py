"""Frames, timestamps and timecodes: exact, and as an independent library counts them."""

import json
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timecode import Timecode

from videos.timecode import Frames, rate_of

RATES = ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60")
DAY = 86_400
TEN_MINUTES = 600
"""Then what is left out repeats."""


def frames_of(rate, start=""):
    frames = Frames.of(rate, start)
    assert frames is not None
    return frames


def two_hours(rate):
    """Return every frame of the first ten minutes, and each 101st of the rest."""
    each = round(Fraction(rate) * TEN_MINUTES)
    return [*range(each), *range(each, int(Fraction(rate) * 7200), 101)]


def theirs(rate, frame, **more):
    """Return a frame's timecode by the library, which counts from 1."""
    return str(Timecode(rate, frames=frame + 1, **more))


@pytest.mark.parametrize("rate", RATES)
def test_frames_of_two_hours_are_found_again_at_their_timestamps(rate):
    frames, numbers = frames_of(rate), two_hours(rate)

    kept = json.loads(json.dumps([frames.timestamp(number) for number in numbers]))

    assert [frames.frame(timestamp) for timestamp in kept] == numbers


@pytest.mark.parametrize("rate", RATES)
def test_a_player_that_truncates_to_microseconds_shows_the_frame(rate):
    frames, exact = frames_of(rate), Fraction(rate)
    for number in two_hours(rate)[::3]:
        once = int(frames.timestamp(number) * 1_000_000)
        kept = int(once / 1_000_000 * 1_000_000)  # as Chromium does
        # The frame before ends there, as Chromium rounds its begin and its length.
        before = round(max(0, number - 1) / exact * 1_000_000) + round(1_000_000 / exact)
        assert number / exact * 1_000_000 <= kept <= number / exact * 1_000_000 + 3
        assert number == 0 or before <= kept


@pytest.mark.parametrize("rate", RATES)
def test_frames_of_two_hours_are_found_by_the_formula_of_front_ends(rate):
    frames = frames_of(rate)
    numerator, denominator = Fraction(rate).as_integer_ratio()
    for number in range(0, int(Fraction(rate) * 7200), 7):
        # In doubles, as JavaScript has it.
        assert floor(frames.timestamp(number) * numerator / denominator + 0.001) == number
        middle = (number + 0.5) * denominator / numerator
        assert frames.frame(middle) == number


@pytest.mark.parametrize("rate", RATES)
def test_players_that_keep_microseconds_or_round_doubles_name_the_same_frame(rate):
    frames, exact = frames_of(rate), Fraction(rate)
    for number in range(0, int(exact * 7200), 997):
        start = number / exact
        assert frames.frame(float(start)) == number
        assert frames.frame(floor(start * 10**6) / 10**6) == number
        assert frames.frame(ceil(start * 10**6) / 10**6) == number


@pytest.mark.parametrize("rate", RATES)
def test_every_timecode_of_two_hours_is_the_next_one(rate):
    frames = frames_of(rate)
    drop, numbers = frames.drop, round(Fraction(rate))
    expected = (
        f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{';' if drop else ':'}{number:02}"
        for minutes in range(120)
        for seconds in range(60)
        for number in range(numbers)
        if not (drop and minutes % 10 and seconds == 0 and number < numbers // 15)
    )

    for frame, timecode in enumerate(expected):
        assert frames.timecode(frame) == timecode


@given(rate=st.sampled_from(RATES), frame=st.integers(0, 23 * 3600 * 24))
@settings(max_examples=2000, deadline=None)
def test_timecodes_are_those_of_another_library(rate, frame):
    assert frames_of(rate).timecode(frame) == theirs(rate, frame)


@given(rate=st.sampled_from(RATES[3:7]), frame=st.integers(0, 7200 * 60), start=st.data())
@settings(max_examples=1000, deadline=None)
def test_a_files_own_start_timecode_is_counted_from(rate, frame, start):
    first = start.draw(st.integers(0, 20 * 3600 * 24))
    begin = theirs(rate, first)

    assert frames_of(rate, begin).timecode(frame) == theirs(rate, first + frame)


@given(rate=st.sampled_from(("30000/1001", "60000/1001")), frame=st.integers(0, 7200 * 60))
@settings(max_examples=500, deadline=None)
def test_a_file_that_does_not_drop_is_counted_so(rate, frame):
    first = 3600 * round(Fraction(rate))

    assert frames_of(rate, "01:00:00:00").timecode(frame) == theirs(
        rate, first + frame, force_non_drop_frame=True
    )


@given(rate=st.sampled_from(RATES), timestamp=st.floats(0, DAY))
@settings(max_examples=500, deadline=None)
def test_players_seek_to_the_middle_of_the_frame(rate, timestamp):
    frames, exact = frames_of(rate), Fraction(rate)

    middle = Fraction(frames.seek_timestamp(timestamp))

    assert abs(middle * exact - frames.frame(timestamp) - Fraction(1, 2)) < Fraction(1, 1000)
    assert frames.frame(float(middle)) == frames.frame(timestamp)


def test_at_a_variable_rate_they_seek_just_behind_the_timestamp():
    assert Frames.of("30", variable=True).seek_timestamp(1.25) == pytest.approx(1.25 + 1 / 30_000)


@given(rate=st.sampled_from(RATES), timestamp=st.floats(0, DAY))
@settings(max_examples=2000, deadline=None)
def test_a_moment_is_inside_of_its_frame(rate, timestamp):
    exact, moment = Fraction(rate), Fraction(timestamp)

    frame = frames_of(rate).frame(timestamp)

    assert frame - Fraction(1, 1000) <= moment * exact < frame + 1 - Fraction(1, 1000)


def test_only_multiples_of_29_97_leave_numbers_out():
    assert [frames_of(rate).drop for rate in RATES] == [
        *(False, False, False, True),
        *(False, False, True, False),
    ]
    assert frames_of("2997/100").drop
    assert frames_of("120000/1001").drop


@pytest.mark.parametrize(
    ("rate", "frame", "timecode"),
    [
        ("30000/1001", 1799, "00:00:59;29"),
        ("30000/1001", 1800, "00:01:00;02"),
        ("30000/1001", 17_981, "00:09:59;29"),
        ("30000/1001", 17_982, "00:10:00;00"),
        ("30000/1001", 107_892, "01:00:00;00"),
        ("60000/1001", 3599, "00:00:59;59"),
        ("60000/1001", 3600, "00:01:00;04"),
        ("24000/1001", 1440, "00:01:00:00"),
        ("25", 24, "00:00:00:24"),
        ("120", 119, "00:00:00:119"),
        ("120", 5, "00:00:00:005"),
        ("120000/1001", 7199, "00:00:59;119"),
        ("120000/1001", 7200, "00:01:00;008"),
        ("25", 24 * 3600 * 25, "24:00:00:00"),
        ("30000/1001", 144 * 17_982, "24:00:00;00"),
        ("25", 100 * 3600 * 25 + 1, "100:00:00:01"),
    ],
)
def test_minutes_begin_where_the_standard_says(rate, frame, timecode):
    assert frames_of(rate).timecode(frame) == timecode


def test_a_files_own_timecode_begins_again_at_midnight():
    assert frames_of("25", "23:59:59:24").timecode(1) == "00:00:00:00"
    assert frames_of("30000/1001", "23:59:59;29").timecode(1) == "00:00:00;00"


@pytest.mark.parametrize("start", ["", "soon", "1:2:3:4", "00:61:00:00", "00:00:00"])
def test_a_start_timecode_that_is_none_is_left_aside(start):
    assert frames_of("30000/1001", start).timecode(0) == "00:00:00;00"


@pytest.mark.parametrize("rate", [None, "", "0", "0/0", "25/0", "-25", "fast", "1000000"])
def test_a_rate_that_is_none_is_not_known(rate):
    assert rate_of(rate) is None
    assert Frames.of(rate) is None
