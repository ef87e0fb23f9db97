"""What a list of feedback can be narrowed by."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID


class Filters(TypedDict, total=False):
    """The filters of a list; `q` needs the `project_id` beside it."""

    project_id: UUID
    video_id: UUID
    include_previous: str
    status: list[str]
    priority: list[str]
    tag: list[str]
    author: UUID
    assignee: UUID
    timestamp_from: float
    timestamp_to: float
    updated_since: datetime
    q: str
