"""The picture with the drawing on it."""

import math

import pytest
from PIL import Image, ImageChops, ImageStat

from feedbacks.annotation import PIECES_MAX, annotate, smooth
from feedbacks.models import Feedback
from feedbacks.tasks import ANNOTATION, annotate_feedback
from tests.events import events_since, newest_seq
from tests.feedbacks.shots import bytes_of, give, halves, image_at, keys, picture, shown, work
from tests.videos.encoding import number_in
from tests.videos.sample_videos import stored
from tests.working import make_due, work_of
from videoplanet.celery import app
from videoplanet.tasks.work import sweep_work

STYLE = {"color": "#00FF00", "width": 6}
GREY = Image.new("RGB", (1280, 720), (90, 90, 90))
CORNERS = [(0, 0), (1, 0), (0, 1), (1, 1)]


def shape(kind, *coordinates, **more):
    return {"type": kind, "coordinates": list(coordinates), "style": STYLE} | more


def box_of(*shapes, on=GREY):
    """Return where the picture changed: left, top, right, bottom; None for nowhere."""
    return ImageChops.difference(annotate(on, {"shapes": list(shapes)}), on).getbbox()


def near(pixel, expected, by=30):
    return all(abs(a - b) <= by for a, b in zip(pixel, expected, strict=True))


def test_a_rectangle_has_its_corners_where_they_were_drawn():
    image = annotate(GREY, {"shapes": [shape("rectangle", 0.5, 0.25, 0.25, 0.75)]})

    for point in ((320, 360), (640, 360), (480, 180), (480, 540)):
        assert near(image.getpixel(point), (0, 255, 0)), point
    assert near(image.getpixel((480, 360)), (90, 90, 90))


def test_a_circle_is_round_whatever_the_ratio():
    left, top, right, bottom = box_of(shape("circle", 0.5, 0.5, 0.6, 0.5))

    assert abs((right - left) - (bottom - top)) <= 2
    assert abs((right - left) - 2 * (128 + 4)) <= 8


def test_an_arrow_points_from_its_tail_to_its_head():
    image = annotate(GREY, {"shapes": [shape("arrow", 0.2, 0.5, 0.8, 0.5)]})

    def height_at(x):
        column = image.crop((x, 0, x + 1, 720))
        box = ImageChops.difference(column, GREY.crop((x, 0, x + 1, 720))).getbbox()
        return box[3] - box[1]

    assert height_at(1024 - 20) > 2 * height_at(300)
    assert near(image.getpixel((1018, 360)), (0, 255, 0))


def test_a_path_is_smooth_and_has_no_gaps():
    # A quarter of a circle by few points, and back: a curve, without the corners of its points.
    points = [
        (640 + 300 * math.cos(angle / 10), 360 - 300 * math.sin(angle / 10))
        for angle in range(0, 16, 3)
    ]
    numbers = [number for x, y in points for number in (x / 1280, y / 720)]
    image = annotate(GREY, {"shapes": [shape("path", *numbers)]})

    first, last = (math.atan2(360 - y, x - 640) for x, y in (points[0], points[-1]))
    for step in range(101):
        angle = first + (last - first) * step / 100
        around = [
            image.getpixel((round(640 + r * math.cos(angle)), round(360 - r * math.sin(angle))))
            for r in range(285, 305)
        ]
        assert any(near(pixel, (0, 255, 0)) for pixel in around), angle


def test_a_path_of_one_point_is_a_dot_and_of_equal_points_too():
    for numbers in ([0.5, 0.5], [0.5, 0.5] * 2000):
        left, top, right, bottom = box_of(shape("path", *numbers))
        assert 6 <= right - left <= 12
        assert 6 <= bottom - top <= 12


def test_a_curve_has_few_pieces_however_far_apart_its_points_are():
    points = [(0, 0), (1e6, 1e6), (0, 1e6), (1e6, 0)] * 500

    curve = smooth(points, step=4)

    assert (curve[0], curve[-1]) == (points[0], points[-1])
    assert len(curve) == len(points) * PIECES_MAX + 1


@pytest.mark.parametrize(("x", "y"), CORNERS)
@pytest.mark.parametrize("kind", ["rectangle", "arrow", "text"])
def test_at_each_corner_all_of_it_is_in_the_picture(kind, x, y):
    if kind == "text":
        one = shape("text", x, y, text="여기가 어두워요")
        middle = shape("text", 0.4, 0.4, text="여기가 어두워요")
    elif kind == "arrow":
        one, middle = shape("arrow", 0.5, 0.5, x, y), shape("arrow", 0.5, 0.5, 0.7, 0.6)
    else:
        one = shape("rectangle", x, y, abs(x - 0.2), abs(y - 0.2))
        middle = shape("rectangle", 0.4, 0.4, 0.6, 0.6)
    left, top, right, bottom = box_of(one)

    assert box_of(middle)
    assert (left < 60) if x == 0 else (right > 1220)
    assert (top < 60) if y == 0 else (bottom > 660)
    if kind == "text":  # as wide as where there is room
        wide = box_of(middle)
        assert abs((right - left) - (wide[2] - wide[0])) <= 2
        assert abs((bottom - top) - (wide[3] - wide[1])) <= 2


def test_edges_are_smooth():
    image = annotate(GREY, {"shapes": [shape("arrow", 0.2, 0.3, 0.8, 0.5)]})
    line = image.crop((500, 250, 700, 350)).convert("L")

    assert len({value for value, count in enumerate(line.histogram()) if count}) > 10


def test_korean_is_written_and_not_in_boxes():
    letters = [
        annotate(GREY, {"shapes": [shape("text", 0.4, 0.4, text=each)]}) for each in "가나뷁"
    ]

    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert ImageChops.difference(letters[one], letters[other]).getbbox()
    missing = annotate(GREY, {"shapes": [shape("text", 0.4, 0.4, text="\U000f0000")]})
    for each in letters:
        assert ImageChops.difference(each, missing).getbbox()


