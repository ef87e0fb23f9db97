"""What apps above this one do when a video changes; each app registers it when it starts."""

from collections.abc import Callable, Iterable
from uuid import UUID

from videos.models import Video

type OnFrameRate = Callable[[UUID], None]
"""Takes the video's id; runs in the transaction that saves the frame rate."""
type OnReady = Callable[[Video], None]
"""Takes the video; runs in the transaction that makes it ready."""
type Contents = Callable[[UUID], Iterable[UUID]]
"""Takes the video's id; returns the ids of what is deleted with it."""

on_frame_rate: list[OnFrameRate] = []
on_ready: list[OnReady] = []
contents: list[Contents] = []


def register_on_frame_rate(react: OnFrameRate) -> None:
    """Have `react` called when a video's frame rate becomes known."""
    on_frame_rate.append(react)


def register_on_ready(react: OnReady) -> None:
    """Have `react` called when a video has become ready."""
    on_ready.append(react)


def register_contents(ids: Contents) -> None:
    """Have the text of these rows removed from the log when their video is deleted."""
    contents.append(ids)
