"""What people do, by weight: one table, of which 90 in 100 are reads.

It is what the review room asks for. It loads a list when a page is opened, and keeps it up to date
from the socket; so the reads are those of people who go from project to video to thread. Names in
braces are filled in by `bench.fleet.people`.
"""

from dataclasses import dataclass
from typing import Any

API = "/api/v1"
LIST = f"{API}/feedbacks?project_id={{project}}"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody does; `weight` of 100."""

    weight: float
    name: str
    path: str
    method: str = "GET"
    body: dict[str, Any] | None = None
    event: str = ""
    """The type of the event that the log must have, if the act was acknowledged."""


READS = (
    Act(6, "own projects", f"{API}/projects"),
    Act(4, "project", f"{API}/projects/{{project}}"),
    Act(4, "members", f"{API}/projects/{{project}}/members"),
    Act(4, "summary", f"{API}/projects/{{project}}/summary"),
    Act(10, "videos", f"{API}/videos?project_id={{project}}"),
    Act(6, "video", f"{API}/videos/{{video}}"),
    Act(8, "watch: playback", f"{API}/videos/{{video}}/playback"),
    Act(20, "feedback of a video", f"{LIST}&video_id={{video}}&order=timestamp"),
    Act(3, "open feedback", f"{LIST}&status=open"),
    Act(2, "search", f"{LIST}&q={{word}}"),
    Act(16, "thread", f"{API}/comments?feedback_id={{feedback}}"),
    Act(7, "notifications", f"{API}/notifications"),
)
WRITES = (
    Act(
        *(3, "give feedback", f"{API}/feedbacks", "POST"),
        {"video_id": "{video}", "timestamp": "{second}", "content": "{text}"},
        "feedback.created",
    ),
    Act(
        *(3.5, "comment", f"{API}/comments", "POST"),
        {"feedback_id": "{feedback}", "content": "{text}"},
        "comment.added",
    ),
    Act(
        *(2, "react", f"{API}/feedbacks/{{feedback}}/reactions", "POST"),
        {"emoji": "{emoji}"},
        "reaction.added",
    ),
    Act(
        *(1, "change a status", f"{API}/feedbacks/{{feedback}}", "PATCH"),
        {"status": "{status}"},
        "feedback.updated",
    ),
    Act(0.5, "upload a screenshot", f"{API}/screenshots", "POST"),
)
ACTS = READS + WRITES
