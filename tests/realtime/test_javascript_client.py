"""The JavaScript client, which the review room uses too, runs under Node against real processes."""

import json
import queue
import subprocess
import threading
import time
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from typing import Self

import jwt
import pytest
from django.conf import settings
from django.core.management import call_command

from devstack.node import NODE
from devstack.service import HOST
from eventlog.models import Event, Stream
from eventlog.publish import action, truncate_log
from feedbacks.actions import create_feedback
from feedbacks.models import Feedback
from projects.actions import remove_member
from tests.engines import free_port
from tests.events import newest_seq

DRIVER = Path(__file__).with_name("javascript_client.mjs")
WAITS = {"first": 100, "most": 500, "away": 200}


class FrontEnd:
    """A front end that uses the client, and the lines that it printed."""

    def __init__(self, cast, person, port: int, **given) -> None:
        self.process = subprocess.Popen(
            [NODE, DRIVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.printed: queue.Queue[dict] = queue.Queue()
        self.listener = threading.Thread(target=self._listen)
        self.listener.start()
        self.seen: list[dict] = []
        token = {"token": person.token}
        project = {"projectId": str(cast.project.id), "waits": WAITS}
        self.send(**project, **url(port), **(token | given))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.process.stdin.close()
        try:
            assert self.process.wait(10) == 0
        finally:
            self.process.kill()
            self.listener.join()

    def _listen(self) -> None:
        with self.process.stdout as lines:
            for line in lines:
                self.printed.put(json.loads(line))

    def send(self, **line) -> None:
        """Send a command to the driver."""
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()

    def until(self, **wanted) -> dict:
        """Return the next line that has these values. Raises queue.Empty."""
        while True:
            line = self.printed.get(timeout=15)
            self.seen.append(line)
            if wanted.items() <= line.items():
                return line

    def until_has(self, name: str) -> dict:
        """Return the next line that says this."""
        while name not in (line := self.printed.get(timeout=15)):
            self.seen.append(line)
        return line

    def until_event(self, seq: int) -> None:
        """Wait for the event with this seq."""
        while self.seqs[-1:] != [seq]:
            self.seen.append(self.printed.get(timeout=15))

    @property
    def seqs(self) -> list[int]:
        """Return the seqs of the events so far."""
        return [line["event"]["seq"] for line in self.seen if "event" in line]

    @property
    def ids(self) -> set[str]:
        """Return the ids of all feedbacks, from the last state and the events after it."""
        last = max(n for n, line in enumerate(self.seen) if "loaded" in line)
        events = [line["event"] for line in self.seen[last:] if "event" in line]
        new = {event["payload"]["id"] for event in events if event["type"] == "feedback.created"}
        return {*self.seen[last]["ids"]} | new


def url(port: int) -> dict[str, str]:
    return {"url": f"ws://{HOST}:{port}"}


@pytest.fixture
def front_end(cast):
    """`front_end(person, port)` starts one that ends with the test."""
    with ExitStack() as stack:

        def start(person, port, **given) -> FrontEnd:
            return stack.enter_context(FrontEnd(cast, person, port, **given))

        yield start


def give(cast, times=1):
    for number in range(times):
        create_feedback(
            access=cast.access("reviewer"), video=cast.video, video_timestamp=1, content=f"{number}"
        )


def ids() -> set[str]:
    return {str(id_) for id_ in Feedback.objects.values_list("id", flat=True)}


def test_it_receives_events_in_order_and_knows_who_is_present(process, cast, front_end):
    viewer = front_end(cast.viewer, process.port)
    before = viewer.until()["state"]
    seq = viewer.until(state="live") and newest_seq(cast)
    reviewer = front_end(cast.reviewer, process.port)
    viewer.until(present=["Reviewer", "Viewer"])
    reviewer.until(state="live")
    give(cast, 5)
    viewer.until_event(seq + 5)
    assert before == "connecting"
    assert viewer.seqs == list(range(seq + 1, seq + 6))
    assert viewer.ids == ids()

    reviewer.send(typing=str(cast.video.id))
    typing = viewer.until()["ephemeral"]
    assert (typing["type"], typing["payload"]["user_id"]) == ("typing", str(cast.reviewer.user.id))
    reviewer.send(cursor=[str(cast.video.id), 1.0])
    reviewer.send(cursor=[str(cast.video.id), 2.5])
    assert viewer.until()["ephemeral"]["payload"]["timestamp"] == 2.5

    remove_member(access=cast.access("owner"), user_id=cast.reviewer.user.id)
    reviewer.until(state="ended", code=4403)
    assert viewer.until(present=["Viewer"])


def test_after_a_process_is_killed_it_misses_nothing(sockets, process, cast, front_end):
    victim = sockets()
    viewer = front_end(cast.viewer, victim.port)
    viewer.until(state="live")
    seq = newest_seq(cast)
    give(cast, 3)
    viewer.until_event(seq + 3)
    viewer.send(**url(process.port))
    victim.running.process.kill()
    give(cast, 7)

    viewer.until_event(seq + 10)

    assert viewer.seqs == list(range(seq + 1, seq + 11))
    assert sum("loaded" in line for line in viewer.seen) == 1
    assert any(line.get("state") == "away" for line in viewer.seen)


def test_it_reads_the_state_again_when_the_log_is_truncated(process, cast, front_end):
    viewer = front_end(cast.viewer, process.port)
    viewer.until(state="live")
    with action():
        truncate_log(cast.project.id)
    viewer.until(loaded=newest_seq(cast))
    viewer.until(state="live")
    give(cast, 2)
    viewer.until_event(newest_seq(cast))
    assert viewer.seqs == [newest_seq(cast) - 1, newest_seq(cast)]

    # As after a restore: the same seqs are given again, to other events.
    Event.objects.filter(stream_id=cast.project.id, seq=newest_seq(cast)).delete()
    Stream.objects.filter(id=cast.project.id).update(seq=newest_seq(cast) - 1)
    Feedback.objects.order_by("-id").first().delete()
    viewer.seen.clear()
    call_command("rotate_log_id", stdout=StringIO())
    viewer.until(loaded=newest_seq(cast))
    viewer.until(state="live")
    give(cast)
    viewer.until_event(newest_seq(cast))
    assert viewer.ids == ids()


def test_it_reads_the_state_again_when_it_was_away_meanwhile(sockets, process, cast, front_end):
    victim = sockets()
    viewer = front_end(cast.viewer, victim.port)
    viewer.until(state="live")
    victim.running.process.kill()
    viewer.until(state="away")
    give(cast, 2)
    with action():
        truncate_log(cast.project.id)
    viewer.send(**url(process.port))

    viewer.until(loaded=newest_seq(cast))
    viewer.until(state="live")
    give(cast)
    viewer.until_event(newest_seq(cast))

    assert viewer.ids == ids()


def with_lifetime(token: str, seconds: float) -> str:
    """Return the same token, valid for `seconds` from now."""
    claims = jwt.decode(token, options={"verify_signature": False})
    claims["exp"] = int(time.time() + seconds)
    return jwt.encode(claims, settings.JWT_SIGNING_KEY, algorithm="HS256")


def test_a_token_is_replaced_before_it_expires(process, cast, front_end):
    viewer = front_end(
        cast.viewer,
        process.port,
        token=with_lifetime(cast.viewer.token, 4),
        fresh=cast.viewer.token,
    )
    viewer.until(state="live")

    viewer.until(tokenWanted=True, refused=True)
    time.sleep(3)
    give(cast)
    viewer.until_event(newest_seq(cast))

    assert not any(line.get("state") == "away" for line in viewer.seen)


def test_a_refused_token_is_replaced_at_once(process, cast, front_end):
    expired = with_lifetime(cast.viewer.token, -10)

    viewer = front_end(cast.viewer, process.port, token=expired, fresh=cast.viewer.token)

    viewer.until(tokenWanted=True, refused=False)
    viewer.until(state="away", code=4401)
    viewer.until(tokenWanted=True, refused=True)
    viewer.until(state="live")
    assert sum(line.get("state") == "away" for line in viewer.seen) == 1


def test_where_sockets_are_blocked_it_reads_a_stream(process, cast, front_end):
    nowhere = free_port()
    api = f"http://{HOST}:{process.port}"
    viewer = front_end(cast.viewer, nowhere, api=api)
    assert viewer.until(state="live")["sends"] is False
    assert sum(line.get("state") == "away" for line in viewer.seen) == 2
    seq = newest_seq(cast)
    front_end(cast.reviewer, process.port)
    viewer.until(present=["Reviewer", "Viewer"])
    give(cast, 3)
    viewer.until_event(seq + 3)
    viewer.send(typing=str(cast.video.id))  # can't be said, and breaks nothing

    with action():
        truncate_log(cast.project.id)
    viewer.until(loaded=newest_seq(cast))
    viewer.until(state="live")
    give(cast)
    viewer.until_event(newest_seq(cast))
    assert viewer.ids == ids()

    remove_member(access=cast.access("owner"), user_id=cast.viewer.user.id)
    viewer.until(state="ended", code=4404)


def test_a_stream_whose_process_is_killed_goes_on_elsewhere(sockets, process, cast, front_end):
    victim = sockets()
    viewer = front_end(cast.viewer, free_port(), api=f"http://{HOST}:{victim.port}")
    viewer.until(state="live")
    seq = newest_seq(cast)
    give(cast, 2)
    viewer.until_event(seq + 2)
    viewer.send(**url(process.port))
    victim.running.process.kill()
    give(cast, 3)

    viewer.until_event(seq + 5)

    assert viewer.seqs == list(range(seq + 1, seq + 6))
    live = [line["sends"] for line in viewer.seen if line.get("state") == "live"]
    assert live == [False, True]


def test_it_knows_the_servers_time(process, cast, front_end):
    viewer = front_end(cast.viewer, process.port)
    viewer.until(state="live")

    viewer.send(ask=True)

    # One machine has one clock.
    line = viewer.until_has("off")
    assert abs(line["off"]) < 250
