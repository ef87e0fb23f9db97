"""ws/notifications: each person's own stream."""

import uuid

from eventlog.events import PersonalEvent
from eventlog.publish import action, publish_to


def notify(person, note):
    with action():
        publish_to(
            person.user.id, PersonalEvent.NOTIFICATION_CREATED, payload={"id": note}, actor_id=None
        )


def test_people_get_only_their_own_and_can_resume(process, cast):
    viewer = process.open_notifications(cast.viewer.token)
    guest = process.open_notifications(cast.guest.token)
    assert viewer.next()["type"] == guest.next()["type"] == "connection.ready"
    notes = [str(uuid.uuid4()) for _ in range(3)]
    for note in notes[:2]:
        notify(cast.viewer, note)
    notify(cast.guest, notes[2])

    received = [viewer.next() for _ in range(2)]
    assert [(frame["seq"], frame["payload"]["id"]) for frame in received] == [
        (1, notes[0]),
        (2, notes[1]),
    ]
    assert guest.next()["payload"] == {"id": notes[2]}
    again = process.open_notifications(cast.viewer.token, last_seq=1)
    assert again.next()["payload"]["resumed"] is True
    assert again.next()["seq"] == 2


def test_a_bad_token_or_ended_session_closes_it(process, cast):
    assert process.open_notifications("x").code() == 4401
    viewer = process.open_notifications(cast.viewer.token)
    viewer.next()
    cast.viewer.delete("auth/session")

    assert viewer.code() == 4401


def test_what_rest_no_longer_lists_is_replayed_empty(process, cast, feedback):
    for text in ("Is this secret?", "It is"):
        comment = {"feedback_id": str(feedback.id), "content": text}
        assert cast.editor.post("comments", comment).status_code == 201
    listening = process.open_notifications(cast.reviewer.token)  # keeps the room and its buffer
    assert listening.next()["seq"] == 2
    whole = process.open_notifications(cast.reviewer.token, last_seq=0)
    assert [frame["type"] for frame in [whole.next() for _ in range(3)][1:]] == [
        "notification.created"
    ] * 2
    cast.owner.delete(f"projects/{cast.project.id}/members/{cast.reviewer.user.id}")
    assert cast.reviewer.get("notifications").json() == []

    again = process.open_notifications(cast.reviewer.token, last_seq=0)
    again.next()
    received = [again.next() for _ in range(2)]
    assert [(frame["type"], frame["seq"]) for frame in received] == [
        ("notification.removed", 1),
        ("notification.removed", 2),
    ]
    assert all(frame["payload"].keys() == {"id"} for frame in received)
