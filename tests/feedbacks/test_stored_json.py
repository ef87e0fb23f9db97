"""What a feedback's row stores of its JSON is what it would be if it were made anew."""

import json
import re

import psycopg
import pytest
from django.db import connection

from feedbacks.models import Feedback
from feedbacks.resources import FEEDBACK, FeedbackResponse
from tests.conftest import build_cast, give_a_feedback
from videoplanet.api.list_cache import LISTS
from videoplanet.api.pagination import NOTHING, Order
from videoplanet.api.resources import stored_sql
from videoplanet.api.stored_lists import fetch_stored

pytestmark = pytest.mark.django_db

TRUTH = """
SELECT id::text, stored_json, {stored_sql}, comments_count,
    (SELECT count(*) FROM comments_feedbackcomment c
        WHERE c.feedback_id = feedbacks_feedback.id AND c.deleted_at IS NULL),
    reactions, (SELECT COALESCE(jsonb_object_agg(emoji, n), '{{}}') FROM (
        SELECT emoji, count(*) AS n FROM feedbacks_feedbackreaction r
        WHERE r.feedback_id = feedbacks_feedback.id GROUP BY emoji) AS given),
    reacted_by, (SELECT COALESCE(jsonb_object_agg(emoji, users), '{{}}') FROM (
        SELECT emoji, array_agg(user_id ORDER BY created_at) AS users
        FROM feedbacks_feedbackreaction r
        WHERE r.feedback_id = feedbacks_feedback.id GROUP BY emoji) AS given)
FROM feedbacks_feedback
"""


def assert_stored_is_true():
    with connection.cursor() as cursor:
        cursor.execute(TRUTH.format(stored_sql=stored_sql(FeedbackResponse, Feedback)))
        rows = cursor.fetchall()
    assert rows
    for _id, stored, made, *counts in rows:
        assert stored == made
        assert counts[::2] == counts[1::2]


def test_the_trigger_makes_what_the_response_declares():
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'feedback_stored_json'")
        source = cursor.fetchone()[0]
    declared = re.sub(
        r'"feedbacks_feedback"\."(\w+)"', r"NEW.\1", stored_sql(FeedbackResponse, Feedback)
    )

    assert "".join(declared.split()) in "".join(source.split())


@pytest.fixture
def changes(cast, feedback):
    """What people do to a feedback, in order."""
    one, box = f"feedbacks/{feedback.id}", {}

    def comment(person, **more):
        body = {"feedback_id": str(feedback.id), "content": "Yes"} | more
        answer = person.post("comments", body)
        box[len(box)] = answer.json()["id"]
        return answer

    return {
        "status": lambda: cast.owner.patch(one, {"status": "resolved"}),
        "assignee": lambda: cast.owner.patch(one, {"assignee": str(cast.editor.user.id)}),
        "mentions": lambda: cast.owner.patch(
            one, {"mentions": [str(each.user.id) for each in (cast.guest, cast.editor)]}),
        "text": lambda: cast.owner.patch(one, {"content": 'Zu "dunkel" \\ 자막\n\u2028'}),
        "drawing": lambda: cast.owner.patch(
            one, {"drawing_data": {"shapes": [{"type": "circle", "coordinates": [1, 1, 9, 9],
                  "style": {"color": "#FF0000", "width": 2}}]}}),
        "bulk": lambda: cast.editor.patch(
            "feedbacks/bulk", {"ids": [str(feedback.id)], "tags": ["자막", "sound"]}
        ),
        "reaction": lambda: cast.guest.post(f"{one}/reactions", {"emoji": "🎬"}),
        "another": lambda: cast.editor.post(f"{one}/reactions", {"emoji": "🎬"}),
        "taken back": lambda: cast.guest.delete(f"{one}/reactions?emoji=🎬"),
        "comment": lambda: comment(cast.guest),
        "reply": lambda: comment(cast.editor, parent_id=box[0]),
        "tombstone": lambda: cast.guest.delete(f"comments/{box[0]}"),
        "no reply": lambda: cast.editor.delete(f"comments/{box[1]}"),
        "name": lambda: cast.reviewer.patch("users/me", {"name": "New name"}),
        "assignee's name": lambda: cast.editor.patch("users/me", {"name": "다른 이름"}),
        "guest's name": lambda: cast.guest.patch("users/me", {"name": "손님"}),
        "one mention less": lambda: cast.owner.patch(
            one, {"mentions": [str(cast.guest.user.id)]}),
        "who is gone": lambda: cast.owner.delete(
            f"projects/{cast.project.id}/members/{cast.editor.user.id}"
        ),
    }  # fmt: skip


