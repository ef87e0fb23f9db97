"""Which films browsers play as they are. (No codecs here: the worker itself asks.)"""

from fractions import Fraction
from typing import Any

VIDEO = {
    "mp4": {"h264", "av1", "vp9"},
    "mov": {"h264"},
    "webm": {"vp8", "vp9", "av1"},
}
AUDIO = {
    "mp4": {"aac", "mp3", "opus"},
    "mov": {"aac", "mp3"},
    "webm": {"opus", "vorbis"},
}
PIXELS = {"yuv420p", "yuvj420p"}
LONG_SIDE, SHORT_SIDE = 1920, 1080
MAX_BITS = 20_000_000
"""A second; more stutters on common connections."""


def why_not(facts: dict[str, Any], size: int) -> str | None:
    """Return why a rendition is needed; None if the original plays. `size` in bytes."""
    return _unknown(facts) or _heavy(facts, size) or _untrue(facts)


def _unknown(facts: dict[str, Any]) -> str | None:
    container, video, audio = facts["container"], facts["video_codec"], facts["audio_codec"]
    if video not in VIDEO.get(container, ()):
        return f"{video} in {container}"
    if audio is not None and audio not in AUDIO[container]:
        return f"{audio} in {container}"
    if facts["pixel_format"] not in PIXELS:
        return f"pixels as {facts['pixel_format']}"
    return None


def _heavy(facts: dict[str, Any], size: int) -> str | None:
    long, short = sorted((facts["width"], facts["height"]), reverse=True)
    if long > LONG_SIDE or short > SHORT_SIDE:
        return f"{long} by {short} pixels"
    if size * 8 > MAX_BITS * max(facts["duration"], 1.0):
        return f"{size} bytes for {facts['duration']} s"
    return None


def _untrue(facts: dict[str, Any]) -> str | None:
    """A player would show something else than the frame that is meant."""
    if facts["interlaced"]:
        return "half pictures"
    # A player's time 0 is not that of the first frame: numbers of frames would be off.
    if abs(facts["offset"]) * Fraction(facts["frame_rate"]) > Fraction(2, 5):
        return f"pictures begin {facts['offset']} s late"
    return None


def fitted(width: int, height: int) -> tuple[int, int]:
    """Return the size of a rendition: within 1080p upright or lying, even, never enlarged."""
    most = (LONG_SIDE, SHORT_SIDE) if width >= height else (SHORT_SIDE, LONG_SIDE)
    scale = min(Fraction(1), Fraction(most[0], width), Fraction(most[1], height))
    return _even(width * scale), _even(height * scale)


def _even(length: Fraction) -> int:
    return max(2, int(length / 2) * 2)
