"""What apps above this one do when something happens to a video: each registers it at its start."""

from collections.abc import Callable
from uuid import UUID

type OnFrameRate = Callable[[UUID], None]
"""Takes the video's id; runs in the transaction that writes the frame rate down."""

on_frame_rate: list[OnFrameRate] = []


def register_on_frame_rate(react: OnFrameRate) -> None:
    """Have `react` called when a video's frame rate becomes known."""
    on_frame_rate.append(react)
