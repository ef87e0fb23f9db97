"""What people of the cast are told."""

import pytest

from eventlog.models import Event
from feedbacks.actions import create_feedback
from notifications.models import Notification


@pytest.fixture
def feedback(feedback):
    """The reviewer's feedback. The owner, who uploaded the video, has heard of it already."""
    Notification.objects.all().delete()
    return feedback


@pytest.fixture
def told(cast):
    """`told("editor")`: their notifications, as REST lists them, as (type, who did it)."""

    def told(name, query=""):
        answer = getattr(cast, name).get(f"notifications{query}")
        assert answer.status_code == 200, answer.content
        return [(each["type"], each["actor"]["name"]) for each in answer.json()]

    return told


@pytest.fixture
def stream(cast):
    """`stream("editor")`: the events of their own stream; they are dense."""

    def stream(name):
        rows = Event.objects.filter(stream_id=getattr(cast, name).user.id).order_by("seq")
        events = list(rows.values("seq", "type", "payload"))
        assert [each["seq"] for each in events] == list(range(1, len(events) + 1))
        return events

    return stream


@pytest.fixture
def say(cast, feedback):
    """Comment over HTTP on the reviewer's feedback."""

    def say(name, content="Agreed", mentions=(), **fields):
        ids = [str(getattr(cast, each).user.id) for each in mentions]
        body = {"feedback_id": str(feedback.id), "content": content, "mentions": ids} | fields
        answer = getattr(cast, name).post("comments", body)
        assert answer.status_code == 201, answer.content
        return answer.json()["id"]

    return say


@pytest.fixture
def give(cast):
    """Give feedback as somebody."""

    def give(name, **fields):
        return create_feedback(
            access=cast.access(name), video=cast.video, video_timestamp=1, content="x", **fields
        )

    return give
