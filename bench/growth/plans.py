"""The plans that PostgreSQL really used: `auto_explain` in the sessions of the server.

It is loaded into every session and does nothing until it is switched on for one request. Then each
statement leaves its plan with times and buffers (EXPLAIN (ANALYZE, BUFFERS)) in PostgreSQL's log,
and so do those of foreign keys' triggers, which cascade and check.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

SETTINGS = {
    "log_analyze": "on",
    "log_buffers": "on",
    "log_triggers": "on",
    "log_nested_statements": "on",
    "log_parameter_max_length": "200",
}
NOTHING, EVERYTHING = "-1", "0"
_ENTRY = re.compile(r"^LOG:  duration: [\d.]+ ms  plan:$", re.MULTILINE)
_BUFFERS = re.compile(r"Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?")
SWITCH_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of one request."""

    text: str

    @property
    def pages(self) -> int:
        """Return how many pages all statements asked for, of 8 kB, from memory or the disk."""
        found = 0
        for entry in _ENTRY.split(self.text)[1:]:
            # The top of a plan comes first, and has the pages of all that is below it.
            if top := _BUFFERS.search(entry):
                found += sum(int(part or 0) for part in top.groups())
        return found


class Explainer:
    """Switches `auto_explain` on and off. Only sessions that start afterwards have it."""

    def __init__(self, log: Path) -> None:
        """`log` is what PostgreSQL writes."""
        self.log = log
        _set("session_preload_libraries", "auto_explain", **SETTINGS)

    @contextmanager
    def switched_on(self) -> Iterator[None]:
        """Have plans written. Running sessions hear of the switch, but not at once."""
        _set("auto_explain.log_min_duration", EVERYTHING)
        time.sleep(SWITCH_SECONDS)
        try:
            yield
        finally:
            _set("auto_explain.log_min_duration", NOTHING)
            time.sleep(SWITCH_SECONDS)

    def of(self, send: Callable[[], object]) -> Plans:
        """Return the plans of what one request does. Raises RuntimeError if there are none."""
        begin = self.log.stat().st_size
        send()
        with self.log.open("rb") as file:
            file.seek(begin)
            plans = Plans(file.read().decode(errors="replace"))
        if not _ENTRY.search(plans.text):
            raise RuntimeError(f"no plan was written: {plans.text[:500]!r}")
        return plans


def _set(name: str, value: str, **more: str) -> None:
    """Change settings of the whole cluster, for the running sessions too."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("LOAD 'auto_explain'")  # else its settings are not known
        for setting, to in {
            name: value,
            **{f"auto_explain.{n}": v for n, v in more.items()},
        }.items():
            statement = sql.SQL("ALTER SYSTEM SET {} = {}")
            parts = sql.SQL(".").join([sql.Identifier(part) for part in setting.split(".")])
            connection.execute(statement.format(parts, sql.Literal(to)))
        connection.execute("SELECT pg_reload_conf()")
