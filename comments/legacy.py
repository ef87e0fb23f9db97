"""Reading and checking a file of JSON lines with feedback from an older system.

Nothing is written here. A line is `{id, project, video, user_email, user_name, content, created_at,
comments: [{id, parent_id, user_email, user_name, content, created_at}]}`. docs/operating.md says
what is imported and how.
"""

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, BinaryIO

import orjson

from feedbacks.models import TIMESTAMP_MAX
from users.models import NAME_MAX
from videoplanet.mail.addresses import canonical_address

MAX_LINE = 8 * 1024**2
"""Bytes. A longer line is skipped, so that memory stays bounded."""
ID_MAX = 100
KEY_MAX = 320
MARKER = "timestamp:"


class Unreadable(Exception):
    """Something in the file can't be imported; the message says why."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something. `key` is their address, or their name if they have no address."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """What a feedback and a comment have in common."""

    id: str
    author: Author
    content: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """A comment. Without `parent_id` it begins a thread."""

    text: Text
    parent_id: str | None


@dataclass(slots=True)
class Entry:
    """A line that could be read."""

    line: int
    size: int
    """Bytes of the line."""
    project: str
    video: str
    text: Text
    timestamp: float
    """Seconds from the start of the video."""
    comments: list[Reply]
    """Each comes after the comment that it replies to."""
    notes: list[str] = field(default_factory=list)
    """Sentences about what was left out or corrected."""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that could not be read."""

    line: int
    reason: str


def read(file: BinaryIO) -> Iterator[Entry | RefusedLine]:
    """Yield an Entry or a RefusedLine for each line that is not blank."""
    number = 0
    while line := file.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE and not line.endswith(b"\n"):
            while (rest := file.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            yield RefusedLine(number, f"longer than {MAX_LINE // 1024**2} MiB")
        elif text := line.removeprefix(b"\xef\xbb\xbf" if number == 1 else b"").strip():
            try:
                yield _entry(number, text)
            except Unreadable as error:
                yield RefusedLine(number, str(error))


def _entry(number: int, line: bytes) -> Entry:
    try:
        given = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"not JSON: {error}") from error
    if not isinstance(given, dict):
        raise Unreadable("not a JSON object")
    text, notes = _text(given), list[str]()
    return Entry(
        line=number,
        size=len(line),
        project=_name(given, "project"),
        video=_name(given, "video"),
        text=text,
        timestamp=timestamp_in(text.content, notes),
        comments=_comments(given.get("comments"), notes),
        notes=notes,
    )


def timestamp_in(content: str, notes: list[str]) -> float:
    """Return the seconds that follow the text's first `timestamp:`, or 0.0.

    The rule is that of the old system's own migration. Seconds that are no number,
    negative or more than a day become 0.0 as well, and a note about it is added to `notes`.
    """
    if MARKER not in content:
        return 0.0
    words = content.split(MARKER)[1].split()
    try:
        seconds = float(words[0])
    except (IndexError, ValueError):
        seconds = math.nan
    if 0 <= seconds <= TIMESTAMP_MAX:
        return seconds + 0.0  # makes -0.0 0.0
    notes.append(
        f"the timestamp {words[0][:40] if words else ''!r} is no moment of a video, so it is 0.0"
    )
    return 0.0


def _comments(given: Any, notes: list[str]) -> list[Reply]:
    """Return the comments, each after its parent. Unreadable ones are left out with a note."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise Unreadable("comments: not a list")
    replies: dict[str, Reply] = {}
    for index, item in enumerate(given):
        try:
            reply = _reply(item)
        except Unreadable as error:
            notes.append(f"comments[{index}] is left out: {error}")
            continue
        if reply.text.id in replies:
            notes.append(f"comments[{index}] is left out: its id {reply.text.id} came before")
        else:
            replies[reply.text.id] = reply
    return _in_order(replies, notes)


def _reply(given: Any) -> Reply:
    if not isinstance(given, dict):
        raise Unreadable("not a JSON object")
    parent = None if given.get("parent_id") is None else _name(given, "parent_id")
    return Reply(_text(given), parent)


def _in_order(replies: dict[str, Reply], notes: list[str]) -> list[Reply]:
    """Sort parents before their replies. A reply whose parent is missing begins a thread."""
    found: dict[str, Reply] = {}
    for reply in replies.values():
        branch: dict[str, Reply] = {}  # from the reply up to a comment that is in place already
        ancestor: Reply | None = reply
        while ancestor and ancestor.text.id not in found and ancestor.text.id not in branch:
            branch[ancestor.text.id] = ancestor
            ancestor = replies.get(ancestor.parent_id or "")
        for comment in reversed(branch.values()):
            text, parent = comment.text, comment.parent_id
            if parent is not None and parent not in found:
                notes.append(f"comment {text.id} begins a thread: there is no {parent} above")
                parent = None
            found[text.id] = Reply(text, parent)
    return list(found.values())


def _text(given: dict[str, Any]) -> Text:
    content = unicodedata.normalize("NFC", _string(given, "content"))
    if not content.strip():
        raise Unreadable("content: empty")
    return Text(_name(given, "id"), _author(given), content, _time(given))


def _author(given: dict[str, Any]) -> Author:
    email, name = (
        "" if given.get(key) is None else _string(given, key).strip()
        for key in ("user_email", "user_name")
    )
    # As everywhere here, a name is one line and can't change the direction of the text around it.
    plain = "".join(c if unicodedata.category(c) not in ("Cc", "Cf") else " " for c in name)
    plain = unicodedata.normalize("NFC", " ".join(plain.split()))[:NAME_MAX]
    shown = plain or email.partition("@")[0][:NAME_MAX]
    key = canonical_address(email) or plain
    if not key or not shown:
        raise Unreadable("neither user_email nor user_name")
    if len(key) > KEY_MAX:
        raise Unreadable(f"user_email: longer than {KEY_MAX} characters")
    return Author(key, shown)


def _time(given: dict[str, Any]) -> datetime:
    text = _string(given, "created_at")
    try:
        time = datetime.fromisoformat(text)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable(f"created_at: {text[:40]!r} is no ISO 8601 time") from error


def _name(given: dict[str, Any], key: str) -> str:
    """Return an id or a name as text; the file may also have it as a whole number."""
    value = given.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    text = unicodedata.normalize("NFC", _string(given, key)).strip()
    if not text:
        raise Unreadable(f"{key}: empty")
    if len(text) > ID_MAX and key in ("id", "parent_id"):
        raise Unreadable(f"{key}: longer than {ID_MAX} characters")
    return text


def _string(given: dict[str, Any], key: str) -> str:
    if key not in given:
        raise Unreadable(f"{key}: missing")
    value = given[key]
    if not isinstance(value, str):
        raise Unreadable(f"{key}: not a text")
    if "\x00" in value:
        raise Unreadable(f"{key}: has a NUL character")
    return value
