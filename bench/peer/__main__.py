"""`python -m bench.peer`: lists and creations side by side with Kitsu's API, zou 1.0.97.

Kitsu reviews video for animation studios; its comments on a task are what is nearest to feedback on
a video. Compared are:

- a list of 200: our feedback of a project, and zou's comments on a task (`data/tasks/…/comments`),
  with the same texts. Both come with authors, counts and states, ours also with drawings.
- the same from the cache. zou keeps no lists, so its side is the same request.
- the list after one of its rows was changed: on one connection, a changed text and the list in
  turn. From the two together the cost of changes alone is taken off.
- a feedback with text, and one with text and a drawing, and a comment on a task
  (`actions/tasks/…/comment`) for both: zou's comments have no drawings, which belong to a preview's
  frames and are sent in a request of their own. That is in zou's favour.

Both have their deployment's server (granian with two threads, gunicorn with gevent), the same
number of processes, and share PostgreSQL and Valkey. They take turns, round after round; CPU is
that of a side's server, of PostgreSQL and of Valkey together. zou runs where it was installed by
`python -m bench.peer --install FOLDER`; without `--zou FOLDER` only our side is measured.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.core.management import call_command

from bench.peer.install import install, is_installed
from bench.report import print_table
from bench.stack import engines_of_a_run

if TYPE_CHECKING:
    from bench.peer.sides import Side

ROWS = 200


def main() -> int:
    """Run it. The exit code is 0 unless something breaks."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.peer",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--install", type=Path, metavar="FOLDER", help="install zou, then end")
    parser.add_argument("--zou", type=Path, metavar="FOLDER", help="where it was installed")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--processes", type=int, default=2, help="of each side's server")
    options = parser.parse_args()
    if options.install:
        install(options.install.resolve())
        return 0
    if options.zou and not is_installed(options.zou):
        parser.error(f"zou is not in {options.zou}: python -m bench.peer --install {options.zou}")
    with ExitStack() as stack:
        print("starting engines, making rows …", file=sys.stderr, flush=True)
        folder = stack.enter_context(engines_of_a_run())
        django.setup()
        call_command("migrate", verbosity=0)
        from bench.peer import sides  # noqa: PLC0415 - models can be imported only now

        rows, processes = options.rows, options.processes
        compared = [sides.ours(stack, folder, rows, processes)]
        if options.zou:
            installed = options.zou.resolve()
            compared.append(sides.theirs(stack, folder, installed, rows, processes))
        _measure(compared, options.rounds, options.seconds)
        _print(compared, rows)
    return 0


def _measure(compared: Sequence["Side"], rounds: int, seconds: float) -> None:
    """Let both sides do each kind of work in turn, after a round that does not count."""
    for number in range(rounds + 1):
        print(f"round {number} of {rounds} …", file=sys.stderr, flush=True)
        for kind in compared[0].work:
            # A side that answers two kinds of work alike does it once.
            for work in {id(side.work[kind]): side.work[kind] for side in compared}.values():
                measured = work.run(seconds)
                if number:
                    work.note(measured)


def _print(compared: Sequence["Side"], rows: int) -> None:
    from bench.peer import sides  # noqa: PLC0415

    lines = {
        f"list of {rows}": [side.figure(sides.LIST) for side in compared],
        "the same from the cache": [side.figure(sides.CACHED) for side in compared],
        "the list after a change": [side.list_after_change() for side in compared],
        "create, text": [side.figure(sides.TEXT) for side in compared],
        "create, with a drawing": [side.figure(sides.DRAWING) for side in compared],
    }
    names = [side.name for side in compared]
    head = ("", *(f"{name}, requests/s" for name in names), *(f"{name}, CPU ms" for name in names))
    table = []
    for name, figures in lines.items():
        cells = [f"{figure.rate:.1f}" for figure in figures]
        cells += [f"{figure.cpu:.2f}" for figure in figures]
        if len(figures) > 1:
            mine, peer = figures
            cells += [f"{mine.rate / peer.rate:.1f}", f"1/{peer.cpu / mine.cpu:.1f}"]
        table.append((name, *cells))
    print_table((*head, "rate", "CPU") if len(compared) > 1 else head, table)
    print(*(f"{side.name}: the list has {side.list_bytes:,} bytes" for side in compared), sep="\n")
    if len(compared) == 1:
        print("zou was not measured: --zou FOLDER says where --install FOLDER has put it")


if __name__ == "__main__":
    sys.exit(main())
