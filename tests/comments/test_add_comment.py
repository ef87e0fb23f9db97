"""POST comments."""

import pytest

from comments.models import FeedbackComment
from feedbacks.actions import create_feedback
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of


@pytest.fixture
def say(cast, feedback):
    def say(name="reviewer", content="Agreed", **fields):
        body = {"feedback_id": str(feedback.id), "content": content} | fields
        return getattr(cast, name).post("comments", body)

    return say


def test_a_comment_comes_back_with_every_field_of_the_contract(cast, feedback, say):
    mentioned = [str(cast.guest.user.id), str(cast.owner.user.id)]

    answer = say(mentions=mentioned)

    assert answer.status_code == 201
    comment = answer.json()
    assert (
        comment
        | {
            "feedback_id": str(feedback.id),
            "parent_id": None,
            "content": "Agreed",
            "reactions": {},
            "replies": [],
            "replies_cursor": None,
            "deleted_at": None,
        }
        == comment
    )
    assert comment["user"]["name"] == "Reviewer"
    assert [each["id"] for each in comment["mentions"]] == mentioned
    assert comment["mentions"][0]["email"] is None


def test_it_is_logged_without_its_replies(cast, say):
    before = newest_seq(cast)

    comment = say().json()

    [event] = events_since(cast, before)
    assert event["type"] == "comment.added"
    assert event["payload"] == {key: comment[key] for key in comment if "replies" not in key}


def test_it_counts_on_its_feedback_whose_time_stays(cast, feedback, say):
    say()
    say("guest")

    got = cast.viewer.get(f"feedbacks/{feedback.id}").json()
    assert got["comments_count"] == 2
    assert got["updated_at"] == got["created_at"]


def test_threads_are_at_most_five_deep(say):
    parents = [None]
    for _ in range(7):
        more = {"parent_id": parents[-1]} if parents[-1] else {}
        answer = say(**more)
        assert answer.status_code == 201
        parents.append(answer.json()["id"])

    depths = list(FeedbackComment.objects.order_by("created_at").values_list("depth", flat=True))
    hangs_on = [
        str(each.parent_id) if each.parent_id else None
        for each in FeedbackComment.objects.order_by("created_at")
    ]
    assert depths == [1, 2, 3, 4, 5, 5, 5]
    assert hangs_on == [*parents[:5], parents[4], parents[4]]


def test_a_parent_must_be_a_living_comment_of_the_same_feedback(cast, feedback, say):
    other = create_feedback(
        access=cast.access("owner"), video=cast.video, video_timestamp=1, content="Other"
    )
    elsewhere = say(feedback_id=str(other.id)).json()["id"]
    dead = say().json()["id"]
    say(parent_id=dead)
    cast.reviewer.delete(f"comments/{dead}")

    for parent in (elsewhere, dead, str(feedback.id)):
        assert fields_of(say(parent_id=parent)) == ["parent_id"]


def test_a_mention_of_an_outsider_is_refused_by_index(cast, say):
    answer = say(mentions=[str(cast.owner.user.id), str(cast.outsider.user.id)])

    assert fields_of(answer) == ["mentions[1]"]
    assert not FeedbackComment.objects.exists()


def test_somebody_mentioned_twice_is_mentioned_once(cast, say):
    who = str(cast.owner.user.id)

    assert [each["id"] for each in say(mentions=[who, who]).json()["mentions"]] == [who]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", ""),
        ("content", "   "),
        ("content", "x" * 2001),
        ("content", None),
        ("feedback_id", "x"),
        ("feedback_id", "01985f4e-0000-7000-8000-000000000001"),
        ("parent_id", "x"),
        ("mentions", "x"),
        ("colour", "red"),
    ],
)
def test_a_bad_value_is_refused_by_the_name_of_its_field(say, field, value):
    assert fields_of(say(**{field: value})) == [field]


def test_a_feedback_that_one_cannot_see_is_a_bad_field(say):
    assert fields_of(say("outsider")) == ["feedback_id"]


def test_a_viewer_may_not(say):
    assert_problem(say("viewer"), 403, "permission_denied")


def test_the_answer_is_what_one_reads_next(cast, feedback):
    for mentions in ([], [str(cast.editor.user.id)]):
        body = {"feedback_id": str(feedback.id), "content": "Yes", "mentions": mentions}
        answer = cast.owner.post("comments", body)
        read = cast.owner.get(f"comments/{answer.json()['id']}")

        assert answer.content == read.content
        assert [answer[name] for name in ("ETag", "X-Project-Seq")] == [
            read[name] for name in ("ETag", "X-Project-Seq")
        ]


def test_a_comment_takes_few_statements(cast, feedback, django_assert_num_queries):
    feedback.user = cast.owner.user
    feedback.save()
    body = {"feedback_id": str(feedback.id), "content": "Yes"}
    # Who it is, with the feedback and the role; its lock, which triggers that count need; the row;
    # the event. In a test's transaction two more begin and end the action.
    with django_assert_num_queries(4 + 2):
        assert cast.owner.post("comments", body).status_code == 201
