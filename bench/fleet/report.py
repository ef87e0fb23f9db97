"""What people saw: a table of acts, and the verdict against the targets of §13."""

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.realtime.findings import Finding
from bench.report import print_table

P95_MS, CONNECTED, HIT_RATE = 200.0, 0.999, 0.8
FEW = 20
"""So many requests have no P95 worth a verdict."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `status` 0 is no answer."""

    at: float
    name: str
    status: int
    seconds: float


class Seen:
    """What the people's process has written down."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self.requests = [Request(*each) for each in found["requests"] if each[0] < found["ended"]]
        self.sockets: list[Sequence[Any]] = [one for one in found["sockets"] if one[0] != "event"]
        self.delays: list[tuple[float, float]] = [
            (at, delay) for what, at, delay in found["sockets"] if what == "event"
        ]
        self.wrong: list[str] = found["wrong"]
        self.acknowledged: int = found["acknowledged"]
        self.people: int = found["people"]

    def between(self, begun: float, ended: float) -> list[Request]:
        """Return the requests that ended in this time."""
        return [one for one in self.requests if begun <= one.at + one.seconds < ended]

    def connected(self) -> tuple[int, int]:
        """Return how many attempts to connect there were, and how many succeeded."""
        opened = sum(what == "opened" for what, *_ in self.sockets)
        return opened + sum(what == "refused" for what, *_ in self.sockets), opened


def percentile(times: Sequence[float], share: int) -> float:
    """Return a percentile in milliseconds."""
    if len(times) < 2:
        return 1000 * times[0] if times else 0.0
    return 1000 * statistics.quantiles(times, n=100, method="inclusive")[share - 1]


def print_acts(requests: Sequence[Request]) -> None:
    """Print how long each act took."""
    times: dict[str, list[float]] = defaultdict(list)
    failed: dict[str, int] = defaultdict(int)
    for one in requests:
        times[one.name].append(one.seconds)
        failed[one.name] += not 200 <= one.status < 400
    times["all"] = [one.seconds for one in requests]
    failed["all"] = sum(failed.values())
    rows = [
        (
            name,
            f"{len(taken):,}",
            *(f"{percentile(taken, share):.0f}" for share in (50, 95, 99)),
            f"{failed[name]}",
        )
        for name, taken in times.items()
    ]
    print_table(("", "requests", "P50 ms", "P95 ms", "P99 ms", "failed"), rows)


def slowest(requests: Sequence[Request]) -> tuple[str, float]:
    """Return the act with the highest P95, and that; rare ones say nothing."""
    times: dict[str, list[float]] = defaultdict(list)
    for one in requests:
        times[one.name].append(one.seconds)
    found = [(percentile(taken, 95), name) for name, taken in times.items() if len(taken) >= FEW]
    worst, name = max(found, default=(0.0, "none"))
    return name, worst


def verdict(seen: Seen, hits: Mapping[str, float]) -> list[Finding]:
    """Compare with the targets of §13."""
    name, worst = slowest(seen.requests)
    errors = sum(one.status >= 500 or one.status == 0 for one in seen.requests)
    attempts, opened = seen.connected()
    share = opened / attempts if attempts else 0.0
    rows, lists = (_share(hits, kind) for kind in ("rows", "lists"))
    delays = [delay for _at, delay in seen.delays]
    late = percentile(delays, 99)
    return [
        Finding(f"slowest P95 ({name}), ms", f"{worst:.0f}", f"< {P95_MS:.0f}", worst < P95_MS),
        Finding("5xx, or no answer", f"{errors}", "0", errors == 0),
        Finding(f"sockets connected, of {attempts}", f"{share:.2%}", "> 99.9%", share > CONNECTED),
        Finding("rows of lists from the cache", f"{rows:.0%}", "> 80%", rows > HIT_RATE),
        Finding("whole lists from the cache", f"{lists:.0%}", "", None),
        Finding(f"an event's way to {len(delays):,} clients, P99 ms", f"{late:.0f}", "", None),
        lost(seen),
    ]


def _share(reads: Mapping[str, float], cache: str) -> float:
    """Return the share of a cache's reads that were hits."""
    hits, misses = (reads.get(f"{cache} {result}", 0.0) for result in ("hit", "miss"))
    return hits / (hits + misses) if hits else 0.0


def lost(seen: Seen) -> Finding:
    """Say whether anything is missing on either side."""
    what = f"lost, of {seen.acknowledged:,} writes and {len(seen.delays):,} events"
    return Finding(what, f"{len(seen.wrong)}", "0", not seen.wrong)
