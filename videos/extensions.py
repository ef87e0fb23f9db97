"""What apps above this one do when something becomes known of a video.

Each registers it when it starts, so this app knows nothing of feedback.
"""

from collections.abc import Callable
from uuid import UUID

type VideoHook = Callable[[UUID], None]
"""Takes the video's id; runs in the transaction that writes the change."""

frame_rate_hooks: list[VideoHook] = []


def register_frame_rate_hook(hook: VideoHook) -> None:
    """Have `hook` called when a video's frame rate became known, or another."""
    frame_rate_hooks.append(hook)