def test_it_is_true_after_everything_that_changes_it(changes):
    for name, change in changes.items():
        assert change().status_code < 300, name
        assert_stored_is_true()


def test_saving_a_row_that_was_read_before_leaves_what_triggers_count(cast, feedback):
    stale = Feedback.objects.get(id=feedback.id)
    cast.guest.post("comments", {"feedback_id": str(feedback.id), "content": "Yes"})
    stale.priority = "high"
    stale.save()

    assert cast.viewer.get(f"feedbacks/{feedback.id}").json()["comments_count"] == 1
    assert_stored_is_true()


@pytest.mark.parametrize("query", ["", "&order=timestamp", "&status=open", "&limit=2", "&q=dark"])
def test_a_list_that_was_kept_becomes_what_a_new_one_is(cast, changes, query):
    for _ in range(5):
        give_a_feedback(cast)
    path = f"feedbacks?project_id={cast.project.id}{query}"
    cast.viewer.get(path)
    for name, change in changes.items():
        assert change().status_code < 300, name
        kept = cast.viewer.get(path)
        LISTS.clear()
        new = cast.viewer.get(path)
        assert json.loads(kept.content) == json.loads(new.content), name
        assert [kept[header] for header in ("ETag", "X-Project-Seq")] == [
            new[header] for header in ("ETag", "X-Project-Seq")
        ]
        assert kept.get("Link") == new.get("Link")


@pytest.mark.django_db(transaction=True)
def test_only_rows_that_were_written_since_are_read_again():
    cast = build_cast()
    ids = [give_a_feedback(cast).id for _ in range(4)]
    oldest_first = Order("created_at")

    def read(known=NOTHING, limit=3):
        filters = {"project_id": cast.project.id}
        page = fetch_stored(
            *(FEEDBACK, Feedback.objects.matching, filters, oldest_first),
            limit=limit,
            cursor=None,
            known=known,
        )
        return page, [bool(line) for line in page.lines.split(b"\n")]

    first, lines = read()
    assert lines == [True] * 3
    assert read(first.known)[1] == [False] * 3
    cast.owner.patch(f"feedbacks/{ids[1]}", {"status": "resolved"})
    second, lines = read(first.known)
    assert lines == [False, True, False]
    cast.owner.delete(f"feedbacks/{ids[0]}")  # a row that was not on the page moves up
    assert read(second.known)[1] == [True] * 3
    cast.reviewer.patch("users/me", {"name": "New name"})  # all rows show the reviewer
    assert read(second.known, limit=2)[1] == [True] * 2


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_wrote_that_ended_after_a_later_one_is_in_the_list():
    cast = build_cast()
    slow, fast = (give_a_feedback(cast).id for _ in range(2))
    path = f"feedbacks?project_id={cast.project.id}"
    change = f"UPDATE {Feedback._meta.db_table} SET priority = 'high' WHERE id = %s"
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute(change, [slow])
        cast.owner.patch(f"feedbacks/{fast}", {"status": "resolved"})
        # The list is read while the first transaction is still open.
        assert [row["priority"] for row in cast.viewer.get(path).json()] == ["medium"] * 2
    cast.owner.patch(f"feedbacks/{fast}", {"status": "open"})

    assert [row["priority"] for row in cast.viewer.get(path).json()] == ["high", "medium"]


def test_a_row_is_in_a_list_as_it_is_alone(cast, changes, feedback):
    for change in changes.values():
        change()
        listed = cast.viewer.get(f"feedbacks?project_id={cast.project.id}").json()
        assert listed == [cast.viewer.get(f"feedbacks/{feedback.id}").json()]


def test_a_guest_gets_nobodys_address_from_a_list_that_a_member_read(cast, feedback):
    cast.owner.patch(f"feedbacks/{feedback.id}", {"assignee": str(cast.editor.user.id)})
    path = f"feedbacks?project_id={cast.project.id}"
    assert cast.viewer.get(path).json()[0]["assignee"]["email"] == cast.editor.user.email
    for _ in range(2):
        assert cast.guest.get(path).json()[0]["assignee"]["email"] is None
    assert cast.owner.get(path).json()[0]["assignee"]["email"] == cast.editor.user.email
