"""Drawings: the systems their coordinates come in, and the one in which they are kept."""

import json

import pytest

from feedbacks.models import Feedback
from tests.feedbacks.shots import bytes_of, give, halves, photo, picture, upload
from tests.problems import fields_of

pytestmark = pytest.mark.django_db
STYLE = {"color": "#00FF00", "width": 3}


def shape(kind, *coordinates, **more):
    return {"type": kind, "coordinates": list(coordinates), "style": STYLE} | more


def drawn(cast, *shapes, data=None, query="", **drawing):
    """Give a drawing and return the coordinates of its shapes as they come back."""
    drawing_data = {"shapes": list(shapes)} | drawing
    answer = give(cast.reviewer, cast.video, data, query, drawing_data=drawing_data)
    assert answer.status_code == 201, answer.content
    kept = answer.json()["drawing_data"]
    assert set(kept) == {"shapes"}
    assert Feedback.objects.latest("created_at").drawing_data == kept
    read = cast.viewer.get(f"feedbacks/{answer.json()['id']}{query}").json()
    assert read["drawing_data"] == kept
    found = [each["coordinates"] for each in kept["shapes"]]
    assert all(0 <= number <= 1 for each in found for number in each)
    return found


def test_fractions_stay_as_they_are(cast):
    given = [0.1, 0.2, 0.5, 0.6]

    assert drawn(cast, shape("rectangle", *given), shape("arrow", *given)) == [given, given]


def test_fractions_stay_fractions_beside_a_screenshot(cast):
    given = [0, 0, 1, 1]

    assert drawn(cast, shape("rectangle", *given), data=picture(size=(640, 360))) == [given]


def test_pixels_are_of_the_canvas_that_is_named(cast):
    canvas = {"width": 1920, "height": 1080}

    found = drawn(cast, shape("arrow", 960, 270, 0, 1080), canvas=canvas)

    assert found == [[0.5, 0.25, 0, 1]]


def test_a_canvas_makes_pixels_also_of_what_looks_like_fractions(cast):
    assert drawn(cast, shape("arrow", 1, 1, 0, 0.5), canvas={"width": 10, "height": 5}) == [
        [0.1, 0.2, 0, 0.1]
    ]


def test_without_a_canvas_they_are_of_the_screenshot_as_it_was_sent(cast):
    found = drawn(cast, shape("rectangle", 200, 50, 400, 200), data=bytes_of(halves(), "PNG"))
    assert found == [[0.5, 0.25, 1, 1]]
    large = picture(size=(2560, 1440))  # made smaller later
    assert drawn(cast, shape("rectangle", 0, 0, 1280, 720), data=large) == [[0, 0, 0.5, 0.5]]
    # Upright it is 200 × 400.
    assert drawn(cast, shape("rectangle", 0, 0, 100, 100), data=photo()) == [[0, 0, 0.5, 0.25]]
    uploaded = upload(cast.reviewer, large).json()
    assert drawn(cast, shape("arrow", 640, 720, 0, 0), data=uploaded["url"]) == [[0.25, 0.5, 0, 0]]


def test_without_either_they_are_of_1280_by_720(cast):
    # One above 1 anywhere in the drawing makes pixels of all.
    found = drawn(cast, shape("arrow", 1, 0.5, 1, 1), shape("rectangle", 640, 360, 1280, 720))

    assert found == [[0.000781, 0.000694, 0.000781, 0.001389], [0.5, 0.5, 1, 1]]


def test_what_lies_outside_is_moved_to_the_edge(cast):
    assert drawn(cast, shape("rectangle", -40, 100, 2000, 800)) == [[0, 0.138889, 1, 1]]
    assert drawn(cast, shape("arrow", -0.1, 0.5, 1, 1)) == [[0, 0.5, 1, 1]]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([0.5, 0.5, 0.6, 0.5], [0.5, 0.5, 0.6, 0.5]),
        ([0.5, 0.5, 0.1], [0.5, 0.5, 0.6, 0.5]),  # centre and radius
        ([0.9, 0.5, 0.3], [0.9, 0.5, 0.6, 0.5]),  # its edge is where there is room
        ([640, 360, 128], [0.5, 0.5, 0.6, 0.5]),  # in the system of x
        ([0.2, 0.5], [0.2, 0.5, 0.24, 0.5]),  # a click
    ],
)
def test_a_circle_is_kept_as_its_centre_and_a_point_on_its_edge(cast, given, kept):
    assert drawn(cast, shape("circle", *given)) == [kept]


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("rectangle", [0.5, 0.5], [0.46, 0.46, 0.54, 0.54]),
        ("rectangle", [0.1, 0.1, 0.4, 0.1, 0.4, 0.3, 0.1, 0.3], [0.1, 0.1, 0.4, 0.3]),
        ("arrow", [0.9, 0.9], [0.78, 0.78, 0.9, 0.9]),
        ("arrow", [0, 0, 0.5, 0, 0.5, 0.5], [0, 0, 0.5, 0, 0.5, 0.5]),
    ],
)
def test_fewer_and_more_points_have_their_meaning(cast, kind, given, kept):
    assert drawn(cast, shape(kind, *given)) == [kept]


