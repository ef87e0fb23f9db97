"""Every frame of the sockets, in both directions, is what docs/asyncapi.yaml says."""

import pytest

from eventlog.events import EphemeralEventType, PersonalEvent
from tests.contract.frames import messages_of, problems_of_frame
from videos.processing import report_progress


class Witness:
    """Both directions of one client's socket, each frame held against the document."""

    def __init__(self, socket, direction: str) -> None:
        self.socket = socket
        self.send, self.receive = f"tell{direction}", f"hear{direction.replace('Of', 'In')}"
        self.heard, self.said = {}, set()

    def until(self, type: str) -> dict:
        """Return the first frame of the type that comes now."""
        while True:
            frame = self.socket.next_of_all()
            assert problems_of_frame(self.send, frame) == []
            self.heard[frame["type"]] = frame
            if frame["type"] == type:
                return frame

    def say(self, **frame) -> None:
        """Say something that is in the document."""
        assert problems_of_frame(self.receive, frame) == []
        self.said.add(frame["type"])
        self.socket.say(**frame)


@pytest.fixture
def watch(process, cast):
    """`watch(person, last_seq=…)`: a witness of the project."""

    def open_one(person, **query) -> Witness:
        return Witness(process.open(cast.project.id, person.token, **query), "OfProject")

    return open_one


def test_what_is_not_logged_is_what_the_document_says(watch, cast):
    owner = watch(cast.owner)
    owner.until("connection.ready")
    reviewer = watch(cast.reviewer)
    reviewer.until("connection.ready")
    owner.until(EphemeralEventType.USER_JOINED)

    reviewer.say(type="typing", payload={"feedback_id": str(cast.video.id)})
    owner.until(EphemeralEventType.TYPING)
    reviewer.say(type="cursor", payload={"video_id": str(cast.video.id), "timestamp": 12.5})
    owner.until(EphemeralEventType.CURSOR)
    cast.video.status = "processing"
    cast.video.save()
    report_progress(cast.video, 41.7, "stills")
    owner.until(EphemeralEventType.VIDEO_PROGRESS)
    sent = {"project_id": str(cast.project.id), "emails": ["kim@client.example"]}
    assert cast.owner.post("invitations", sent).status_code == 202
    owner.until(EphemeralEventType.INVITATION_UPDATED)
    reviewer.say(type="auth.refresh", token=cast.reviewer.token)
    reviewer.say(type="ping")
    reviewer.until("pong")
    reviewer.socket.close()
    owner.until(EphemeralEventType.USER_LEFT)

    assert {*EphemeralEventType} <= owner.heard.keys()
    assert reviewer.said == set(messages_of(reviewer.receive))


def test_refusals_and_resyncs_are_what_the_document_says(watch, cast):
    viewer = watch(cast.viewer, last_seq=10_000)
    seq = viewer.until("connection.resync")["seq"]
    viewer.say(type="ping", seq=seq)
    viewer.until("pong")
    viewer.say(type="typing", payload={"feedback_id": str(cast.video.id)})
    viewer.until("error")

    answers = {"connection.ready", "connection.resync", "pong", "error"}
    assert answers <= viewer.heard.keys()


def test_ones_own_stream_is_what_the_document_says(process, cast):
    own = Witness(process.open_notifications(cast.reviewer.token), "Person")
    assert not own.until("connection.ready")["payload"]["resumed"]
    given = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Too dark"}
    feedback = cast.reviewer.post("feedbacks", given).json()["id"]
    cast.owner.post("comments", {"feedback_id": feedback, "content": "Here?"})
    created = own.until(PersonalEvent.NOTIFICATION_CREATED)
    assert created["payload"] == cast.reviewer.get("notifications").json()[0]
    cast.reviewer.post("notifications/read", {"all": True})
    own.until(PersonalEvent.NOTIFICATION_READ)
    own.say(type="auth.refresh", token=cast.reviewer.token)
    own.say(type="ping", seq=0)
    own.until("pong")
    own.socket.say(type="typing", payload={"feedback_id": feedback})
    own.until("error")

    again = Witness(process.open_notifications(cast.reviewer.token, last_seq=99), "Person")
    again.until("connection.resync")
    assert cast.reviewer.delete(f"feedbacks/{feedback}").status_code == 204
    later = Witness(process.open_notifications(cast.reviewer.token, last_seq=0), "Person")
    later.until(PersonalEvent.NOTIFICATION_REMOVED)
    heard = own.heard.keys() | again.heard.keys() | later.heard.keys()
    assert heard == set(messages_of(own.send))
    assert own.said == set(messages_of(own.receive))
