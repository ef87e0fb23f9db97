"""`make bench`: what lists and creations cost, over HTTP, against two yardsticks.

Every figure of a table comes from one run on one machine, all targets in turn, round after round,
so that whatever else the machine does hits all alike. Only the ratios mean anything elsewhere.
"""

import argparse
import re
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import django
import orjson
from django.core.management import call_command

from bench.client import Target, drive, once
from bench.record import FIELDS, STATEMENTS
from bench.report import Goal, Series, print_goals, print_rates, print_table
from bench.stack import engines_of_a_run, server

SIZES = [50, 100, 200, 500]
"""The lengths of the lists that are compared."""
LISTED = 200
"""The length of the list that the rates are about, in a bench of its usual size."""
NOISE = 1.25
"""How many times the shorter list's time a row the longer one may take; more is no noise."""


def main() -> int:
    """Run it all. The exit code is 0 unless something breaks: a missed target is a result too."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--seconds", type=float, default=0.6, help="how long each target is driven in a round"
    )
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, help="the lists' lengths, ascending"
    )
    options = parser.parse_args()
    with ExitStack() as stack:
        print("starting engines, making rows …", file=sys.stderr, flush=True)
        folder = stack.enter_context(engines_of_a_run())
        django.setup()
        call_command("migrate", verbosity=0)
        bench = Bench(stack, folder, options.sizes)
        bench.check_sameness()

        def measure(*targets: Target) -> list[Series]:
            return _measure(list(targets), options.rounds, options.seconds)

        _lists(bench, measure)
        _creations(bench, measure)
        _lengths(bench, measure)
    return 0


class Bench:
    """The servers and the requests."""

    def __init__(self, stack: ExitStack, folder: Path, sizes: list[int]) -> None:
        from bench import data  # noqa: PLC0415 - models can be imported only after the setup

        self.sizes = sizes
        self.listed = LISTED if LISTED in sizes else sizes[-1]
        self.projects = data.make(sizes)

        def serve(name: str, settings: str, **env: str) -> int:
            return stack.enter_context(server(folder, name, settings, env)).port

        self.product = serve("product", "videoplanet.settings")
        credentials = orjson.dumps({"email": data.EMAIL, "password": data.PASSWORD})
        login = Target("login", self.product, "/api/v1/auth/login", {}, credentials, "POST")
        token = orjson.loads(once(login).body)["meta"]["access_token"]
        self.signed_in = {"Authorization": f"Bearer {token}"}
        self.new_feedback = orjson.dumps(
            {
                "video_id": str(self.projects.video),
                "timestamp": 12.5,
                "content": data.TEXTS[0],
                "drawing_data": {"shapes": [data.SHAPE]},
                "priority": "high",
                "tags": ["sound"],
            }
        )
        self.uncached_server = serve("uncached", "bench.settings_uncached")
        row = orjson.loads(once(self.uncached()).body)[0]
        self._record(token, row, folder / "statements")
        fields = orjson.dumps([list(row), list(row["user"])]).decode()
        self.baseline_server = serve("baseline", "bench.settings_baseline", **{FIELDS: fields})
        self.bare_server = serve(
            "bare", "bench.settings_bare", **{STATEMENTS: str(folder / "statements")}
        )

    def _record(self, token: str, row: dict[str, Any], file: Path) -> None:
        """Write down what the bare server runs."""
        from bench import plain_list, record  # noqa: PLC0415

        statements, created = record.record("/api/v1/feedbacks", token, self.new_feedback)
        listing = plain_list.statement(row)
        record.save(record.Recording(listing, statements, created["id"]), file)
        self.statements = len(statements)

    def uncached(self, size: int | None = None) -> Target:
        """Return ours, with a cache that never has the list."""
        size = size or self.listed
        path = f"/api/v1/feedbacks?project_id={self.projects.listed[size]}&limit={size}"
        return Target("ours, uncached", self.uncached_server, path, self.signed_in)

    def cached(self) -> Target:
        """Return ours as it is."""
        return replace(self.uncached(), name="ours, from the cache", port=self.product)

    def known(self) -> Target:
        """Return ours, for a client that has the list already."""
        target = self.cached()
        headers = {**self.signed_in, "If-None-Match": once(target).headers["etag"]}
        return replace(target, name="ours, 304", headers=headers, status=304)

    def baseline(self) -> Target:
        """Return the usual way: a viewset with nested serializers."""
        path = f"/baseline?project_id={self.projects.listed[self.listed]}"
        return Target("the usual way", self.baseline_server, path, self.signed_in)

    def bare(self) -> Target:
        """Return the view with one statement."""
        path = f"/list?project_id={self.projects.listed[self.listed]}&limit={self.listed}"
        return Target("bare view", self.bare_server, path, {})

    def creation(self) -> Target:
        """Return ours, without an Idempotency-Key."""
        return Target(
            *(
                "ours",
                self.product,
                "/api/v1/feedbacks",
                self.signed_in,
                self.new_feedback,
                "POST",
                201,
            )
        )

    def bare_creation(self) -> Target:
        """Return the view that runs the same statements."""
        return Target("bare view", self.bare_server, "/create", {}, self.new_feedback, "POST", 201)

    def check_sameness(self) -> None:
        """Check that all lists are the same: the bare view byte by byte, the baseline as JSON.

        The baseline's pictures have other addresses, because each is signed on its own.
        """
        ours = once(self.uncached()).body
        for target in (self.cached(), self.bare()):
            if _host_free(theirs := once(target).body) != _host_free(ours):
                raise RuntimeError(f"{target.name}: {theirs[:900]!r}, not {ours[:900]!r}")
        if _plain(once(self.baseline()).body) != _plain(ours):
            raise RuntimeError("the baseline's fields are not ours")
        once(self.creation())
        once(self.bare_creation())
        self.bytes = len(ours)


def _host_free(body: bytes) -> bytes:
    """Return an answer without the hosts of its media URLs, which name the server asked."""
    return re.sub(rb"http://[^/]*/media/", b"/media/", body)


def _plain(body: bytes) -> Any:
    """Return the list's JSON with a mark instead of each picture's address."""
    rows = orjson.loads(body)
    for row in rows:
        for person in (row["user"], row["assignee"], row["resolved_by"]):
            if person and person["avatar_url"]:
                person["avatar_url"] = "signed"
    return rows


def _lists(bench: Bench, measure: Any) -> None:
    series = measure(
        bench.uncached(), bench.cached(), bench.known(), bench.baseline(), bench.bare()
    )
    uncached, cached, known, baseline, bare = series
    print_rates(
        f"A list of {bench.listed} feedbacks with 5 comments each ({bench.bytes:,} bytes)", series
    )
    goals = [(uncached, baseline, 20), (uncached, bare, 0.5), (cached, uncached, 1.5)]
    print_goals([*(Goal(*goal) for goal in goals), Goal(known, cached, 1)])


def _creations(bench: Bench, measure: Any) -> None:
    ours, bare = series = measure(bench.creation(), bench.bare_creation())
    print_rates(f"A feedback is created ({bench.statements} statements)", series)
    print_goals([Goal(ours, bare, 0.4)])


def _lengths(bench: Bench, measure: Any) -> None:
    series = measure(*(bench.uncached(size) for size in bench.sizes))
    rows, previous = [], None
    for size, one_length in zip(bench.sizes, series, strict=True):
        per_row = 1_000_000 / one_length.rate / size
        linear = previous is None or per_row <= previous * NOISE
        growth = "" if previous is None else "linear or less" if linear else "MORE"
        figures = (f"{one_length.rate:,.1f}", f"{one_length.p50:.2f}", f"{per_row:.1f}")
        rows.append((f"{size}", *figures, growth))
        previous = per_row
    print("Lists by length, uncached\n")
    print_table(("feedbacks", "requests/s", "p50 ms", "µs a row", ""), rows)


def _measure(targets: list[Target], rounds: int, seconds: float) -> list[Series]:
    """Drive the targets in turn, round after round, after a round that does not count."""
    series = [Series(target.name) for target in targets]
    for number in range(rounds + 1):
        for target, measured in zip(targets, series, strict=True):
            sample = drive(target, seconds)
            if number:
                measured.samples.append(sample)
    return series


if __name__ == "__main__":
    sys.exit(main())
