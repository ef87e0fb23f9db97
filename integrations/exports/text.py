"""Texts that people typed, made safe for formats that give some characters a meaning."""

import re
import unicodedata
from xml.sax.saxutils import escape, quoteattr

from integrations.exports.timeline import Marker

LINE_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
"""XML allows none of them, and readers of lines break a line at some."""
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins with one of these for a formula."""
NAME_MAX = 80
FILENAME_MAX = 80
NOT_IN_FILENAMES = re.compile(r'[/\\:*?"<>|%]')
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Windows has no files of these names, whatever their extension."""

COLORS = {"open": "red", "in_progress": "yellow", "resolved": "green", "closed": "blue"}
"""The colour of a marker says the status; every program has these four."""
STATUSES = {
    "open": "Open",
    "in_progress": "In progress",
    "resolved": "Resolved",
    "closed": "Closed",
}


def one_line(text: str) -> str:
    """Return a text without line breaks, which become " / "."""
    # Not by a pattern with the spaces in it: many spaces would take it quadratic time.
    lines = (line.strip() for line in LINE_BREAKS.split(text))
    return CONTROLS.sub("", " / ".join(filter(None, lines)).replace("\t", " ")).strip()


def plain(text: str) -> str:
    """Return a text with its line breaks and without other control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return CONTROLS.sub("", lines.replace("\u2029", "\n"))


def cell(text: str) -> str:
    """Return a text as the cell of a spreadsheet, which calculates nothing from it."""
    shown = plain(text)
    return f"'{shown}" if shown.startswith(FORMULAS) else shown


def shortened(text: str, length: int = NAME_MAX) -> str:
    """Return the beginning of a text, in one line."""
    line = one_line(text)
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def note(marker: Marker) -> str:
    """Return what a marker says where it has one text only: status, author, text, replies."""
    head = f"[{STATUSES[marker.status]}] {plain(marker.author)}: {plain(marker.content)}"
    replies = (
        f"{'  ' * (reply.depth - 1)}↳ {plain(reply.author)}: {plain(reply.content)}"
        for reply in marker.replies
        if reply.content
    )
    return "\n".join((head, *replies))


def element(name: str, text: object) -> str:
    """Return an XML element with a text."""
    return f"<{name}>{escape(plain(str(text)))}</{name}>"


def attributes(**values: object) -> str:
    """Return XML attributes, each after a space; those that are None are left out."""
    # Otherwise readers make a line break in an attribute a space.
    return "".join(
        f" {name}={quoteattr(plain(str(value)))}"
        for name, value in values.items()
        if value is not None
    )


def filename(name: str, extension: str) -> str:
    """Return a file name that every system takes, from a name that somebody typed."""
    visible = "".join(
        character
        for character in unicodedata.normalize("NFC", one_line(name))
        if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    safe = NOT_IN_FILENAMES.sub("_", visible)[:FILENAME_MAX].strip(" .") or "feedback"
    return f"{'_' if DEVICES.fullmatch(safe.split('.')[0]) else ''}{safe}.{extension}"
