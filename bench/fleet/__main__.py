"""`python -m bench.fleet`: production's processes under a load like people.

Everything of deploy/processes.toml runs behind nginx, on engines of its own. People (Locust's
users, in a process of their own) read and write by the mix of `bench.fleet.mix`, each with a
socket open; in the end each compares what it knows with what the server says, and everything that
the server acknowledged is looked for in its log. The targets are those of §13 of the architecture.
"""

import argparse
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import django
from django.core.management import call_command

from bench.fleet.outages import NAMES, print_outages, run_outages
from bench.fleet.report import Seen, lost, print_acts, verdict
from bench.fleet.stack import KINDS, Fleet, people
from bench.fleet.steps import print_processors, run_steps
from bench.realtime.findings import print_findings
from bench.stack import Restartable, restartable_engines


def main() -> int:
    """Run it. The exit code is 1 if anything was lost; a missed target is a result."""
    options = _options()
    with ExitStack() as stack:
        print("starting engines, making rows …", file=sys.stderr, flush=True)
        folder, engines = stack.enter_context(restartable_engines(throwaway=options.throwaway))
        django.setup()
        for command in ("ensure_bucket", "migrate"):
            call_command(command, verbosity=0)
        return _run(stack, folder, engines, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.fleet",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--projects", type=int, default=20)
    parser.add_argument("--feedbacks", type=int, default=40, help="in each project, to begin with")
    parser.add_argument("--seconds", type=float, default=600, help="of load (of each step)")
    parser.add_argument(
        "--kill", nargs="*", metavar="OUTAGE", help=f"during the load: {', '.join(NAMES)}"
    )
    parser.add_argument("--calm", type=float, default=15, help="seconds between outages")
    parser.add_argument(
        "--until-it-breaks", action="store_true", help="more and more people, up to --users"
    )
    parser.add_argument("--picture", type=Path, help="an SVG file of these steps")
    parser.add_argument("--first", type=int, default=100, help="people of the first step")
    parser.add_argument("--thought", type=float, default=3, help="seconds between two acts")
    parser.add_argument("--kinds", nargs="*", default=(), help="only these kinds of processes")
    parser.add_argument("--one-each", action="store_true", help="one process of each kind")
    parser.add_argument(
        "--throwaway", action="store_true", help="PostgreSQL doesn't wait for the disk"
    )
    return parser.parse_args()


def _run(
    stack: ExitStack, folder: Path, engines: dict[str, Restartable], options: argparse.Namespace
) -> int:
    from bench.fleet import cast  # noqa: PLC0415 - models can be imported only after the setup

    kinds = options.kinds or KINDS
    made = cast.make(users=options.users, projects=options.projects, feedbacks=options.feedbacks)
    workers = "media-worker" in kinds
    plan = {"people": made, "thought": options.thought, "with_workers": workers}
    fleet = Fleet(stack, folder, engines, kinds, one_each=options.one_each)
    load = stack.enter_context(people(folder, fleet.url, plan))
    if options.until_it_breaks:
        steps = run_steps(fleet, load, options)
        seen = Seen(load.stop())
        steps.print(seen)
        if options.picture:
            options.picture.write_text(steps.draw(seen))
        print_findings([lost(seen)])
        return _end(seen)
    load.become(options.users)
    print(f"{options.users} people are there …", file=sys.stderr, flush=True)
    begun, reads, used = time.time(), fleet.cache_reads(), fleet.processor_seconds()
    if options.kill is None:
        time.sleep(options.seconds)
    else:
        happened = run_outages(fleet, options.kill or NAMES, calm=options.calm)
    took = time.time() - begun
    hits = _gained(reads, fleet.cache_reads())
    used = {kind: now - used.get(kind, 0.0) for kind, now in fleet.processor_seconds().items()}
    seen = Seen(load.stop())
    print(f"{options.users} people in {options.projects} projects, {took:.0f} s\n")
    if options.kill is None:
        print_acts(seen.between(begun, begun + took))
        print_processors(used, took, len(seen.requests))
        print_findings(verdict(seen, hits))
    else:
        print_outages(happened, seen)
        print_findings([lost(seen)])
    return _end(seen)


def _gained(
    before: dict[str, dict[str, float]], after: dict[str, dict[str, float]]
) -> Counter[str]:
    """Return how often each result came; a process that was begun again counts from 0."""
    gained: Counter[str] = Counter()
    for name, results in after.items():
        for result, value in results.items():
            gained[result] += int(value - before.get(name, {}).get(result, 0.0))
    return gained


def _end(seen: Seen) -> int:
    for sentence in seen.wrong[:20]:
        print(sentence[:2000], file=sys.stderr)
    return 1 if seen.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
