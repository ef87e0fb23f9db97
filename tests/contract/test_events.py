"""The log's payloads are the resources of the document, field by field."""

from typing import Any

import orjson
import pytest

from realtime.events import EventType
from realtime.models import Event
from tests.conftest import Cast
from tests.contract.document import assert_documented, generated, problems_of
from tests.requests import EMOJI

ID = {"type": "string", "format": "uuid"}


def resource(name: str, *without: str) -> dict[str, Any]:
    """Return a component with all of its fields, but `without`, and no others."""
    schema = generated()["components"]["schemas"][name]
    fields = {key: each for key, each in schema["properties"].items() if key not in without}
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
REACTION = exactly(
    {
        "target": {"enum": ["feedback", "comment"]},
        "target_id": ID,
        "emoji": {"type": "string", "minLength": 1, "maxLength": 1},
        "user_id": ID,
    }
)
PAYLOADS = {
    "feedback.created": resource("FeedbackResponse"),
    "feedback.updated": resource("FeedbackResponse"),
    "feedback.deleted": exactly({"id": ID, "video_id": ID}),
    "comment.added": resource("CommentResponse", "replies"),
    "comment.updated": resource("CommentResponse", "replies"),
    "comment.deleted": exactly(
        {
            "id": ID,
            "feedback_id": ID,
            "parent_id": {**ID, "type": ["string", "null"]},
            # Set where replies keep the comment's place.
            "deleted_at": {"type": ["string", "null"], "format": "date-time"},
        }
    ),
    "reaction.added": REACTION,
    "reaction.removed": REACTION,
    "video.created": resource("VideoResponse"),
    "video.updated": resource("VideoResponse"),
    "video.deleted": exactly({"id": ID, "project_id": ID}),
    "member.joined": resource("Member"),
    "member.updated": resource("Member"),
    "member.removed": exactly({"id": ID}),
    "project.updated": resource("Project", *OF_A_VIEWER),
    "project.deleted": exactly({"id": ID}),
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


def test_every_type_of_event_has_its_shape_here():
    assert set(PAYLOADS) == {each.value for each in EventType}


def test_payloads_are_the_resources_of_the_document(events):
    assert {event["type"] for event in events} == set(PAYLOADS)
    for event in events:
        problems = problems_of(PAYLOADS[event["type"]], event["payload"])
        assert not problems, f"{event['type']}: {problems}"
