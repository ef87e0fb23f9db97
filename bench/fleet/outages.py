"""Outages under load: what breaks, for how long, and what people saw of it."""

import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.fleet.report import Request, Seen, percentile
from bench.fleet.stack import CUT_OFF, Fleet
from bench.report import print_table

AWAY = 3.0
"""Seconds until a process that was killed, or an engine, is begun again."""
CUT = 15.0
"""Seconds for which a process is cut off, or the storage is full."""
AFTER = 15.0
"""What people see so many seconds later still belongs to the outage."""
FEW_ACTS = 2
type Break = Callable[[Fleet], None]


@dataclass(frozen=True, slots=True)
class Outage:
    """What happened, and when (seconds of the day's clock)."""

    name: str
    begun: float
    ended: float


def _killed(name: str) -> Break:
    def kill(fleet: Fleet) -> None:
        """Kill it with its children, as a lack of memory would, and begin it again."""
        one = fleet.all[name]
        one.kill()
        time.sleep(AWAY)
        one.start()
        one.wait()

    return kill


def _restarted(name: str, number: signal.Signals) -> Break:
    def restart(fleet: Fleet) -> None:
        one = fleet.engines[name]
        one.stop(number)
        time.sleep(AWAY)
        one.start()
        one.wait()

    return restart


def _full(fleet: Fleet) -> None:
    """Let the storage write no byte more: a limit of the kernel for the size of its files.

    As on a full disk, writing fails in the middle of the request, and reading goes on.
    """
    pid = fleet.engines["s3"].running.process.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    time.sleep(CUT)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))


def _cut_off(fleet: Fleet) -> None:
    """End one socket process's connections to Redis, and let no new one through."""
    fleet.line.cut()
    time.sleep(CUT)
    fleet.line.mend()


OUTAGES: dict[str, tuple[str, Break]] = {
    "rest": ("a REST process is killed", _killed("rest-1")),
    "sockets": ("a socket process is killed", _killed("sockets-1")),
    "worker": ("the worker is killed", _killed("worker")),
    "media-worker": ("the media worker is killed", _killed("media-worker")),
    "webhook-worker": ("the webhook worker is killed", _killed("webhook-worker")),
    "beat": ("beat is killed", _killed("beat")),
    "gateway": ("nginx is killed", _killed("gateway")),
    "redis": ("Redis is killed and begins empty", _restarted("valkey", signal.SIGKILL)),
    "postgres": ("PostgreSQL restarts", _restarted("postgres", signal.SIGINT)),
    "storage-full": ("the storage's disk is full", _full),
    "cut-off": (f"{CUT_OFF} is cut off from Redis", _cut_off),
}
"""By the name to ask for it: what it is called, and how it is made."""
NAMES = tuple(OUTAGES)


def run_outages(fleet: Fleet, names: Sequence[str], *, calm: float) -> list[Outage]:
    """Break one thing after the other, with calm before each and behind the last."""
    happened = []
    for name in names:
        time.sleep(calm)
        words, break_it = OUTAGES[name]
        print(f"{words} …", file=sys.stderr, flush=True)
        begun = time.time()
        break_it(fleet)
        happened.append(Outage(words, begun, time.time()))
    time.sleep(calm)
    return happened


def print_outages(happened: Sequence[Outage], seen: Seen) -> None:
    """Print a line for each outage."""
    head = ("", "away s", "requests", "failed", "how", "for s", "P95 ms", "slowest s")
    rows = [_line(outage, seen, _until(happened, number)) for number, outage in enumerate(happened)]
    print_table((*head, "sockets lost", "all back after s", "latest event s"), rows)


def _until(happened: Sequence[Outage], number: int) -> float:
    """Return until when something belongs to an outage: not into the next one."""
    following = [outage.begun for outage in happened[number + 1 : number + 2]]
    return min([happened[number].ended + AFTER, *following])


def _line(outage: Outage, seen: Seen, until: float) -> tuple[str, ...]:
    requests = seen.between(outage.begun, until)
    failed = [one for one in requests if not 200 <= one.status < 400]
    lost = [at for what, at, _why in seen.sockets if what == "lost" and outage.begun <= at < until]
    opened = [at for what, at, _ in seen.sockets if what == "opened" and outage.begun <= at < until]
    delays = [delay for at, delay in seen.delays if outage.begun <= at < until]
    times = [one.seconds for one in requests]
    return (
        outage.name,
        f"{outage.ended - outage.begun:.1f}",
        f"{len(requests)}",
        f"{len(failed)}",
        _how(failed) or "–",
        f"{_spread(failed):.1f}",
        f"{percentile(times, 95):.0f}",
        f"{max(times, default=0):.1f}",
        f"{len(lost)}",
        f"{max(opened) - outage.begun:.1f}" if lost and opened else "–",
        f"{max(delays, default=0):.1f}",
    )


def _how(failed: Sequence[Request]) -> str:
    """Return how often each status came, and for which acts if they are few."""
    counted = Counter(f"{one.status or 'no answer'}" for one in failed)
    acts = {one.name for one in failed}
    names = f" ({', '.join(sorted(acts))})" if 0 < len(acts) <= FEW_ACTS else ""
    return ", ".join(f"{number} × {status}" for status, number in counted.items()) + names


def _spread(failed: Sequence[Request]) -> float:
    """Return the seconds between the first failure and the last."""
    ends = [one.at + one.seconds for one in failed]
    return max(ends) - min(ends) if ends else 0.0
