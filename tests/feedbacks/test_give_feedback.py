"""POST feedbacks."""

import pytest

from feedbacks.models import Feedback
from tests.conftest import make_video
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of

SHAPE = {
    "type": "arrow",
    "coordinates": [0.1, 0.2, 0.5, 0.6],
    "style": {"color": "#00ff00", "width": 3},
}


def give(person, video, **fields):
    body = {"video_id": str(video.id), "timestamp": 12.5, "content": "Too dark"} | fields
    return person.post("feedbacks", body)


def test_a_feedback_comes_back_with_every_field_of_the_contract(cast):
    answer = give(
        cast.reviewer,
        cast.video,
        priority="high",
        tags=["colour", "색감"],
        drawing_data={"shapes": [SHAPE]},
        assignee=str(cast.editor.user.id),
    )

    assert answer.status_code == 201
    given = answer.json()
    assert (
        given
        | {
            "video_id": str(cast.video.id),
            "project_id": str(cast.project.id),
            "timestamp": 12.5,
            "content": "Too dark",
            "screenshot_url": None,
            "drawing_data": {"shapes": [SHAPE]},
            "priority": "high",
            "status": "open",
            "tags": ["colour", "색감"],
            "comments_count": 0,
            "reactions": {},
            "resolved_at": None,
            "resolved_by": None,
        }
        == given
    )
    assert given["user"] == {
        "id": str(cast.reviewer.user.id),
        "name": "Reviewer",
        "email": "reviewer@example.com",
        "avatar_url": None,
        "kind": "member",
    }
    assert given["assignee"]["id"] == str(cast.editor.user.id)
    assert given["created_at"].endswith("Z")
    assert given["created_at"] == given["updated_at"]


def test_only_the_required_fields_are_enough(cast):
    given = give(cast.guest, cast.video).json()

    assert (given["priority"], given["tags"], given["drawing_data"]) == (
        "medium",
        [],
        {"shapes": []},
    )
    assert given["user"]["email"] is None


def test_it_is_logged_once_as_rest_returns_it(cast):
    before = newest_seq(cast)

    answer = give(cast.reviewer, cast.video)

    [event] = events_since(cast, before)
    assert event["type"] == "feedback.created"
    assert event["seq"] == before + 1
    assert event["actor"] == str(cast.reviewer.user.id)
    assert event["payload"] == answer.json()
    assert answer["X-Project-Seq"] == str(before + 1)


def test_a_refused_feedback_leaves_nothing_behind(cast):
    before = newest_seq(cast)

    answer = give(cast.reviewer, cast.video, assignee=str(cast.outsider.user.id))

    assert fields_of(answer) == ["assignee"]
    assert events_since(cast, before) == []
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("timestamp", [0, 0.1 + 0.2, 86400, 86399.99999999999])
def test_a_timestamp_keeps_its_double_precision(cast, timestamp):
    given = give(cast.reviewer, cast.video, timestamp=timestamp).json()

    assert given["timestamp"] == timestamp
    assert Feedback.objects.get().video_timestamp == timestamp


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timestamp", -0.001),
        ("timestamp", 86400.001),
        ("timestamp", "3"),
        ("timestamp", None),
        ("timestamp", True),
        ("content", ""),
        ("content", " \n\t"),
        ("content", "x" * 5001),
        ("content", "a\x00b"),
        ("content", 5),
        ("priority", "urgent"),
        ("priority", 1),
        ("tags", "colour"),
        ("tags", [str(n) for n in range(11)]),
        ("video_id", "not-a-uuid"),
        ("video_id", 7),
        ("screenshot", "data:image/png;base64,AAAA"),
        ("assignee", "01985f4e-0000-7000-8000-000000000001"),
    ],
)
def test_a_bad_value_is_refused_by_the_name_of_its_field(cast, field, value):
    answer = give(cast.reviewer, cast.video, **{field: value})

    assert fields_of(answer) == [field]


@pytest.mark.parametrize(
    ("drawing", "field"),
    [
        ({"shapes": [SHAPE] * 51}, "drawing_data.shapes"),
        ({"shapes": [SHAPE, SHAPE | {"type": "star"}]}, "drawing_data.shapes[1].type"),
        ({"shapes": [SHAPE | {"coordinates": [1]}]}, "drawing_data.shapes[0].coordinates"),
        ({"shapes": [SHAPE | {"coordinates": [1] * 9}]}, "drawing_data.shapes[0].coordinates"),
        (
            {"shapes": [SHAPE | {"coordinates": [1, "2"]}]},
            "drawing_data.shapes[0].coordinates[1]",
        ),
        (
            {"shapes": [SHAPE | {"style": {"color": "red", "width": 3}}]},
            "drawing_data.shapes[0].style.color",
        ),
        (
            {"shapes": [SHAPE | {"style": {"color": "#FF0000", "width": 11}}]},
            "drawing_data.shapes[0].style.width",
        ),
        ({"shapes": [SHAPE], "layers": []}, "drawing_data.layers"),
        ({"shapes": [SHAPE | {"opacity": 1}]}, "drawing_data.shapes[0].opacity"),
        ([SHAPE], "drawing_data"),
        ("M0,0", "drawing_data"),
    ],
)
def test_a_wrong_shape_is_named_by_its_index(cast, drawing, field):
    assert fields_of(give(cast.reviewer, cast.video, drawing_data=drawing)) == [field]


def test_an_unknown_field_is_refused_by_name(cast):
    assert fields_of(give(cast.reviewer, cast.video, colour="red", size=3)) == ["colour", "size"]


def test_a_tag_too_long_is_named_by_its_index(cast):
    assert fields_of(give(cast.reviewer, cast.video, tags=["a", "x" * 31])) == ["tags[1]"]


def test_a_tag_given_twice_counts_once(cast):
    assert give(cast.reviewer, cast.video, tags=["a", "b", "a"]).json()["tags"] == ["a", "b"]


def test_text_is_kept_as_typed_in_its_composed_form(cast):
    decomposed = "\u1100\u1161 e\u0301 \U0001f3ac\n  indented"

    given = give(cast.reviewer, cast.video, content=decomposed).json()

    assert given["content"] == "\uac00 \u00e9 \U0001f3ac\n  indented"


def test_a_video_of_another_project_is_a_bad_field_not_a_404(cast):
    answer = give(cast.outsider, cast.video)

    assert fields_of(answer) == ["video_id"]


def test_of_two_videos_in_a_body_the_last_one_counts(cast):
    other = make_video(cast.access("owner"))
    rest = f'"video_id": "{cast.video.id}", "timestamp": 1, "content": "Here"}}'

    answer = cast.reviewer.post("feedbacks", f'{{"video_id": "{other.id}", {rest}')

    assert answer.json()["video_id"] == str(cast.video.id)


def test_who_asks_and_what_they_may_do_is_one_statement(cast, django_assert_num_queries):
    with django_assert_num_queries(5):  # that, two for a savepoint, the row, the event
        give(cast.owner, cast.video)


def test_a_viewer_may_not(cast):
    assert_problem(give(cast.viewer, cast.video), 403, "permission_denied")


def test_the_body_must_be_a_json_object(cast):
    for body in ("[]", '"text"', "3", "null"):
        assert cast.reviewer.request("POST", "feedbacks", body).status_code == 400


@pytest.mark.parametrize(
    "body",
    ["{", '{"timestamp": NaN}', '{"timestamp": 1e999}', '{"content": "\\ud800"}', b"\xff\xfe"],
)
def test_what_is_no_json_is_refused(cast, body):
    assert_problem(cast.reviewer.request("POST", "feedbacks", body), 400, "parse_error")
