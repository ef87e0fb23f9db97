"""One room with 500 sockets: throughput, latency, and what an event costs the server."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.realtime.clients import Gauge
from bench.realtime.feeds import DRAIN_TIMEOUT, EVENTS_PER_ACTION, WARM_SECONDS, WINDOW, Feed
from bench.realtime.findings import Finding
from bench.realtime.stack import ClientProcess
from bench.stack import Served


@dataclass(slots=True)
class Side:
    """One server with its sockets, and what was measured of it."""

    name: str
    server: Served
    group: int
    sockets: int
    feed: Feed
    rates: list[float] = field(default_factory=list)
    """Frames delivered per second, in each round."""
    costs: list[float] = field(default_factory=list)
    """Milliseconds of the server's CPU time per event, at saturation."""
    client_shares: list[float] = field(default_factory=list)
    """The share of one CPU that the clients used meanwhile."""
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    paced_costs: list[float] = field(default_factory=list)
    """Milliseconds of the server's CPU time per event, at half the rate."""


def flood(side: Side, clients: ClientProcess, seconds: float) -> None:
    """Send events as fast as they are delivered."""
    gauge, sent = clients.gauge, 0
    clients.ask("watch", group=side.group, times=False)
    begun = time.monotonic()
    begin = end = _read(side, clients)
    while (now := time.monotonic()) < begun + WARM_SECONDS + seconds:
        if begin is end and now > begun + WARM_SECONDS:
            begin = _read(side, clients)
        if sent - gauge.events[side.group] / side.sockets < WINDOW:
            side.feed.send(EVENTS_PER_ACTION)
            sent += EVENTS_PER_ACTION
        else:
            time.sleep(0.0005)
    end = _read(side, clients)
    frames, took = end.frames - begin.frames, end.at - begin.at
    side.rates.append(frames / took)
    side.costs.append(1000 * (end.server - begin.server) / (frames / side.sockets))
    side.client_shares.append((end.clients - begin.clients) / took)
    _drain(side, gauge, sent)


@dataclass(frozen=True, slots=True)
class _Reading:
    at: float
    frames: int
    server: float
    clients: float


def _read(side: Side, clients: ClientProcess) -> _Reading:
    used = clients.ask("cpu")["seconds"]
    frames = clients.gauge.events[side.group]
    return _Reading(time.monotonic(), frames, side.server.cpu(), used)


def _drain(side: Side, gauge: Gauge, sent: int) -> None:
    """Wait until everything that was sent has arrived. Raises RuntimeError if it doesn't."""
    until = time.monotonic() + DRAIN_TIMEOUT
    while (got := gauge.events[side.group]) < sent * side.sockets:
        if time.monotonic() > until:
            raise RuntimeError(f"{side.name}: {got} of {sent * side.sockets} frames came")
        time.sleep(0.005)


def pace(side: Side, clients: ClientProcess, rate: float, seconds: float) -> None:
    """Send `rate` events per second, evenly, and measure how late each reaches each socket."""
    clients.ask("watch", group=side.group, times=True)
    count = max(1, int(rate * seconds))
    side.feed.number = 0  # type: ignore[attr-defined]  # only logged feeds are paced
    before, begun = side.server.cpu(), time.monotonic()
    for number in range(count):
        wait = begun + number / rate - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        side.feed.send(1)
    _drain(side, clients.gauge, count)
    side.paced_costs.append(1000 * (side.server.cpu() - before) / count)
    result = clients.ask("result", group=side.group)
    side.p50.append(result["p50"])
    side.p99.append(result["p99"])


def measure(
    ours: Side, relay: Side, usual: Side, clients: ClientProcess, *, rounds: int, seconds: float
) -> list[Finding]:
    """Run all sides in turn, round after round; the first round does not count."""
    sides = (ours, relay, usual)
    for number in range(rounds + 1):
        for side in sides:
            flood(side, clients, seconds if number else 0.3)
            if not number:
                _forget(side)
        _report("flood", number, rounds)
    # Half of what the slower of the two can do, so that both can keep up.
    rate = min(map(_rate, (ours, relay))) / ours.sockets / 2
    for number in range(rounds):
        for side in (ours, relay):
            pace(side, clients, rate, seconds)
        _report("pace", number + 1, rounds)
    return _findings(ours, relay, usual, rate)


def _forget(side: Side) -> None:
    side.rates.clear()
    side.costs.clear()
    side.client_shares.clear()


def _rate(side: Side) -> float:
    return statistics.median(side.rates)


def _report(what: str, number: int, rounds: int) -> None:
    print(f"{what} {number}/{rounds}", file=sys.stderr, flush=True)


def _ratio(one: list[float], other: list[float]) -> float:
    """Return the median of the ratios of all rounds."""
    return statistics.median(ours / theirs for ours, theirs in zip(one, other, strict=True))


def _findings(ours: Side, relay: Side, usual: Side, rate: float) -> list[Finding]:
    middle: Callable[[list[float]], float] = statistics.median
    for side in (ours, relay, usual):
        print(
            f"  {side.name}: {_rate(side):,.0f} frames/s at saturation,"
            f" {middle(side.costs):.2f} ms of the server's CPU an event,"
            f" the clients {middle(side.client_shares):.0%} of one"
        )
    for side in (ours, relay):
        print(
            f"  {side.name} at {rate:.0f} events/s: p50 {middle(side.p50):.1f} ms,"
            f" p99 {middle(side.p99):.1f} ms, {middle(side.paced_costs):.2f} ms an event"
        )
    through, late = _ratio(ours.rates, relay.rates), _ratio(ours.p99, relay.p99)
    better = _ratio(ours.rates, usual.rates)
    costs = f"{middle(ours.costs):.1f} against {middle(usual.costs):.1f} ms"
    n = ours.sockets
    return [
        Finding(f"{n} sockets, sent/s: ours / relay", f"{through:.2f}", "≥ 0.8", through >= 0.8),
        Finding(f"{n} sockets, p99 at half: ours / relay", f"{late:.2f}", "≤ 1.5", late <= 1.5),
        Finding(f"{n} sockets, sent/s: ours / usual", f"{better:.1f}", "≥ 5", better >= 5),
        Finding("CPU time an event: ours, usual", costs, "", None),
    ]
