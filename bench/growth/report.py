"""From what was measured at each size to growth: the table, and the plans of what grows."""

import math
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.growth.measure import Measured
from bench.report import print_table

MOST = 1.5
"""How many times as long ten times the rows may take."""


@dataclass(frozen=True, slots=True)
class Growth:
    """One route at all sizes, ascending."""

    name: str
    sizes: Sequence[int]
    found: Sequence[Measured]

    @property
    def milliseconds(self) -> list[float]:
        """Return the median times."""
        return [measured.milliseconds for measured in self.found]

    @property
    def relative(self) -> list[float]:
        """Return the times compared with those of the control."""
        return [measured.relative for measured in self.found]

    @property
    def pages(self) -> list[int]:
        """Return the pages that PostgreSQL asked for."""
        return [measured.plans.pages for measured in self.found]

    def factors(self, values: Sequence[float]) -> list[float]:
        """Return by how much a value grew for ten times the rows, from each size to the next."""
        steps = zip(self.sizes, self.sizes[1:], values, values[1:], strict=False)
        return [
            (then / max(now, 1e-9)) ** (1 / math.log10(next_size / size))
            for size, next_size, now, then in steps
        ]

    @property
    def bytes(self) -> list[int]:
        """Return the lengths of the answers."""
        return [measured.size for measured in self.found]

    @property
    def grows(self) -> bool:
        """Say whether it took too much longer at the last size, also for its longer answer."""
        if len(self.sizes) < 2:
            return False
        longer = max(1, self.factors(self.bytes)[-1])
        return self.factors(self.relative)[-1] > MOST * longer


def growth_of(found: Mapping[int, Mapping[str, Measured]]) -> list[Growth]:
    """Return what was measured, by size and route, route by route."""
    sizes = sorted(found)
    return [Growth(name, sizes, [found[size][name] for size in sizes]) for name in found[sizes[0]]]


def print_growth(routes: Sequence[Growth]) -> None:
    """Print times, pages and the last answer's length, and growth for ten times the rows."""
    sizes = [f"{size:,}" for size in routes[0].sizes]
    steps = ["×"] * (len(sizes) - 1)
    print("Median ms, and pages of 8 kB, by the number of feedbacks; × is for ten times the rows,")
    print("of times compared with those of a request that costs the same at every size\n")
    head = ("", *(f"{size}, ms" for size in sizes), *steps, *(f"{s}, pages" for s in sizes), *steps)
    rows = []
    for route in routes:
        cells = [f"{value:.1f}" for value in route.milliseconds]
        cells += [f"{factor:.2f}" for factor in route.factors(route.relative)]
        cells += [f"{value:,}" for value in route.pages]
        cells += [f"{factor:.2f}" for factor in route.factors(route.pages)]
        cells += [f"{value:,}" for value in route.bytes]
        rows.append((route.name, *cells, "GROWS" if route.grows else ""))
    print_table((*head, *(f"{size}, bytes" for size in sizes), ""), rows)
    grown = sum(route.grows for route in routes)
    print(f"{grown} of {len(routes)} routes take more than {MOST} times as long at the last step")


def keep_plans(routes: Sequence[Growth], folder: Path) -> None:
    """Write the plans of what grows, at all sizes, in the place of those of the last run."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for route in routes:
        if route.grows:
            name = re.sub(r"\W+", "-", route.name)
            for size, measured in zip(route.sizes, route.found, strict=True):
                (folder / f"{name}.{size}.txt").write_text(measured.plans.text)
