"""The final table: what was measured, and what was wanted."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.report import print_table


@dataclass(frozen=True, slots=True)
class Finding:
    """One line; `met` is None where there is no target."""

    what: str
    measured: str
    wanted: str
    met: bool | None


def print_findings(findings: Sequence[Finding]) -> None:
    """Print the table."""
    words = {True: "met", False: "NOT MET", None: ""}
    rows = [
        (finding.what, finding.measured, finding.wanted, words[finding.met]) for finding in findings
    ]
    print_table(("", "measured", "wanted", ""), rows)
