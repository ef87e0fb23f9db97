"""Twenty people at once at the last size: the product with its cache, reads and a few writes."""

import random
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Sequence

from bench.client import UnexpectedAnswer
from bench.growth.measure import time_once
from bench.growth.places import Places
from bench.growth.routes import MIX, Route
from bench.report import print_table

PEOPLE = 20
THOUGHT = 1.0
"""Seconds between an answer and the next request, on average."""


def print_mix(routes: Sequence[Route], places: Places, seconds: float) -> None:
    """Let them work for so long; print each route's times. Raises what a request raised."""
    times: dict[str, list[float]] = defaultdict(list)
    chosen = [route for route in routes if route.name in MIX]
    failures: list[BaseException] = []
    until = time.perf_counter() + seconds

    def work(person: int) -> None:
        choice = random.Random(person)
        weights = [MIX[route.name] for route in chosen]
        try:
            while (rest := until - time.perf_counter()) > 0:
                time.sleep(min(rest, choice.expovariate(1 / THOUGHT)))
                [route] = choice.choices(chosen, weights)
                times[route.name].append(time_once(places, route)[0])
        except (OSError, UnexpectedAnswer) as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(person,)) for person in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    print(f"{PEOPLE} people, a request and {THOUGHT:g} s of thought in turn\n")
    rows = [_row(name, found) for name, found in times.items()]
    everything = [taken for found in times.values() for taken in found]
    print_table(("", "requests", "P50 ms", "P95 ms"), [*rows, _row("all", everything)])


def _row(name: str, times: Sequence[float]) -> tuple[str, ...]:
    parts = (
        statistics.quantiles(times, n=20, method="inclusive") if len(times) > 1 else [*times] * 19
    )
    return name, f"{len(times)}", f"{1000 * parts[9]:.1f}", f"{1000 * parts[18]:.1f}"
