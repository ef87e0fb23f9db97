"""`python -m bench.fleet.sockets`: what idle sockets cost, up to ten thousand in one process.

Sockets are added step by step, ten to a project but for the first thousand, who share one. At each
step: memory, processor while nothing happens, and an event's way to the thousand.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from bench.picture import Dots, draw_dots
from bench.report import print_table
from bench.stack import Served, engines_of_a_run

STEPS = (1000, 2500, 5000, 10_000)
TEAM = 10
REST = 4.0
"""Seconds before memory is read: long enough for two rechecks of access."""
EVENTS_A_SECOND, IDLE_SECONDS = 5.0, 10.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What so many sockets cost."""

    sockets: int
    connected_a_second: float
    kilobytes: float
    """For each of them."""
    idle: float
    """The share of a processor that they take while nothing happens."""
    p50: float
    p99: float
    """Milliseconds of an event's way to a thousand of them."""


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m bench.fleet.sockets", description=__doc__)
    parser.add_argument("--steps", type=int, nargs="+", default=STEPS, help="ascending")
    parser.add_argument("--seconds", type=float, default=10, help="of events at each step")
    parser.add_argument("--picture", type=Path, help="an SVG file to write")
    options = parser.parse_args()
    with ExitStack() as stack:
        print("starting engines, making rows …", file=sys.stderr, flush=True)
        folder = stack.enter_context(engines_of_a_run())
        django.setup()
        call_command("migrate", verbosity=0)
        costs = _measure(stack, folder, options.steps, options.seconds)
    _print(costs)
    if options.picture:
        options.picture.write_text(_draw(costs))
    return 0


def _measure(stack: ExitStack, folder: Path, steps: Sequence[int], seconds: float) -> list[Cost]:
    # Models can be imported only after the setup.
    from bench.realtime import feeds, people, publishing  # noqa: PLC0415
    from bench.realtime.stack import ClientProcess, socket_server  # noqa: PLC0415
    from feedbacks.actions import create_feedback  # noqa: PLC0415
    from projects.models import Membership  # noqa: PLC0415
    from videos.models import Video  # noqa: PLC0415

    everybody = people.make_people(steps[-1])
    owner = everybody[0][0]
    project, video = publishing.make_videos(owner)[0]
    create_feedback(
        access=Membership.objects.access(owner, project),
        video=Video.objects.get(id=video),
        video_timestamp=12.5,
        content="The cut comes two frames too early.",
    )
    payload, _text = feeds.text_of_the_newest(project)
    many = people.make_room("Large", everybody[: steps[0]])
    paths = list(many.paths)
    for first in range(steps[0], steps[-1], TEAM):
        paths += people.make_room(f"Team {first}", everybody[first : first + TEAM]).paths
    people.settle()
    clients = stack.enter_context(ClientProcess(folder))
    feed = feeds.LoggedFeed(many.id, payload, clients.gauge)
    costs: list[Cost] = []
    with socket_server(folder, "idle", "videoplanet.asgi:application") as server:
        # The first sockets make the server create its threads, connections and caches.
        clients.open(9, server.port, paths[:3])
        clients.ask("close", group=9)
        time.sleep(REST)
        before, begun = server.kilobytes(), 0
        for group, count in enumerate(steps):
            took = clients.open(group, server.port, paths[begun:count])["seconds"]
            rate = (count - begun) / took
            begun = count
            costs.append(_cost(server, clients, feed, count, rate, before, seconds))
            print(f"{count} sockets measured", file=sys.stderr, flush=True)
    return costs


def _cost(  # noqa: PLR0917 - of this module
    server: Served,
    clients: Any,
    feed: Any,
    count: int,
    rate: float,
    before: int,
    seconds: float,
) -> Cost:
    from bench.realtime.fanout import Side, pace  # noqa: PLC0415

    time.sleep(REST)
    used = server.cpu()
    time.sleep(IDLE_SECONDS)
    idle = (server.cpu() - used) / IDLE_SECONDS
    kilobytes = (server.kilobytes() - before) / count
    side = Side("idle", server, 0, STEPS[0], feed)
    pace(side, clients, EVENTS_A_SECOND, seconds)
    return Cost(count, rate, kilobytes, idle, side.p50[0], side.p99[0])


def _print(costs: Sequence[Cost]) -> None:
    head = ("sockets", "connected/s", "KB each", "idle, of a processor", "P50 ms", "P99 ms")
    rows = [
        (
            f"{cost.sockets:,}",
            f"{cost.connected_a_second:.0f}",
            f"{cost.kilobytes:.1f}",
            f"{cost.idle:.0%}",
            f"{cost.p50:.0f}",
            f"{cost.p99:.0f}",
        )
        for cost in costs
    ]
    print_table(head, rows)


def _draw(costs: Sequence[Cost]) -> str:
    rows = {
        "memory of the process, MB": [cost.kilobytes * cost.sockets / 1000 for cost in costs],
        "memory of one socket, KB": [cost.kilobytes for cost in costs],
        "processor while nothing happens, %": [100 * cost.idle for cost in costs],
        "an event's way to 1,000, P50, ms": [cost.p50 for cost in costs],
        "an event's way to 1,000, P99, ms": [cost.p99 for cost in costs],
    }
    title = "What idle sockets cost in one process, by their number"
    dots = [Dots(name, values) for name, values in rows.items()]
    return draw_dots(title, [f"{cost.sockets:,}" for cost in costs], dots, unit="")


if __name__ == "__main__":
    sys.exit(main())
