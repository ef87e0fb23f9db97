"""The log's events are what the documents say, field by field."""

from typing import Any

import orjson
import pytest

from eventlog.events import EventType
from eventlog.models import Event
from tests.conftest import Cast
from tests.contract.document import assert_documented, generated, problems_of
from tests.contract.frames import problems_of_frame
from tests.requests import EMOJI


def resource(name: str, *without: str) -> dict[str, Any]:
    """Return a component with all of its fields, but `without`, and no others."""
    schema = generated()["components"]["schemas"][name]
    fields = {key: field for key, field in schema["properties"].items() if key not in without}
    return exactly(fields)


def exactly(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object that has these fields and no others."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


OF_A_VIEWER = (
    "role",
    "videos_count",
    "members_count",
    "open_feedback_count",
    "last_activity_at",
)
RESOURCES = {
    "feedback.created": resource("FeedbackResponse"),
    "feedback.updated": resource("FeedbackResponse"),
    "comment.added": resource("CommentResponse", "replies"),
    "comment.updated": resource("CommentResponse", "replies"),
    "video.created": resource("VideoResponse"),
    "video.updated": resource("VideoResponse"),
    "member.joined": resource("Member"),
    "member.updated": resource("Member"),
    "project.updated": resource("Project", *OF_A_VIEWER),
    "user.updated": resource("UserInfo"),
}


def live(cast: Cast) -> None:
    """Have every type of event happen but the project's end."""
    owner, project = cast.owner, f"projects/{cast.project.id}"
    sent = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Too dark"}
    feedback = owner.post("feedbacks", sent).json()["id"]
    add_comment_of = {"feedback_id": feedback, "content": "Here"}
    comment = owner.post("comments", add_comment_of).json()["id"]
    reply = owner.post("comments", add_comment_of | {"parent_id": comment}).json()["id"]
    for kind, row in (("feedbacks", feedback), ("comments", comment)):
        owner.post(f"{kind}/{row}/reactions", {"emoji": EMOJI})
        owner.delete(f"{kind}/{row}/reactions?emoji={EMOJI}")
    owner.patch(f"feedbacks/{feedback}", {"status": "resolved", "content": "Much too dark"})
    owner.patch(f"comments/{comment}", {"content": "There"})
    owner.delete(f"comments/{comment}")  # leaves its place to the reply
    owner.delete(f"comments/{reply}")
    owner.delete(f"feedbacks/{feedback}")
    new = {"project_id": str(cast.project.id), "title": "Cut", "filename": "a.mp4", "size": 1}
    video = owner.post("videos", new | {"content_type": "video/mp4"}).json()["id"]
    owner.patch(f"videos/{video}", {"title": "Final cut"})
    owner.post(f"videos/{cast.video.id}/review", {"status": "changes_requested", "note": "Louder"})
    owner.delete(f"videos/{video}")
    owner.post(f"{project}/members", {"email": "outsider@example.com"})
    owner.patch(f"{project}/members/{cast.outsider.user.id}", {"role": "viewer"})
    owner.delete(f"{project}/members/{cast.outsider.user.id}")
    owner.patch(project, {"name": "Summer film"})
    owner.patch("users/me", {"name": "Another name"})


@pytest.fixture
def events(cast):
    """All events of a project's life, the last read from the log: nobody is in it any more."""
    live(cast)
    answer = cast.viewer.get(f"projects/{cast.project.id}/events?limit=500")
    assert_documented(answer)
    assert cast.owner.delete(f"projects/{cast.project.id}").status_code == 204
    rows = Event.objects.filter(stream_id=cast.project.id).order_by("-seq").as_json()
    return [*answer.json(), orjson.loads(rows.values_list("json", flat=True)[0])]


def test_events_are_what_both_documents_say(events):
    assert {event["type"] for event in events} == {*EventType}
    for event in events:
        assert problems_of_frame("tellOfProject", event) == []
        if event["type"] in RESOURCES:
            problems = problems_of(RESOURCES[event["type"]], event["payload"])
            assert not problems, f"{event['type']}: {problems}"


def test_what_is_no_resource_is_a_reaction_or_gone():
    others = {*EventType} - RESOURCES.keys()
    assert {event.partition(".")[2] for event in others} == {"added", "removed", "deleted"}
    assert {event for event in others if not event.endswith((".deleted", ".removed"))} == {
        "reaction.added"
    }
