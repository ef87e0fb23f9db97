"""Every frame, in both directions, is as docs/asyncapi.yaml describes it."""

import pytest

from eventlog.events import EphemeralEventType, PersonalEvent
from tests.contract.frames import messages_of, problems_of_frame
from videos.processing import report_progress


class Witness:
    """A client that compares every frame, in both directions, with the document."""

    def __init__(self, socket, direction: str) -> None:
        self.socket = socket
        self.from_server = f"tell{direction}"
        self.from_client = f"hear{direction.replace('Of', 'In')}"
        self.received, self.sent = {}, set()

    def until(self, type: str) -> dict:
        """Return the next frame of the type."""
        while True:
            frame = self.socket.next_frame()
            assert problems_of_frame(self.from_server, frame) == []
            self.received[frame["type"]] = frame
            if frame["type"] == type:
                return frame

    def send(self, **frame) -> None:
        """Send a frame that is in the document."""
        assert problems_of_frame(self.from_client, frame) == []
        self.sent.add(frame["type"])
        self.socket.send(**frame)


@pytest.fixture
def watch(process, cast):
    """`watch(person, last_seq=…)` opens a socket of the project."""

    def open_one(person, **query) -> Witness:
        return Witness(process.open(cast.project.id, person.token, **query), "OfProject")

    return open_one


def test_ephemeral_events_are_as_documented(watch, cast):
    owner = watch(cast.owner)
    owner.until("connection.ready")
    reviewer = watch(cast.reviewer)
    reviewer.until("connection.ready")
    owner.until(EphemeralEventType.USER_JOINED)

    reviewer.send(type="typing", payload={"feedback_id": str(cast.video.id)})
    owner.until(EphemeralEventType.TYPING)
    reviewer.send(type="cursor", payload={"video_id": str(cast.video.id), "timestamp": 12.5})
    owner.until(EphemeralEventType.CURSOR)
    playback = {"video_id": str(cast.video.id), "timestamp": 2, "playing": True, "speed": -0.5}
    reviewer.send(type="playback", payload=playback | {"pointer": {"x": 0.5, "y": 1}, "at": None})
    owner.until(EphemeralEventType.PLAYBACK)
    reviewer.send(type="follow", payload={"leader_id": str(cast.owner.user.id)})
    owner.until(EphemeralEventType.FOLLOW)
    cast.video.status = "processing"
    cast.video.save()
    report_progress(cast.video, 41.7, "stills")
    owner.until(EphemeralEventType.VIDEO_PROGRESS)
    sent = {"project_id": str(cast.project.id), "emails": ["kim@client.example"]}
    assert cast.owner.post("invitations", sent).status_code == 202
    owner.until(EphemeralEventType.INVITATION_UPDATED)
    reviewer.send(type="auth.refresh", token=cast.reviewer.token)
    reviewer.send(type="ping")
    reviewer.until("pong")
    reviewer.socket.close()
    owner.until(EphemeralEventType.USER_LEFT)

    assert {*EphemeralEventType} <= owner.received.keys()
    assert reviewer.sent == set(messages_of(reviewer.from_client))


def test_refusals_and_resyncs_are_as_documented(watch, cast):
    viewer = watch(cast.viewer, last_seq=10_000)
    seq = viewer.until("connection.resync")["seq"]
    viewer.send(type="ping", seq=seq)
    viewer.until("pong")
    viewer.send(type="typing", payload={"feedback_id": str(cast.video.id)})
    viewer.until("error")

    answers = {"connection.ready", "connection.resync", "pong", "error"}
    assert answers <= viewer.received.keys()


def test_a_personal_stream_is_as_documented(process, cast):
    own = Witness(process.open_notifications(cast.reviewer.token), "Person")
    assert not own.until("connection.ready")["payload"]["resumed"]
    given = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Too dark"}
    feedback = cast.reviewer.post("feedbacks", given).json()["id"]
    comment = cast.owner.post("comments", {"feedback_id": feedback, "content": "Here?"}).json()
    created = own.until(PersonalEvent.NOTIFICATION_CREATED)
    assert created["payload"] == cast.reviewer.get("notifications").json()[0]
    cast.owner.patch(f"comments/{comment['id']}", {"content": "There?"})
    updated = own.until(PersonalEvent.NOTIFICATION_UPDATED)
    assert updated["payload"] == cast.reviewer.get("notifications").json()[0]
    cast.reviewer.post("notifications/read", {"all": True})
    own.until(PersonalEvent.NOTIFICATION_READ)
    own.send(type="auth.refresh", token=cast.reviewer.token)
    own.send(type="ping", seq=0)
    own.until("pong")
    own.socket.send(type="typing", payload={"feedback_id": feedback})
    own.until("error")

    again = Witness(process.open_notifications(cast.reviewer.token, last_seq=99), "Person")
    again.until("connection.resync")
    assert cast.reviewer.delete(f"feedbacks/{feedback}").status_code == 204
    later = Witness(process.open_notifications(cast.reviewer.token, last_seq=0), "Person")
    later.until(PersonalEvent.NOTIFICATION_REMOVED)
    received = own.received.keys() | again.received.keys() | later.received.keys()
    assert received == set(messages_of(own.from_server))
    assert own.sent == set(messages_of(own.from_client))
