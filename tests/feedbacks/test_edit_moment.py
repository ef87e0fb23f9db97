"""The author edits where a feedback is and what is drawn: seconds, frames, ranges, drawings."""

import pytest

from feedbacks.models import Feedback
from feedbacks.tasks import ANNOTATION
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of
from videoplanet.tasks.models import Work

SHAPES = {"shapes": [{"type": "rectangle", "coordinates": [0.1, 0.1, 0.5, 0.5]}]}


@pytest.fixture
def numbered(cast, feedback):
    """The feedback of a video whose frame rate is known: at 12.5 s of 25 fps."""
    cast.video.frame_rate = "25/1"
    cast.video.save()
    return f"feedbacks/{feedback.id}"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"timestamp": 2}, {"timestamp": 2.0, "frame": 50, "end_timestamp": None}),
        ({"frame": 100}, {"frame": 100, "timecode": "00:00:04:00", "end_frame": None}),
        ({"end_timestamp": 14}, {"timestamp": 12.5, "end_timestamp": 14.0, "end_frame": 350}),
        ({"end_frame": 400}, {"timestamp": 12.5, "end_frame": 400}),
        ({"timestamp": 1, "end_timestamp": 3}, {"timestamp": 1.0, "end_timestamp": 3.0}),
    ],
)
def test_the_author_moves_it(cast, numbered, change, expected):
    seq = newest_seq(cast)

    answer = cast.reviewer.patch(numbered, change)

    assert answer.status_code == 200
    assert expected.items() <= answer.json().items()
    [event] = events_since(cast, seq)
    assert (event["type"], event["payload"]) == ("feedback.updated", answer.json())


def test_what_is_not_given_stays(cast, numbered):
    cast.reviewer.patch(numbered, {"end_timestamp": 20})
    moved = cast.reviewer.patch(numbered, {"timestamp": 15}).json()
    assert (moved["timestamp"], moved["end_timestamp"]) == (15.0, 20.0)

    back = cast.reviewer.patch(numbered, {"end_timestamp": None}).json()
    assert (back["timestamp"], back["end_timestamp"], back["end_frame"]) == (15.0, None, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"end_timestamp": 3}, "end_timestamp"),
        ({"timestamp": -1}, "timestamp"),
        ({"timestamp": 1, "frame": 999}, "frame"),
        ({"drawing_data": {"shapes": "none"}}, "drawing_data.shapes"),
    ],
)
def test_bad_moments_are_refused(cast, numbered, change, field):
    seq = newest_seq(cast)

    assert field in fields_of(cast.reviewer.patch(numbered, change))
    assert events_since(cast, seq) == []


@pytest.mark.parametrize("change", [{"timestamp": 2}, {"drawing_data": SHAPES}])
def test_only_the_author_and_admins_move_it(cast, numbered, change):
    assert_problem(cast.editor.patch(numbered, change), 403, "permission_denied")
    assert cast.owner.patch(numbered, change).status_code == 200


def test_an_edited_drawing_is_drawn_again(cast, numbered):
    drawn = cast.reviewer.patch(numbered, {"drawing_data": SHAPES}).json()
    assert drawn["drawing_data"]["shapes"][0]["coordinates"] == [0.1, 0.1, 0.5, 0.5]
    assert Work.objects.filter(kind=ANNOTATION.name).count() == 1
    row = Feedback.objects.get()
    first = row.annotation_key
    Feedback.objects.update(annotated_key=first)

    erased = cast.reviewer.patch(numbered, {"drawing_data": {}}).json()

    assert (erased["drawing_data"], erased["annotated_url"]) == ({"shapes": []}, None)
    row.refresh_from_db()
    assert row.annotation_key != first


def test_words_are_found_in_comments_too(cast, feedback):
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Sky"}
    other = cast.reviewer.post("feedbacks", body).json()["id"]
    said = {"feedback_id": other, "content": "하늘이 Overexposed"}
    cast.editor.post("comments", said)
    gone = cast.editor.post("comments", said | {"content": "swordfish"}).json()["id"]
    cast.editor.delete(f"comments/{gone}")

    def found(words):
        answer = cast.viewer.get(f"feedbacks?project_id={cast.project.id}&q={words}")
        return [row["id"] for row in answer.json()]

    assert found("overexposed") == found("sky 하늘") == found("sky") == [other]
    assert found("dark") == [str(feedback.id)]
    assert found("swordfish") == []


def test_reactions_say_who(cast, feedback):
    path = f"feedbacks/{feedback.id}"
    for person in (cast.editor, cast.guest):
        person.post(f"{path}/reactions", {"emoji": "👍"})

    row = cast.viewer.get(path).json()

    assert row["reactions"] == {"👍": 2}
    assert row["reacted_by"] == {"👍": [str(cast.editor.user.id), str(cast.guest.user.id)]}


def test_a_longer_list_takes_as_many_queries(cast, feedback, django_assert_num_queries):
    path = f"feedbacks?project_id={cast.project.id}&q=dark"
    with django_assert_num_queries(3):
        assert len(cast.viewer.get(path).json()) == 1
    for number in range(5):
        body = {"video_id": str(cast.video.id), "timestamp": 1, "content": f"dark {number}"}
        given = cast.reviewer.post("feedbacks", body).json()["id"]
        cast.reviewer.post(f"feedbacks/{given}/reactions", {"emoji": "👍"})
    with django_assert_num_queries(3):
        assert len(cast.viewer.get(f"{path}&limit=50").json()) == 6
