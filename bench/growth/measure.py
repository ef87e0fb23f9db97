"""Times the routes at one size."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bench.client import Connection, UnexpectedAnswer, once
from bench.growth.places import Places
from bench.growth.plans import Explainer, Plans
from bench.growth.routes import CONTROL, Route


@dataclass(frozen=True, slots=True)
class Measured:
    """What one route took at one size."""

    milliseconds: float
    """The median of a request on the only connection."""
    relative: float
    """The median of the times compared with those of the control, which was sent just before."""
    size: int
    """The bytes of the answer."""
    plans: Plans


def measure(
    routes: Sequence[Route], places: Places, explainer: Explainer, rounds: int
) -> dict[str, Measured]:
    """Send each route's request in turn, round after round, then once for its plans.

    The first round does not count. Before each of them the control is sent, which costs the same at
    every size: what else the machine does makes both take longer.
    """
    times: dict[str, list[float]] = {route.name: [] for route in routes}
    relative: dict[str, list[float]] = {route.name: [] for route in routes}
    sizes: dict[str, int] = {}
    for number in range(rounds + 1):
        for route in routes:
            control, _size = time_once(places, CONTROL)
            seconds, sizes[route.name] = time_once(places, route)
            if number:
                times[route.name].append(seconds)
                relative[route.name].append(seconds / control)
    plans = {}
    with explainer.switched_on():
        for route in routes:
            plans[route.name] = explainer.of(partial(once, places.prepare(route)))
    return {
        name: Measured(
            1000 * statistics.median(found),
            statistics.median(relative[name]),
            sizes[name],
            plans[name],
        )
        for name, found in times.items()
    }


def time_once(places: Places, route: Route) -> tuple[float, int]:
    """Return the seconds until the answer is there, and its bytes. Raises UnexpectedAnswer."""
    target = places.prepare(route)
    text = target.text()
    connection = Connection(target.port)
    try:
        began = time.perf_counter()
        head, body = connection.exchange(text)
        seconds = time.perf_counter() - began
        if not head.startswith(f"HTTP/1.1 {target.status} ".encode()):
            raise UnexpectedAnswer(f"{target.name}: {head[:200]!r} {bytes(body[:500])!r}")
        return seconds, len(body)
    finally:
        connection.close()
