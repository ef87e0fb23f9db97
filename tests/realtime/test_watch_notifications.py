"""ws/notifications: one's own stream, by the same machinery."""

import uuid

from eventlog.events import PersonalEvent
from eventlog.publish import action, publish_to


def notify(person, note):
    with action():
        publish_to(
            person.user.id, PersonalEvent.NOTIFICATION_CREATED, payload={"id": note}, actor_id=None
        )


def test_each_hears_their_own_and_goes_on_where_they_were(process, cast):
    viewer = process.open_notifications(cast.viewer.token)
    guest = process.open_notifications(cast.guest.token)
    assert viewer.next()["type"] == guest.next()["type"] == "connection.ready"
    notes = [str(uuid.uuid4()) for _ in range(3)]
    for note in notes[:2]:
        notify(cast.viewer, note)
    notify(cast.guest, notes[2])

    heard = [viewer.next() for _ in range(2)]
    assert [(each["seq"], each["payload"]["id"]) for each in heard] == [
        (1, notes[0]),
        (2, notes[1]),
    ]
    assert guest.next()["payload"] == {"id": notes[2]}
    again = process.open_notifications(cast.viewer.token, last_seq=1)
    assert again.next()["payload"]["resumed"] is True
    assert again.next()["seq"] == 2


def test_it_closes_with_the_token(process, cast):
    assert process.open_notifications("x").code() == 4401
    viewer = process.open_notifications(cast.viewer.token)
    viewer.next()
    cast.viewer.delete("auth/session")

    assert viewer.code() == 4401


def test_what_rest_lists_no_longer_is_not_replayed(process, cast, feedback):
    for text in ("Is this secret?", "It is"):
        comment = {"feedback_id": str(feedback.id), "content": text}
        assert cast.editor.post("comments", comment).status_code == 201
    listening = process.open_notifications(cast.reviewer.token)  # keeps the room and its texts
    assert listening.next()["seq"] == 2
    whole = process.open_notifications(cast.reviewer.token, last_seq=0)
    assert [each["type"] for each in [whole.next() for _ in range(3)][1:]] == [
        "notification.created"
    ] * 2
    cast.owner.delete(f"projects/{cast.project.id}/members/{cast.reviewer.user.id}")
    assert cast.reviewer.get("notifications").json() == []

    again = process.open_notifications(cast.reviewer.token, last_seq=0)
    again.next()
    heard = [again.next() for _ in range(2)]
    assert [(each["type"], each["seq"]) for each in heard] == [
        ("notification.removed", 1),
        ("notification.removed", 2),
    ]
    assert all(each["payload"].keys() == {"id"} for each in heard)
