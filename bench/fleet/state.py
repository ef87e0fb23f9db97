"""What a client keeps of a project, from one snapshot and the events after it."""

import re
from collections.abc import Iterable
from typing import Any

import orjson

SIGNED = re.compile(rb'http://[^/"]+/media/\d+/[^/"]+/')
"""The part of a picture's address that changes with the hour."""

type Row = dict[str, Any]


class State:
    """A project's feedback, and the comments of which events told. Events come in any number.

    `holes` has what must not be: an event that does not follow the one before.
    """

    def __init__(self) -> None:
        self.feedbacks: dict[str, Row] = {}
        self.comments: dict[str, Row] = {}
        self.first: int | None = None
        """The seq with which the first connection began."""
        self.last = 0
        self.known = 0
        """The seq of the snapshot, which has all events up to it already."""
        self.early: list[Row] = []
        """Events that came before the snapshot."""
        self.holes: list[str] = []

    def begin(self, seq: int, feedbacks: Iterable[Row]) -> None:
        """Take the snapshot, and then the events that came before it."""
        self.feedbacks = {row["id"]: row for row in feedbacks}
        self.known = seq
        early, self.early = self.early, []
        for event in early:
            self._apply(event)

    def take(self, event: Row) -> None:
        """Take the next event of the socket."""
        if event["seq"] != self.last + 1:
            self.holes.append(f"{event['seq']} came after {self.last}")
        self.last = event["seq"]
        if self.known:
            self._apply(event)
        else:
            self.early.append(event)

    def _apply(self, event: Row) -> None:
        payload, kind = event["payload"], event["type"]
        if "redacted" in payload:
            return
        if kind == "comment.added":
            self.comments[payload["id"]] = payload
        if event["seq"] <= self.known:
            return
        if kind in {"feedback.created", "feedback.updated"}:
            self.feedbacks[payload["id"]] = payload
        elif kind == "comment.added":
            self.feedbacks[payload["feedback_id"]]["comments_count"] += 1
        elif kind == "reaction.added":
            feedback = self.feedbacks[payload["target_id"]]
            emoji = payload["emoji"]
            feedback["reactions"][emoji] = feedback["reactions"].get(emoji, 0) + 1
            feedback["reacted_by"].setdefault(emoji, []).append(payload["user_id"])


def differences(ours: dict[str, Row], theirs: dict[str, Row], what: str) -> list[str]:
    """Compare rows by their ids; the addresses of pictures may be signed differently."""
    found = [f"{what} {key} is missing" for key in theirs.keys() - ours.keys()]
    found += [f"{what} {key} is not there any more" for key in ours.keys() - theirs.keys()]
    for key in ours.keys() & theirs.keys():
        if (one := _comparable(ours[key])) != (other := _comparable(theirs[key])):
            found.append(f"{what} {key}: {one!r}, not {other!r}")
    return found


def _comparable(row: Row) -> bytes:
    return SIGNED.sub(b"/media/", orjson.dumps(row, option=orjson.OPT_SORT_KEYS))
