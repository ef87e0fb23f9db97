"""GET projects/{id}/events as server-sent events."""

import httpx
import pytest

from feedbacks.actions import create_feedback
from projects.actions import remove_member
from tests.events import events_since, newest_seq
from tests.problems import assert_problem

STREAM = {"Accept": "text/event-stream"}


def give(cast, content="x"):
    return create_feedback(
        access=cast.access("reviewer"), video=cast.video, video_timestamp=1, content=content
    )


class Stream:
    """An EventSource."""

    def __init__(self, process, cast, token, query="", **headers):
        self.client = httpx.Client(timeout=20)
        address = f"http://127.0.0.1:{process.port}/api/v1/projects/{cast.project.id}/events"
        given = {"Authorization": f"Bearer {token}"} if token else {}
        self.context = self.client.stream("GET", address + query, headers=STREAM | given | headers)
        self.answer = self.context.__enter__()
        self.lines = self.answer.iter_lines()

    def next(self):
        """Return the fields of the next event, presence aside; None at the end."""
        fields = {}
        for line in self.lines:
            if line and not line.startswith(":"):
                name, _colon, value = line.partition(": ")
                fields[name] = value
            elif fields:
                if fields["event"] != "user":
                    return fields
                fields = {}
        return None

    def close(self):
        self.context.__exit__(None, None, None)
        self.client.close()


@pytest.fixture
def stream(process, cast):
    opened = []

    def start(token, query="", **headers):
        opened.append(Stream(process, cast, token, query, **headers))
        return opened[-1]

    yield start
    for stream in opened:
        stream.close()


def data(event):
    import json

    return json.loads(event["data"])


@pytest.mark.parametrize("name", ["viewer", "reviewer"])
def test_events_are_those_of_a_socket_with_an_id_to_resume_from(stream, cast, name):
    seen = newest_seq(cast)
    live = stream(getattr(cast, name).token)
    ready = live.next()
    assert (ready["event"], "id" in ready) == ("connection", False)
    log = data(ready)["payload"]["log_id"]

    give(cast)
    event = live.next()

    assert event["event"] == "feedback"
    assert event["id"] == f"{seen + 1}-{log}"
    assert data(event) == events_since(cast, seen)[0]
    assert live.answer.headers["content-type"].startswith("text/event-stream")
    assert live.answer.headers["x-accel-buffering"] == "no"


@pytest.mark.parametrize("way", ["header", "query", "bare"])
def test_a_client_that_comes_back_gets_what_it_missed(stream, cast, way):
    first = stream(cast.viewer.token)
    first.next()
    give(cast, "seen")
    last = first.next()["id"]
    give(cast, "missed")
    if way == "header":
        again = stream(cast.viewer.token, **{"Last-Event-ID": last})
    else:
        last = last if way == "query" else last.partition("-")[0]
        again = stream(None, f"?last_event_id={last}&token={cast.viewer.token}")

    assert data(again.next())["payload"]["resumed"] is True
    assert data(again.next())["payload"]["content"] == "missed"


def test_an_id_of_another_log_is_not_resumed(stream, cast):
    live = stream(cast.viewer.token, "?last_event_id=1-other")

    assert data(live.next())["payload"]["resumed"] is False
    assert data(live.next())["payload"] == {"reason": "log_changed"}


def test_the_stream_ends_when_access_ends(stream, cast):
    live = stream(cast.viewer.token)
    live.next()
    remove_member(access=cast.access("owner"), user_id=cast.viewer.user.id)

    assert data(live.next())["type"] == "member.removed"
    assert live.next() is None


def test_errors_are_problems_and_other_clients_get_json(stream, cast, process):
    assert stream(None).answer.status_code == 401
    assert stream("x").answer.status_code == 401
    refused = stream(cast.outsider.token).answer
    assert refused.status_code == 404
    assert refused.headers["content-type"] == "application/problem+json"
    address = f"http://127.0.0.1:{process.port}/api/v1/projects/{cast.project.id}/events"
    given = {"Authorization": f"Bearer {cast.viewer.token}", "Accept": "*/*"}
    assert httpx.get(address, headers=given).json()[0]["seq"] == 1
    # A token in the URL is accepted only for streams.
    assert httpx.get(f"{address}?token={cast.viewer.token}").status_code == 401


def test_other_origins_may_read_it(stream, cast, settings):
    live = stream(cast.viewer.token, Origin=settings.FRONTEND_URL)

    assert live.answer.headers["access-control-allow-origin"] == settings.FRONTEND_URL
    assert live.answer.headers["access-control-allow-credentials"] == "true"


def test_a_server_for_rest_only_answers_406(cast):
    answer = cast.viewer.get(f"projects/{cast.project.id}/events", **STREAM)

    assert_problem(answer, 406, "not_acceptable")
