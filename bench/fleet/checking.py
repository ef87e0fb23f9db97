"""At the end: has everybody what the server has, and the server what it acknowledged?"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import gevent
import httpx

from bench.fleet.follower import Follower
from bench.fleet.mix import API
from bench.fleet.state import Row, differences

CATCH_UP_SECONDS, PICTURE_SECONDS = 30.0, 90.0
UNDER_WAY = 2.0
"""Seconds for requests that nobody waits for any more."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A write that was answered with 2xx, and how to find it."""

    project: str
    event: str
    key: str
    url: str = ""
    """Of an upload, which has no event."""


def compare(
    url: str,
    followers: Sequence[tuple[dict[str, Any], Follower]],
    acknowledged: Sequence[Acknowledged],
    *,
    with_workers: bool,
) -> list[str]:
    """Return a sentence for each thing that is not as it must be."""
    gevent.sleep(UNDER_WAY)
    wrong: list[str] = []

    def project_of(one: tuple[dict[str, Any], Follower]) -> str:
        return str(one[0]["project"])

    for project, members in groupby(sorted(followers, key=project_of), key=project_of):
        team = list(members)
        server = Server(url, project, team[0][0]["token"])
        written = [one for one in acknowledged if one.project == project and one.event]
        wrong += server.missing(written)
        for _given, follower in team:
            wrong += server.compare(follower)
    if with_workers:
        wrong += _unfinished([one.url for one in acknowledged if one.url])
    return wrong


class Server:
    """What the server says of a project, when nobody writes any more."""

    def __init__(self, url: str, project: str, token: str) -> None:
        self.client = httpx.Client(
            base_url=f"{url}{API}", headers={"Authorization": f"Bearer {token}"}, timeout=60
        )
        self.project = project
        self.events = list(self._log())
        self.feedbacks = {
            row["id"]: row for row in self._pages(f"/feedbacks?project_id={project}&limit=500")
        }
        commented = {
            event["payload"]["feedback_id"]
            for event in self.events
            if event["type"] == "comment.added"
        }
        self.comments: dict[str, Row] = {}
        for feedback in commented:
            self._keep(list(self._pages(f"/comments?feedback_id={feedback}&limit=500")))

    def _log(self) -> Iterator[Row]:
        """Read the whole log, which is not paged by `Link` but by its seq."""
        after = 0
        while True:
            path = f"/projects/{self.project}/events?after={after}&limit=500"
            answer = self.client.get(path, headers={"Accept": "application/json"})
            page: list[Row] = answer.raise_for_status().json()
            yield from page
            if not page:
                return
            after = page[-1]["seq"]

    def _pages(self, path: str) -> Iterator[Row]:
        while path:
            answer = self.client.get(path).raise_for_status()
            yield from answer.json()
            path = answer.links.get("next", {}).get("url", "")

    def _keep(self, comments: Sequence[Row]) -> None:
        for comment in comments:
            self._keep(comment.pop("replies"))
            del comment["replies_cursor"]
            self.comments[comment["id"]] = comment

    def missing(self, written: Sequence[Acknowledged]) -> Iterator[str]:
        """Find holes in the log, and what it has not although it was acknowledged."""
        seqs = [event["seq"] for event in self.events]
        if seqs != list(range(1, len(seqs) + 1)):
            yield f"the log of {self.project} has holes: {seqs}"
        there: dict[str, set[str]] = defaultdict(set)
        for event in self.events:
            payload, kind = event["payload"], event["type"]
            if kind == "reaction.added":
                key = f"{payload['target_id']} {payload['user_id']} {payload['emoji']}"
            else:
                key = payload["id"]
            there[kind].add(key)
            if kind.startswith("feedback."):
                there["feedback.updated"].add(f"{key} {payload.get('etag')}")
        for one in written:
            if one.key not in there[one.event]:
                yield f"acknowledged, but not in the log: {one}"

    def compare(self, follower: Follower) -> Iterator[str]:
        """Compare one client's state, once it has had time to hear of everything."""
        state, newest = follower.state, self.events[-1]["seq"]
        until = time.monotonic() + CATCH_UP_SECONDS
        while state.last < newest and time.monotonic() < until:
            gevent.sleep(0.05)
        if state.last != newest:
            yield f"a client is at {state.last}, the log at {newest}"
        yield from state.holes
        told = {
            event["payload"]["id"]
            for event in self.events
            if event["type"] == "comment.added" and event["seq"] > (state.first or 0)
        }
        expected = {key: self.comments[key] for key in told if key in self.comments}
        yield from differences(state.comments, expected, "comment")
        yield from differences(state.feedbacks, self.feedbacks, "feedback")


def _unfinished(urls: Sequence[str]) -> Iterator[str]:
    """Wait for the pictures of uploads, which workers make."""
    until = time.monotonic() + PICTURE_SECONDS
    with httpx.Client(follow_redirects=True, timeout=60) as client:
        for url in urls:
            while (status := client.get(url).status_code) != 200:
                if time.monotonic() > until:
                    yield f"the picture {url.rpartition('/')[2]} of an upload: {status}"
                    break
                gevent.sleep(1)
