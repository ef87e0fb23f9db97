"""Which videos browsers play as they are. (It imports no codecs: the worker itself uses it.)"""

from fractions import Fraction
from typing import Any

VIDEO_CODECS = {
    "mp4": {"h264", "av1", "vp9"},
    "mov": {"h264"},
    "webm": {"vp8", "vp9", "av1"},
}
AUDIO_CODECS = {
    "mp4": {"aac", "mp3", "opus"},
    "mov": {"aac", "mp3"},
    "webm": {"opus", "vorbis"},
}
PIXEL_FORMATS = {"yuv420p", "yuvj420p"}
OFFSET_MAX = Fraction(1, 50)
"""In frames."""
LONG_SIDE, SHORT_SIDE = 1920, 1080
MAX_BIT_RATE = 20_000_000
"""Bits per second; more stutters on common connections."""


def rendition_reason(facts: dict[str, Any], size: int) -> str | None:
    """Return why a rendition is needed; None if the original plays. `size` is in bytes."""
    return _unsupported(facts) or _too_heavy(facts, size) or _wrong_frames(facts)


def _unsupported(facts: dict[str, Any]) -> str | None:
    container, video, audio = facts["container"], facts["video_codec"], facts["audio_codec"]
    if video not in VIDEO_CODECS.get(container, ()):
        return f"{video} in {container}"
    if audio is not None and audio not in AUDIO_CODECS[container]:
        return f"{audio} in {container}"
    if facts["pixel_format"] not in PIXEL_FORMATS:
        return f"pixel format {facts['pixel_format']}"
    return _wrong_colors(facts)


def _wrong_colors(facts: dict[str, Any]) -> str | None:
    color = facts["color"]
    if color["hdr"] or color["primaries"] == "bt2020":
        return "colours beyond BT.709"
    if facts["ambiguous_color"]:
        return "some colour tags are missing"
    return None


def _too_heavy(facts: dict[str, Any], size: int) -> str | None:
    long, short = sorted((facts["width"], facts["height"]), reverse=True)
    if long > LONG_SIDE or short > SHORT_SIDE:
        return f"{long} by {short} pixels"
    if size * 8 > MAX_BIT_RATE * max(facts["duration"], 1.0):
        return f"{size} bytes for {facts['duration']} s"
    return None


def _wrong_frames(facts: dict[str, Any]) -> str | None:
    """Return why a player would show another frame than the one that is meant."""
    if facts["interlaced"]:
        return "interlaced"
    # Frame numbers would be off where the player's time 0 is not the first frame's.
    if abs(Fraction(facts["offset"]) * Fraction(facts["frame_rate"])) > OFFSET_MAX:
        return f"the first frame is shown at {facts['offset']} s"
    return None


def rendition_size(width: int, height: int) -> tuple[int, int]:
    """Return a rendition's size: within 1080p in either orientation, even, never enlarged."""
    box = (LONG_SIDE, SHORT_SIDE) if width >= height else (SHORT_SIDE, LONG_SIDE)
    scale = min(Fraction(1), Fraction(box[0], width), Fraction(box[1], height))
    return _even(width * scale), _even(height * scale)


def _even(length: Fraction) -> int:
    return max(2, int(length / 2) * 2)
