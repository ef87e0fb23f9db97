"""Edited or deleted text is gone from the log and from every replay; events keep their seq."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from eventlog.models import Event, Stream
from eventlog.publish import action
from eventlog.sweeps import prune_events
from feedbacks.actions import change_feedback
from tests.conftest import make_video
from tests.events import events_since, newest_seq

SECRET = "the password is swordfish"


def logged(cast):
    """Return all that the database holds of the project's log."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(payload::text, ' ' ORDER BY seq) FROM eventlog_event"
            " WHERE stream_id = %s",
            [cast.project.id],
        )
        return cursor.fetchone()[0]


def give(cast, content=SECRET, video=None):
    body = {"video_id": str((video or cast.video).id), "timestamp": 1, "content": content}
    return cast.reviewer.post("feedbacks", body).json()["id"]


def comment(cast, feedback, content=SECRET, **more):
    body = {"feedback_id": feedback, "content": content, **more}
    return cast.reviewer.post("comments", body).json()["id"]


def edit_feedback(cast):
    feedback = give(cast)
    cast.reviewer.patch(f"feedbacks/{feedback}", {"status": "resolved"})
    return cast.reviewer.patch(f"feedbacks/{feedback}", {"content": "x"})


def delete_feedback(cast):
    feedback = give(cast, "plain")
    comment(cast, feedback, parent_id=comment(cast, feedback))
    return cast.owner.delete(f"feedbacks/{feedback}")


def edit_comment(cast):
    return cast.reviewer.patch(f"comments/{comment(cast, give(cast, 'plain'))}", {"content": "x"})


def delete_comment(cast):
    return cast.reviewer.delete(f"comments/{comment(cast, give(cast, 'plain'))}")


def delete_comment_with_replies(cast):
    feedback = give(cast, "plain")
    root = comment(cast, feedback)
    comment(cast, feedback, "reply", parent_id=root)
    return cast.reviewer.delete(f"comments/{root}")


def delete_video(cast):
    video = make_video(cast.access("editor"))
    cast.editor.patch(f"videos/{video.id}", {"title": SECRET})
    comment(cast, give(cast, video=video))
    return cast.editor.delete(f"videos/{video.id}")


def rename_video(cast):
    cast.editor.patch(f"videos/{cast.video.id}", {"title": SECRET})
    return cast.editor.patch(f"videos/{cast.video.id}", {"title": "Final"})


def take_review_back(cast):
    review = f"videos/{cast.video.id}/review"
    cast.editor.post(review, {"status": "changes_requested", "note": SECRET})
    return cast.editor.post(review, {"status": "pending"})


def rename_project(cast):
    cast.owner.patch(f"projects/{cast.project.id}", {"description": SECRET})
    return cast.owner.patch(f"projects/{cast.project.id}", {"description": ""})


def delete_project(cast):
    comment(cast, give(cast))
    return cast.owner.delete(f"projects/{cast.project.id}")


@pytest.mark.parametrize(
    "remove",
    [
        edit_feedback,
        delete_feedback,
        edit_comment,
        delete_comment,
        delete_comment_with_replies,
        delete_video,
        rename_video,
        take_review_back,
        rename_project,
        delete_project,
    ],
)
def test_removed_text_leaves_the_log(cast, remove):
    other = give(cast, "somebody else's words")

    assert remove(cast).status_code in (200, 204)

    assert SECRET not in logged(cast)
    rows = Event.objects.filter(stream_id=cast.project.id).order_by("seq")
    seqs = list(rows.values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    redacted = [row.payload for row in rows if "redacted" in row.payload]
    assert redacted
    assert all(payload == {"id": payload["id"], "redacted": True} for payload in redacted)
    if remove is not delete_project:
        assert other not in {payload["id"] for payload in redacted}


def test_a_change_of_status_leaves_the_text(cast):
    feedback = give(cast)
    cast.editor.patch(f"feedbacks/{feedback}", {"status": "resolved"})

    assert [row["payload"]["content"] for row in events_since(cast, newest_seq(cast) - 2)] == [
        SECRET,
        SECRET,
    ]


def test_a_rolled_back_edit_leaves_the_text(cast, feedback):
    class Failed(Exception):
        pass

    with pytest.raises(Failed), action():
        access = cast.access("reviewer")
        change_feedback(access=access, feedback_id=feedback.id, changes={"content": "x"})
        raise Failed

    assert feedback.content in logged(cast)


def test_a_tombstone_says_all_that_is_left(cast):
    delete_comment_with_replies(cast)
    event = events_since(cast, newest_seq(cast) - 1)[0]

    left = cast.viewer.get(f"comments/{event['payload']['id']}").json()
    del left["replies"], left["replies_cursor"]
    assert event["payload"] == left
    assert left["deleted_at"] is not None


def test_old_text_is_found_through_an_index(cast):
    for number in range(20):
        comment(cast, give(cast, f"{number}"))
    with connection.cursor() as cursor:
        # So many that the planner has a reason to prefer one index to the other.
        cursor.execute(
            "INSERT INTO eventlog_event (stream_id, seq, type, payload, at)"
            " SELECT %s, 100000 + n, 'feedback.created', jsonb_build_object('id', n::text), now()"
            " FROM generate_series(1, 5000) AS n",
            [cast.project.id],
        )
        cursor.execute("ANALYZE eventlog_event")
        cursor.execute(
            "EXPLAIN SELECT seq FROM eventlog_event WHERE stream_id = %s"
            " AND payload->>'id' = ANY(%s) AND type IN ('comment.added', 'feedback.created')",
            [cast.project.id, ["x"]],
        )
        assert "event_text" in str(cursor.fetchall())


@pytest.mark.parametrize("remove", [edit_feedback, delete_comment, delete_video])
def test_rooms_send_removed_text_to_nobody(process, cast, remove):
    before = newest_seq(cast)
    watching = process.open(cast.project.id, cast.viewer.token)
    watching.next()
    remove(cast)
    newest = newest_seq(cast)
    while watching.next()["seq"] < newest:  # the room of this process has all of it
        pass

    late = process.open(cast.project.id, cast.viewer.token, last_seq=before)
    assert late.next()["payload"]["resumed"] is True
    replayed = [late.next() for _ in range(newest - before)]

    assert [frame["seq"] for frame in replayed] == list(range(before + 1, newest + 1))
    assert SECRET not in str(replayed)
    assert replayed == events_since(cast, before)


def test_events_of_more_than_a_year_are_pruned(cast, settings):
    feedback = give(cast)
    seq = newest_seq(cast)
    old = timezone.now() - timedelta(days=366)
    Event.objects.filter(stream_id=cast.project.id, seq__lte=seq).update(at=old)
    cast.editor.patch(f"feedbacks/{feedback}", {"status": "resolved"})

    assert prune_events() == 1
    assert prune_events() == 0

    assert Stream.objects.get(id=cast.project.id).truncated_through == seq
    path = f"projects/{cast.project.id}/events?after="
    assert cast.viewer.get(f"{path}{seq - 1}").json()["code"] == "log_pruned"
    assert [event["type"] for event in cast.viewer.get(f"{path}{seq}").json()] == [
        "feedback.updated"
    ]
    settings.EVENT_LIFETIME = timedelta(0)
    prune_events()
    assert not Event.objects.filter(stream_id=cast.project.id).exists()