@pytest.mark.parametrize(
    "text", ["글" * 500, "긴 설명입니다 " * 60, "a\n" * 200, "\u200b\u202e", "👩‍👩‍👧 ok"]
)
def test_a_long_or_odd_text_stays_in_the_picture(text):
    image = annotate(GREY, {"shapes": [shape("text", 0.95, 0.95, text=text)]})

    assert image.size == (1280, 720)


def test_lines_grow_with_the_picture_and_small_ones_are_enlarged():
    for size in ((160, 90), (640, 360), (1280, 720), (3840, 2160)):
        image = annotate(
            Image.new("RGB", size, (90, 90, 90)), {"shapes": [shape("arrow", 0, 0.5, 1, 0.5)]}
        )
        assert image.size == (1280, 720)
    assert annotate(Image.new("RGB", (90, 160)), {"shapes": [shape("arrow", 0, 0, 1, 1)]}).size == (
        405,
        720,
    )
    for size in ((1, 720), (1280, 1)):
        every = [
            shape("arrow", 0, 0, 1, 1),
            shape("circle", 0, 0, 1, 1),
            shape("text", 1, 1, text="x"),
        ]
        assert annotate(Image.new("RGB", size), {"shapes": every}).size == size


@pytest.mark.parametrize("color", ["#FFFFFF", "#000000", "#FF0000", "#0000FF", "#808080"])
@pytest.mark.parametrize("ground", ["white", "black", "gray", "red", "blue"])
def test_every_colour_is_seen_on_every_ground(color, ground):
    on = Image.new("RGB", (1280, 720), ground)
    one = shape("rectangle", 0.4, 0.4, 0.6, 0.6) | {"style": {"color": color, "width": 2}}

    drawn = annotate(on, {"shapes": [one]})

    strip = ImageChops.difference(drawn, on).crop((500, 280, 540, 296))
    assert max(high for _low, high in ImageStat.Stat(strip).extrema) > 60


@pytest.mark.django_db
def test_it_is_made_of_screenshot_and_drawing_and_told_once(cast):
    drawing = {"shapes": [shape("rectangle", 0.25, 0.25, 0.75, 0.75)]}
    data = bytes_of(halves((1280, 720)), "PNG")
    given = give(cast.guest, cast.video, data, drawing_data=drawing).json()
    seq = newest_seq(cast)

    annotate_feedback.apply(args=[given["id"]], throw=True)  # too early
    assert shown(cast.viewer, given)["annotated_url"] is None
    work(annotate=True)
    annotate_feedback.apply(args=[given["id"]], throw=True)

    image = image_at(shown(cast.viewer, given)["annotated_url"])
    assert (image.format, image.size) == ("WEBP", (1280, 720))
    assert near(image.getpixel((100, 100)), (255, 0, 0))
    assert near(image.getpixel((1200, 100)), (0, 0, 255))
    assert image.getpixel((320, 360))[1] > 150
    ready, annotated = events_since(cast, seq)
    assert ready["payload"]["annotated_url"] is None
    assert annotated["payload"] == shown(cast.viewer, given)


@pytest.mark.django_db
def test_a_transparent_screenshot_is_white_behind_the_drawing(cast):
    drawing = {"shapes": [shape("arrow", 0.4, 0.5, 0.6, 0.5)]}
    data = picture(mode="RGBA", color=(0, 0, 0, 0))
    given = give(cast.guest, cast.video, data, drawing_data=drawing).json()

    work(annotate=True)

    image = image_at(shown(cast.viewer, given)["annotated_url"])
    assert near(image.getpixel((50, 50)), (255, 255, 255))


@pytest.mark.django_db(transaction=True)
def test_without_a_screenshot_it_is_drawn_on_the_frame_at_its_moment(cast, worker, samples):
    video = stored(cast.access("editor"), samples["webm"].read_bytes())
    drawing = {"shapes": [shape("text", 0.6, 0.8, text="여기")]}

    given = give(cast.guest, video, drawing_data=drawing, timestamp=0.8).json()
    assert (given["screenshot_status"], given["annotated_url"]) == ("none", None)
    worker.wait_for(lambda: Feedback.objects.get().annotated_key)

    image = image_at(shown(cast.viewer, given)["annotated_url"])
    assert image.size == (1280, 720)
    small = image.resize((320, 180))
    assert number_in(small) == 20  # 25 a second


@pytest.mark.django_db(transaction=True)
def test_of_a_video_that_is_no_film_there_is_no_picture(cast, worker):
    video = stored(cast.access("editor"), b"no film")
    worker.stop()
    given = give(cast.guest, video, drawing_data={"shapes": [shape("arrow", 0, 0, 1, 1)]}).json()
    assert work_of(ANNOTATION, given["id"])
    worker.start()

    worker.wait_for(lambda: not work_of(ANNOTATION, given["id"]))

    assert Feedback.objects.get().annotated_key is None
    assert keys(Feedback.objects.get().object_prefix) == []


@pytest.mark.django_db(transaction=True)
def test_a_lost_task_is_swept_up(cast, worker, samples):
    video = stored(cast.access("editor"), samples["webm"].read_bytes())
    worker.stop()
    give(cast.guest, video, drawing_data={"shapes": [shape("arrow", 0, 0, 1, 1)]})
    app.control.purge()  # Redis was emptied, say
    assert sweep_work() == 0
    make_due(ANNOTATION)

    assert sweep_work() == 1
    worker.start()
    worker.wait_for(lambda: Feedback.objects.get().annotated_key)
