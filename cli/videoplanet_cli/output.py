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
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")
TABLE_WIDTH = 120
"""Characters: with ids, tables need so many."""


@dataclass(frozen=True, slots=True)
class Column[Row]:
    """A column of a table: its name and what it shows of a row."""

    name: str
    value: Callable[[Row], object]
    is_number: bool = False
    is_text: bool = False
    """It gets the room that is left."""
    is_id: bool = False
    """Never cut or wrapped: it is copied."""


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
    console = Console()
    if console.width >= TABLE_WIDTH:
        console.print(_table(rows, columns))
        return
    for row in rows:
        _print_lines(console, row, columns)


def _table[Row](rows: Iterable[Row], columns: Sequence[Column[Row]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        justify: Any = "right" if column.is_number else "left"
        table.add_column(column.name, justify=justify, no_wrap=not column.is_text, overflow="fold")
    for row in rows:
        # As Text: what looks like rich's markup is somebody's words.
        table.add_row(*(Text(one_line(_cell(column, row))) for column in columns))
    return table


def _print_lines[Row](console: Console, row: Row, columns: Sequence[Column[Row]]) -> None:
    """Print a row where a table is too wide: its text, what is said of it, its id."""
    said = []
    for column in columns:
        value = one_line(_cell(column, row))
        if column.is_text:
            console.print(Text(value, "bold"))
        elif value and not column.is_id:
            said.append(f"{column.name} {value}" if column.is_number else value)
    console.print(Padding(Text("  ".join(said)), (0, 0, 0, 2)))
    for column in columns:
        if column.is_id:
            console.print(Padding(Text(one_line(_cell(column, row)), "dim"), (0, 0, 0, 2)))


def _cell[Row](column: Column[Row], row: Row) -> object:
    value = column.value(row)
    return "" if value is None else value
