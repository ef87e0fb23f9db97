"""The log's events are what the AsyncAPI document says, field by field."""

from collections.abc import Iterator

import orjson
import pytest

from eventlog.events import TEXT_EVENTS, EventType
from eventlog.models import Event
from eventlog.resources import EVENT
from realtime.catalogue import DeletedThing, Reaction, payloads_of
from tests.conftest import Cast
from tests.contract.document import assert_documented
from tests.contract.frames import problems_of_frame
from tests.requests import EMOJI


def live(cast: Cast) -> Iterator[None]:
    """Have every type of event happen but the project's end; pause before text is removed."""
    owner, project = cast.owner, f"projects/{cast.project.id}"
    sent = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Too dark"}
    feedback = owner.post("feedbacks", sent).json()["id"]
    add_comment_of = {"feedback_id": feedback, "content": "Here"}
    comment = owner.post("comments", add_comment_of).json()["id"]
    reply = owner.post("comments", add_comment_of | {"parent_id": comment}).json()["id"]
    for kind, row in (("feedbacks", feedback), ("comments", comment)):
        owner.post(f"{kind}/{row}/reactions", {"emoji": EMOJI})
        owner.delete(f"{kind}/{row}/reactions?emoji={EMOJI}")
    yield
    owner.patch(f"feedbacks/{feedback}", {"status": "resolved", "content": "Much too dark"})
    owner.patch(f"comments/{comment}", {"content": "There"})
    yield
    owner.delete(f"comments/{comment}")  # leaves its place to the reply
    owner.delete(f"comments/{reply}")
    owner.delete(f"feedbacks/{feedback}")
    new = {"project_id": str(cast.project.id), "title": "Cut", "filename": "a.mp4", "size": 1}
    video = owner.post("videos", new | {"content_type": "video/mp4"}).json()["id"]
    yield
    owner.patch(f"videos/{video}", {"title": "Final cut"})
    owner.post(f"videos/{cast.video.id}/review", {"status": "changes_requested", "note": "Louder"})
    yield
    owner.delete(f"videos/{video}")
    cast.introduce_outsider()
    owner.post(f"{project}/members", {"email": "outsider@example.com"})
    owner.patch(f"{project}/members/{cast.outsider.user.id}", {"role": "viewer"})
    owner.delete(f"{project}/members/{cast.outsider.user.id}")
    owner.patch(project, {"name": "Summer film"})
    owner.patch("users/me", {"name": "Another name"})
    token = owner.post(f"{project}/tokens", {"name": "CI"}).json()["id"]
    owner.delete(f"{project}/tokens/{token}")
    yield


@pytest.fixture
def events(cast):
    """All events of a project's life, the last read from the log: nobody is in it any more.

    Each is read twice: when it was new, and when the text of some was removed.
    """
    found, path = [], f"projects/{cast.project.id}/events?limit=500&after="
    for _pause in live(cast):
        seq = found[-1]["seq"] if found else 0
        found += cast.viewer.get(f"{path}{seq}").json()
    answer = cast.viewer.get(f"{path}0")
    assert_documented(answer)
    found += answer.json()
    assert cast.owner.delete(f"projects/{cast.project.id}").status_code == 204
    rows = Event.objects.filter(stream_id=cast.project.id).order_by("-seq")
    return [*found, orjson.loads(EVENT.annotate(rows).values_list("json", flat=True)[0])]


def test_events_are_what_the_document_says(events):
    assert {event["type"] for event in events} == {*EventType}
    redacted = {event["type"] for event in events if "redacted" in event["payload"]}
    assert redacted == {*TEXT_EVENTS} & {*EventType} - {EventType.PROJECT_UPDATED}
    for event in events:
        assert problems_of_frame("tellOfProject", event) == []


def test_a_payload_is_a_resource_a_reaction_or_what_is_gone():
    for event in EventType:
        subject, _dot, happened = event.partition(".")
        shape = payloads_of(event)[0]
        if subject == "reaction":
            assert shape is Reaction
        else:
            assert issubclass(shape, DeletedThing) == (happened in ("deleted", "removed"))
