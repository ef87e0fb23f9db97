"""`python -m bench.growth`: what takes longer when there are more rows.

The same database grows: 10,000 feedbacks in 1,000 projects, one of which has a fifth of everything,
with their comments, events and notifications; then ten times as many, and so on. At each size every
route is asked over HTTP, one request after the other, by somebody who is in the largest project and
in 59 others. The cache of lists never has the list. Printed are the median times, how they grow for
ten times the rows (compared with a request that costs the same at every size and is sent before
each), and the pages of 8 kB that PostgreSQL asked for. The answers do not grow from
the second size on, so that neither should these. The plans of what grows are kept in a folder.
At the last size twenty people then use the product as it is, all at once.
"""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path

import django
from django.core.management import call_command

from bench.stack import engines_of_a_run, server

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 9
FEW_COMMENTS, MANY_COMMENTS, MANY = 2, 5, 500_000
"""Comments on each feedback: two where there are more feedbacks than `MANY`."""


def main() -> int:
    """Run it. The exit code is 0 unless something breaks: what grows is a result."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.growth",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="ascending")
    parser.add_argument("--projects", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--mix", type=float, default=60, help="seconds of 20 people at the end")
    parser.add_argument("--only", default="", help="routes whose name has this in it")
    parser.add_argument("--plans", type=Path, default=Path("var/growth"), help="a folder")
    parser.add_argument("--picture", type=Path, help="an SVG file to write")
    options = parser.parse_args()
    with ExitStack() as stack:
        print("starting engines …", file=sys.stderr, flush=True)
        folder = stack.enter_context(engines_of_a_run())
        django.setup()
        for command in ("ensure_bucket", "migrate"):
            call_command(command, verbosity=0)
        _run(stack, folder, options)
    return 0


def _run(stack: ExitStack, folder: Path, options: argparse.Namespace) -> None:
    # Models can be imported only after the setup.
    from bench.growth.cast import Cast  # noqa: PLC0415
    from bench.growth.check import check  # noqa: PLC0415
    from bench.growth.fill import fill  # noqa: PLC0415
    from bench.growth.history import History  # noqa: PLC0415
    from bench.growth.measure import Measured, measure  # noqa: PLC0415
    from bench.growth.mix import print_mix  # noqa: PLC0415
    from bench.growth.picture import draw  # noqa: PLC0415
    from bench.growth.places import Places  # noqa: PLC0415
    from bench.growth.plans import Explainer  # noqa: PLC0415
    from bench.growth.report import growth_of, keep_plans, print_growth  # noqa: PLC0415
    from bench.growth.routes import ROUTES  # noqa: PLC0415

    routes = [route for route in ROUTES if options.only in route.name]
    explainer = Explainer(folder / "postgres.log")
    serving = server(folder, "uncached", "bench.settings_uncached", {})
    port = stack.enter_context(serving).port
    history = History(Cast(options.projects), length=options.sizes[-1])
    found: dict[int, dict[str, Measured]] = {}
    try:
        for size in options.sizes:
            fill(history, size, MANY_COMMENTS if size < MANY else FEW_COMMENTS)
            if size == options.sizes[0]:
                check(history)
            print(f"timing {len(routes)} routes …", file=sys.stderr, flush=True)
            found[size] = measure(routes, Places(history, port), explainer, options.rounds)
        product = stack.enter_context(server(folder, "product", "videoplanet.settings", {}))
        print_mix(ROUTES, Places(history, product.port), options.mix)
    finally:  # what was measured before something broke is worth having
        if found:
            grown = growth_of(found)
            print_growth(grown)
            keep_plans(grown, options.plans)
            if options.picture:
                options.picture.write_text(draw(grown))


if __name__ == "__main__":
    sys.exit(main())
