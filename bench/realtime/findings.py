"""A line of the last table: what was measured and what was wanted."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.report import print_table


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure; `met` is None where nothing was wanted."""

    what: str
    measured: str
    wanted: str
    met: bool | None


def print_findings(findings: Sequence[Finding]) -> None:
    """Print the table."""
    words = {True: "met", False: "NOT MET", None: ""}
    rows = [(each.what, each.measured, each.wanted, words[each.met]) for each in findings]
    print_table(("", "measured", "wanted", ""), rows)
