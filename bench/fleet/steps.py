"""More and more people until a target is missed; and which process had how much of the machine."""

import argparse
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.fleet.mix import ACTS
from bench.fleet.report import P95_MS, Seen, percentile, slowest
from bench.fleet.stack import Fleet, People
from bench.picture import Dots, draw_dots
from bench.report import print_table

GROWTH = 1.5


@dataclass(slots=True)
class Step:
    """So many people for some time, and what each kind of process used of a processor."""

    users: int
    begun: float
    ended: float = 0.0
    used: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Steps:
    """All steps."""

    all: list[Step] = field(default_factory=list)

    def print(self, seen: Seen) -> None:
        """Print what people saw at each step, and the processors."""
        rows = []
        for step in self.all:
            requests = seen.between(step.begun, step.ended)
            name, worst = slowest(requests)
            times = [one.seconds for one in requests]
            errors = sum(one.status >= 500 or one.status == 0 for one in requests)
            delays = [delay for at, delay in seen.delays if step.begun <= at < step.ended]
            took = step.ended - step.begun
            rows.append(
                (
                    f"{step.users}",
                    f"{len(requests) / took:.0f}",
                    f"{percentile(times, 50):.0f}",
                    f"{percentile(times, 95):.0f}",
                    f"{worst:.0f} ({name})",
                    f"{errors}",
                    f"{percentile(delays, 99):.0f}",
                    "yes" if worst < P95_MS and not errors else "NO",
                )
            )
        head = ("people", "requests/s", "P50 ms", "P95 ms", "slowest P95", "5xx", "event P99 ms")
        print_table((*head, "holds"), rows)
        for step in self.all:
            print(f"{step.users} people")
            took = step.ended - step.begun
            requests = seen.between(step.begun, step.ended)
            print_processors(step.used, took, len(requests))

    def draw(self, seen: Seen) -> str:
        """Return a picture of each act's P95 at each step."""
        taken: dict[str, list[float]] = {}
        for step in self.all:
            requests = seen.between(step.begun, step.ended)
            for name in (*(act.name for act in ACTS), ""):
                times = [one.seconds for one in requests if name in {"", one.name}]
                taken.setdefault(name, []).append(percentile(times, 95))
        title = "P95 by the number of people"
        rows = [
            Dots(name or "everything", times, grows=times[-1] > P95_MS)
            for name, times in taken.items()
        ]
        return draw_dots(title, [f"{step.users:,}" for step in self.all], rows)


def run_steps(fleet: Fleet, load: People, options: argparse.Namespace) -> Steps:
    """Add people step by step, up to all of the plan."""
    steps, users = Steps(), options.first
    while True:
        users = min(users, options.users)
        load.become(users)
        print(f"{users} people are there …", file=sys.stderr, flush=True)
        step = Step(users, time.time())
        before = {**fleet.processor_seconds(), "people": load.processor_seconds()}
        time.sleep(options.seconds)
        step.ended = time.time()
        now = {**fleet.processor_seconds(), "people": load.processor_seconds()}
        step.used = {kind: now[kind] - before.get(kind, 0.0) for kind in now}
        steps.all.append(step)
        if users == options.users:
            return steps
        users = round(users * GROWTH)


def print_processors(used: Mapping[str, float], took: float, requests: int) -> None:
    """Print each kind's share of a processor, and its time for a request."""
    rows = [
        (kind, f"{seconds / took:.0%}", f"{1000 * seconds / max(requests, 1):.2f}")
        for kind, seconds in sorted(used.items(), key=lambda one: -one[1])
        if seconds / took > 0.005
    ]
    total = sum(used.values())
    rows.append((f"all, of {os.cpu_count()} processors", f"{total / took:.0%}", ""))
    print_table(("", "of a processor", "ms a request"), rows)
