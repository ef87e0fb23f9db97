"""`python -m bench.fleet.memberships`: what the number of somebody's projects costs.

People are in 1, 10, 100 and 1,000 projects. Each request is sent by each of them in turn, so that
whatever else the machine does hits all alike.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import django
from django.core.management import call_command

from bench.client import Connection, Target, UnexpectedAnswer
from bench.fleet.mix import API
from bench.picture import Dots, draw_dots
from bench.report import print_table
from bench.stack import engines_of_a_run, server

STEPS = (1, 10, 100, 1000)
MOST = 1.5
"""How many times as long ten times the projects may take."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member of the first so many projects; `project` and `video` are of one of them."""

    token: str
    project: str
    video: str


@dataclass(frozen=True, slots=True)
class Route:
    """A request, with names in braces."""

    name: str
    path: str
    method: str = "GET"
    body: Mapping[str, object] | None = None
    status: int = 200


ROUTES = (
    Route("own projects, a page of 100", f"{API}/projects"),
    Route("who is in one's projects now", f"{API}/projects/present"),
    Route("notifications", f"{API}/notifications"),
    Route("notifications: unread", f"{API}/notifications?unread=true"),
    Route("own profile", f"{API}/users/me"),
    Route("a project", f"{API}/projects/{{project}}"),
    Route("feedback of a video", f"{API}/feedbacks?project_id={{project}}&video_id={{video}}"),
    Route(
        *("give feedback", f"{API}/feedbacks", "POST"),
        {"video_id": "{video}", "timestamp": 1.5, "content": "Too dark."},
        201,
    ),
    Route("a ticket for a socket", f"{API}/realtime/tickets", "POST", {}, 201),
    Route("change one's name", f"{API}/users/me", "PATCH", {"name": "{name}"}),
)


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m bench.fleet.memberships", description=__doc__)
    parser.add_argument("--steps", type=int, nargs="+", default=STEPS, help="ascending")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--picture", type=Path, help="an SVG file to write")
    options = parser.parse_args()
    with ExitStack() as stack:
        print("starting engines, making rows …", file=sys.stderr, flush=True)
        folder = stack.enter_context(engines_of_a_run())
        django.setup()
        call_command("migrate", verbosity=0)
        people = _make(options.steps)
        serving = server(folder, "product", "videoplanet.settings", {})
        port = stack.enter_context(serving).port
        found = {route.name: _times(port, route, people, options.rounds) for route in ROUTES}
    _print(options.steps, found)
    if options.picture:
        title = "Median time of a request, by the number of somebody's projects"
        dots = [Dots(name, times, grows=_grows(times)) for name, times in found.items()]
        steps = [f"{step:,}" for step in options.steps]
        options.picture.write_text(draw_dots(title, steps, dots))
    return 0


def _make(steps: Sequence[int]) -> list[Somebody]:
    # Models can be imported only after the setup.
    from bench.realtime.people import make_people, settle  # noqa: PLC0415
    from bench.realtime.publishing import make_videos  # noqa: PLC0415
    from projects.models import Membership, Role  # noqa: PLC0415

    (owner, _token), *members = make_people(1 + len(steps))
    videos = make_videos(owner, steps[-1])
    for (user, _token), step in zip(members, steps, strict=True):
        Membership.objects.bulk_create(
            Membership(project_id=project, user=user, role=Role.EDITOR)
            for project, _video in videos[:step]
        )
    settle()
    # All ask about the same one, which all are in.
    project, video = map(str, videos[0])
    return [Somebody(token, project, video) for _user, token in members]


def _times(port: int, route: Route, people: Sequence[Somebody], rounds: int) -> list[float]:
    """Return the median milliseconds of each; the first round does not count."""
    times: list[list[float]] = [[] for _ in people]
    connection = Connection(port)
    for number in range(rounds + 1):
        for one, taken in zip(people, times, strict=True):
            target = _target(port, route, one, number)
            begun = time.perf_counter()
            head, body = connection.exchange(target.text())
            if number:
                taken.append(1000 * (time.perf_counter() - begun))
            if not head.startswith(f"HTTP/1.1 {route.status} ".encode()):
                raise UnexpectedAnswer(f"{route.name}: {head[:200]!r} {bytes(body[:300])!r}")
    connection.close()
    return [statistics.median(taken) for taken in times]


def _target(port: int, route: Route, one: Somebody, number: int) -> Target:
    values = {"project": one.project, "video": one.video, "name": f"Person {number}"}
    body = json.dumps(route.body) if route.body is not None else ""
    for name, value in values.items():
        body = body.replace(f"{{{name}}}", value)
    headers = {"Authorization": f"Bearer {one.token}"}
    path = route.path.format_map(values)
    return Target(route.name, port, path, headers, body.encode(), route.method, route.status)


def _grows(times: Sequence[float]) -> bool:
    return len(times) > 1 and times[-1] > MOST * times[-2]


def _print(steps: Sequence[int], found: Mapping[str, Sequence[float]]) -> None:
    def rows() -> Iterator[tuple[str, ...]]:
        for name, times in found.items():
            mark = "GROWS" if _grows(times) else ""
            yield name, *(f"{taken:.1f}" for taken in times), mark

    head = ("ms, by the number of projects", *(f"{step:,}" for step in steps), "")
    print_table(head, [*rows()])


if __name__ == "__main__":
    sys.exit(main())