def test_a_text_carries_its_text(cast):
    text = "로고를 왼쪽으로"
    answer = give(
        cast.reviewer, cast.video, drawing_data={"shapes": [shape("text", 0.1, 0.2, text=text)]}
    )

    [kept] = answer.json()["drawing_data"]["shapes"]
    assert (kept["text"], kept["coordinates"]) == (text, [0.1, 0.2])


def test_a_drawing_of_nothing_is_none(cast):
    for nothing in ({}, {"shapes": []}, {"canvas": {"width": 5, "height": 5}}):
        assert give(cast.reviewer, cast.video, drawing_data=nothing).json()["drawing_data"] == {
            "shapes": []
        }


def test_a_path_keeps_its_points(cast):
    given = [0.1, 0.2, 0.15, 0.25, 0.2, 0.2, 0.1, 0.2]

    assert drawn(cast, shape("path", *given), query="?shapes=path") == [given]
    # The same in pixels, and beyond the edge; a single point is a dot.
    pixels = shape("path", 128, 144, 192, 180, 2000, -5)
    assert drawn(cast, pixels, shape("path", 640, 360), query="?shapes=path") == [
        [0.1, 0.2, 0.15, 0.25, 1, 0],
        [0.5, 0.5],
    ]


def line(points):
    return shape("path", *[0.5, 0.25] * points)


def test_a_drawing_of_2000_points_is_taken(cast):
    query = "?shapes=path"
    assert len(drawn(cast, line(2000), query=query)[0]) == 4000
    many = [line(40)] * 49 + [line(38), shape("arrow", 0, 0, 1, 1)]
    assert len(drawn(cast, *many[:50], query=query)) == 50


GOOD = shape("arrow", 0.1, 0.1, 0.2, 0.2)


@pytest.mark.parametrize(
    ("drawing", "field"),
    [
        ({"shapes": [GOOD, shape("text", 0, 0)]}, "shapes[1].text"),
        ({"shapes": [GOOD, shape("text", 0, 0, text="x" * 501)]}, "shapes[1].text"),
        ({"shapes": [GOOD, shape("text", 0, 0, text=" ")]}, "shapes[1].text"),
        ({"shapes": [GOOD, shape("arrow", 0, 0, 1, 1, text="x")]}, "shapes[1].text"),
        ({"shapes": [GOOD, shape("arrow", 0, 0, 1)]}, "shapes[1].coordinates"),
        ({"shapes": [GOOD, shape("circle", 0, 0, 1, 1, 1)]}, "shapes[1].coordinates"),
        ({"shapes": [GOOD, shape("path")]}, "shapes[1].coordinates"),
        ({"shapes": [GOOD, shape("path", 0.5)]}, "shapes[1].coordinates"),
        ({"shapes": [GOOD, shape("path", 0, 0, 1)]}, "shapes[1].coordinates"),
        ({"shapes": [GOOD, shape("path", 0, 0, 1, "1")]}, "shapes[1].coordinates[3]"),
        ({"shapes": [GOOD, shape("path", 0, 0, 1, None)]}, "shapes[1].coordinates[3]"),
        ({"shapes": [GOOD, shape("path", 0, 0, 1, 1, text="x")]}, "shapes[1].text"),
        ({"shapes": [GOOD, line(2001)]}, "shapes[1].coordinates"),
        ({"shapes": [GOOD, line(1999)]}, "shapes"),
        ({"shapes": [line(1000), line(1001)]}, "shapes"),
        ({"shapes": [GOOD, shape("arrow", *[0.5] * 10)]}, "shapes[1].coordinates"),
        ({"shapes": [GOOD] * 51}, "shapes"),
        ({"shapes": [GOOD], "canvas": {"width": 0, "height": 5}}, "canvas.width"),
        ({"shapes": [GOOD], "canvas": {"width": 5}}, "canvas.height"),
        ({"shapes": [GOOD], "canvas": {"width": "5", "height": 5}}, "canvas.width"),
        ({"shapes": [GOOD], "canvas": [5, 5]}, "canvas"),
    ],
)
def test_what_is_wrong_is_named_by_its_index(cast, drawing, field):
    answer = give(cast.reviewer, cast.video, drawing_data=drawing)

    assert fields_of(answer) == [f"drawing_data.{field}"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_of_json_is_refused(cast, number):
    shapes = [shape("path", 0, 0, "NUMBER", 1)]
    body = {"video_id": str(cast.video.id), "timestamp": 1.5, "content": "Too dark"}
    text = json.dumps(body | {"drawing_data": {"shapes": shapes}}).replace('"NUMBER"', number)

    answer = cast.reviewer.post("feedbacks", text)

    assert answer.status_code == 400


def test_of_a_million_numbers_only_the_count_is_looked_at(cast):
    endless = shape("path", *[0.5, 0.25] * 500_000, "no number")

    answer = give(cast.reviewer, cast.video, drawing_data={"shapes": [endless]})

    assert fields_of(answer) == ["drawing_data.shapes[0].coordinates"]
