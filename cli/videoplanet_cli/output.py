"""What is printed: a table for people, lines with tabs for pipes, JSON for programs.

Results go to standard output. What is said beside them goes to standard error.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Column[Row]:
    """A column of a table: its name and what it shows of a row."""

    name: str
    value: Callable[[Row], object]
    is_number: bool = False
    is_whole: bool = False
    """Never cut or wrapped: an id is copied."""


def clean(text: object) -> str:
    """Return a text without what would steer the terminal: others have typed it."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(text))


def one_line(text: object) -> str:
    """Return a text for one cell."""
    return clean(_SPACE.sub(" ", str(text)).strip())


def say(text: str) -> None:
    """Tell the person something beside the result, on standard error."""
    print(clean(text), file=sys.stderr, flush=True)


def tell(text: str) -> None:
    """Print a line of the result."""
    print(clean(text), flush=True)


def print_json(value: object) -> None:
    """Print a result for programs, indented where a person reads it."""
    print(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))
    sys.stdout.flush()


def print_rows[Row](rows: Iterable[Row], columns: Sequence[Column[Row]], *, as_json: bool) -> None:
    """Print a list."""
    if as_json:
        print_json(list(rows))
        return
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join(one_line(_cell(column, row)) for column in columns))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        justify: Any = "right" if column.is_number else "left"
        overflow: Any = "fold" if column.is_whole else "ellipsis"
        table.add_column(column.name, justify=justify, no_wrap=column.is_whole, overflow=overflow)
    for row in rows:
        # As Text: what looks like rich's markup is somebody's words.
        table.add_row(*(Text(one_line(_cell(column, row))) for column in columns))
    Console().print(table)


def _cell[Row](column: Column[Row], row: Row) -> object:
    value = column.value(row)
    return "" if value is None else value
