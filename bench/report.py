"""From samples to figures: medians over rounds, ratios within a round, one table."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.client import Sample


@dataclass(slots=True)
class Series:
    """All that was measured of one target, a sample a round."""

    name: str
    samples: list[Sample] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Return the median round's requests a second."""
        return statistics.median(sample.rate for sample in self.samples)

    @property
    def p50(self) -> float:
        """Return the median time of a request in milliseconds."""
        return 1000 * statistics.median(time for sample in self.samples for time in sample.times)

    def over(self, other: "Series") -> float:
        """Return the median of the rounds' ratios: both of a round felt the same machine."""
        pairs = zip(self.samples, other.samples, strict=True)
        return statistics.median(ours.rate / theirs.rate for ours, theirs in pairs)


@dataclass(frozen=True, slots=True)
class Goal:
    """`ours` shall be at least `least` times as quick as `other`."""

    ours: Series
    other: Series
    least: float

    def row(self) -> tuple[str, ...]:
        """Return the table's cells."""
        ratio = self.ours.over(self.other)
        met = "met" if ratio >= self.least else "NOT MET"
        return (f"{self.ours.name} / {self.other.name}", f"{ratio:.2f}", f"≥ {self.least:g}", met)


def print_table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print columns, the first one left, the others right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for number, row in enumerate([head, *rows]):
        first, *others = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
        print("  " + "   ".join(cells))
        if number == 0:
            print("  " + "   ".join("─" * width for width in widths))
    print()


def print_rates(title: str, series: list[Series]) -> None:
    """Print each target's requests a second and its median time."""
    print(f"{title}\n")
    rows = [(target.name, f"{target.rate:,.1f}", f"{target.p50:.2f}") for target in series]
    print_table(("", "requests/s", "p50 ms"), rows)


def print_goals(goals: list[Goal]) -> None:
    """Print each ratio and its target."""
    print_table(("", "ratio", "target", ""), [goal.row() for goal in goals])
