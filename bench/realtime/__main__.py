"""`python -m bench.realtime`: how much sockets deliver, how fast, and at what cost.

All sides of a comparison run in one sitting, taking turns round after round, on engines of their
own, with the same clients in another process. Only the ratios can be compared elsewhere.
"""

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from bench.stack import engines_of_a_run

PARTS = ("fanout", "idle", "resume", "publishing")
SOCKETS = 500
MANY, FEW = 1000, 100
IDLE = 5000


def main() -> int:
    """Run the chosen parts; a missed target is reported, but is no failure."""
    parser = argparse.ArgumentParser(prog="python -m bench.realtime", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="for each side in each round")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS)
    parser.add_argument("--idle", type=int, default=IDLE, help="how many idle sockets")
    options = parser.parse_args()
    with ExitStack() as stack:
        print("starting engines, making rows …", file=sys.stderr, flush=True)
        folder = stack.enter_context(engines_of_a_run())
        django.setup()
        call_command("migrate", verbosity=0)
        bench = Bench(stack, folder, options.rounds, options.seconds, options.idle)
        findings = []
        for part in options.only:
            print(f"\n{part}", flush=True)
            measure: Callable[[], list[Any]] = getattr(bench, part)
            findings += measure()
        from bench.realtime.findings import print_findings  # noqa: PLC0415

        print()
        print_findings(findings)
    return 0


@dataclass(slots=True)
class Bench:
    """What the parts share. Models can only be imported after Django is set up."""

    stack: ExitStack
    folder: Path
    rounds: int
    seconds: float
    idle_count: int
    people: Any = None
    clients: Any = None
    videos: Any = None
    payload: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        """Create the users, a typical event, and the process of clients."""
        from bench.realtime import feeds, people, publishing  # noqa: PLC0415
        from bench.realtime.stack import ClientProcess  # noqa: PLC0415
        from feedbacks.actions import create_feedback  # noqa: PLC0415
        from projects.models import Membership  # noqa: PLC0415
        from videos.models import Video  # noqa: PLC0415

        self.people = people.make_people(max(self.idle_count, MANY))
        owner = self.people[0][0]
        self.videos = publishing.make_videos(owner)
        project, video = self.videos[0]
        create_feedback(
            access=Membership.objects.access(owner, project),
            video=Video.objects.get(id=video),
            video_timestamp=12.5,
            content="The cut comes two frames too early; hold on her face until she looks away.",
        )
        self.payload, self.text = feeds.text_of_the_newest(project)
        self.clients = self.stack.enter_context(ClientProcess(self.folder))
        print(f"an event has {len(self.text)} bytes")

    def fanout(self) -> list[Any]:
        """500 sockets in one room, compared with the relay and with Channels' groups."""
        from bench.realtime import fanout, feeds, people  # noqa: PLC0415
        from bench.realtime.relay import CHANNEL as VARIABLE  # noqa: PLC0415
        from bench.realtime.stack import socket_server  # noqa: PLC0415
        from eventlog.pubsub import CHANNEL  # noqa: PLC0415

        people.settle()
        rooms = [people.make_room(f"Room {n}", self.people[:SOCKETS]) for n in range(3)]
        gauge = self.clients.gauge
        env = {
            "ours": {},
            "relay": {VARIABLE: CHANNEL},
            "usual": {"DJANGO_SETTINGS_MODULE": "bench.realtime.settings_grouped"},
        }
        with ExitStack() as stack:
            sides = []
            for number, (name, application) in enumerate(
                (
                    ("ours", "videoplanet.asgi:application"),
                    ("relay", "bench.realtime.relay:application"),
                    ("usual", "bench.realtime.grouped:application"),
                )
            ):
                served = stack.enter_context(
                    socket_server(self.folder, name, application, env[name])
                )
                room = rooms[number]
                feed: feeds.Feed
                if name == "usual":
                    feed = feeds.GroupFeed(room.id, self.text)
                else:
                    feed = feeds.LoggedFeed(room.id, self.payload, gauge)
                self.clients.open(number, served.port, room.paths, greeting=name == "ours")
                sides.append(fanout.Side(name, served, number, SOCKETS, feed))
            ours, relay, usual = sides
            findings = fanout.measure(
                ours, relay, usual, self.clients, rounds=self.rounds, seconds=self.seconds
            )
            for number in range(3):
                self.clients.ask("close", group=number)
            return findings

    def idle(self) -> list[Any]:
        """5,000 sockets: 1,000 in one room, and 100 in each of the others."""
        from bench.realtime import idle, people  # noqa: PLC0415

        few = range(MANY, self.idle_count, FEW)
        rooms = [
            people.make_room("Large", self.people[:MANY]),
            *(people.make_room(f"Small {n}", self.people[n : n + FEW]) for n in few),
        ]
        people.settle()
        return idle.measure(
            self.folder, self.clients, rooms, self.payload, seconds=self.rounds * self.seconds
        )

    def resume(self) -> list[Any]:
        """1,000 clients that reconnect at once."""
        from bench.realtime import people, resume  # noqa: PLC0415

        room = people.make_room("Resumed", self.people[:MANY])
        people.settle()
        return resume.measure(self.folder, self.clients, room, self.payload, rounds=4)

    def publishing(self) -> list[Any]:
        """Creating feedback, with live messages and without."""
        from bench.realtime import people, publishing  # noqa: PLC0415

        people.settle()
        videos = [video for _project, video in self.videos]
        token = self.people[0][1]
        return publishing.measure(
            self.folder, token, videos, rounds=3 * self.rounds, seconds=self.seconds / 2
        )


if __name__ == "__main__":
    sys.exit(main())
