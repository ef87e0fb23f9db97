"""What apps above this one do when something happens to a video: each registers it at its start."""

from collections.abc import Callable
from uuid import UUID

from videos.models import Video

type OnFrameRate = Callable[[UUID], None]
"""Takes the video's id; runs in the transaction that writes the frame rate down."""
type OnReady = Callable[[Video], None]
"""Takes the video; runs in the transaction that makes it ready."""

on_frame_rate: list[OnFrameRate] = []
on_ready: list[OnReady] = []


def register_on_frame_rate(react: OnFrameRate) -> None:
    """Have `react` called when a video's frame rate becomes known."""
    on_frame_rate.append(react)


def register_on_ready(react: OnReady) -> None:
    """Have `react` called when a video has become ready."""
    on_ready.append(react)
