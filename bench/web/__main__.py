"""`python -m bench.web`: the pages in a real browser, on a line and a processor that are slowed.

A project has one video with 2,000 feedbacks of five comments each. A page is loaded with an empty
cache at 10 Mbit/s, 40 ms of latency and a fourth of the processor; what follows is measured in the
room: typing with the processor at a fourth, scrolling and live events at full speed. Each round has
a browser context of its own; printed are medians over the rounds.
"""

import argparse
import json
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from bench.report import print_table
from bench.stack import engines_of_a_run, free_engine_port
from bench.web.site import make_site, serve
from devstack import front_end, node

SCRIPT = Path(__file__).parent / "measure.mjs"
WANTED = {
    "project: largest contentful paint": ("ms", 2_000),
    "room: largest contentful paint": ("ms", 2_000),
    "room: script until its data": ("kB", 300),
    "room: script in all": ("kB", None),
    "typing: delay of a key, p95": ("ms", 100),
    "typing: key to paint, p95": ("ms", None),
    "scrolling: frames that were dropped": ("%", None),
    "live: sent by another to painted, p95": ("ms", 150),
    "memory: heap of the room": ("MB", None),
}
"""What measure.mjs measures, in which unit, and what it may be at most."""


def main() -> int:
    """Run it. The exit code is 0 unless something breaks: a missed target is a result too."""
    parser = argparse.ArgumentParser(prog="python -m bench.web", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--feedbacks", type=int, default=2_000)
    parser.add_argument("--events", type=int, default=40, help="live events in a round")
    options = parser.parse_args()
    front_end.build(lambda text: print(text, file=sys.stderr, flush=True))
    with ExitStack() as stack:
        print("starting engines, making feedback …", file=sys.stderr, flush=True)
        folder = stack.enter_context(engines_of_a_run())
        port = free_engine_port()
        url = serve(stack, folder, port)
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("ensure_bucket", verbosity=0)
        site = make_site(folder, options.feedbacks)
        given = {**site, "url": url, "events": options.events}
        rounds = [measure(given) for _ in range(options.rounds)]
    print_table(("", "median", "wanted", ""), [row(name, rounds) for name in WANTED])
    return 0


def measure(given: dict[str, Any]) -> dict[str, float]:
    """Run one round in a browser and return its figures by name."""
    from tests.browser import chromium  # noqa: PLC0415

    executable: Any = chromium.executable  # tests have no types
    path, env = executable()
    printed = node.run(node.NODE, SCRIPT, json.dumps({**given, "chromium": path}), **env)
    figures: dict[str, float] = json.loads(printed.splitlines()[-1])
    return figures


def row(name: str, rounds: list[dict[str, float]]) -> tuple[str, ...]:
    """Return the table's cells."""
    unit, most = WANTED[name]
    median = statistics.median(figures[name] for figures in rounds)
    if most is None:
        return name, f"{median:.0f} {unit}", "", ""
    return name, f"{median:.0f} {unit}", f"≤ {most} {unit}", "met" if median <= most else "NOT MET"


if __name__ == "__main__":
    sys.exit(main())
