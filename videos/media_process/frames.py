"""Frames at a moment, exactly: seek to the keyframe before, decode on."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream
from PIL import Image

from videos.media_process.opening import (
    NotAFilm,
    film_stream,
    frames_of,
    open_film,
    shown_size,
    tick,
    turn_of,
)

TOLERANCE = Fraction(1, 1000)
"""Seconds. A moment so little before a frame means that frame: moments are sent in thousandths, and
some containers (Matroska) keep them so."""
HD_LINES = 720
UNKNOWN_MATRIX = 2


def _is_default(stream: AudioStream) -> bool:
    return bool(stream.disposition & Disposition.default)


class Film:
    """An open film whose frames are asked for by time, in seconds from its first frame."""

    def __init__(self, file: Any) -> None:
        """Open it. Raises NotAFilm."""
        self.file = file
        self.container: InputContainer = open_film(file)
        self.stream: VideoStream = film_stream(self.container)
        self.tick = tick(self.stream)
        self.turn = turn_of(self.stream)
        self.size = shown_size(self.stream, self.turn)
        first = next(frames_of(self.container, self.stream), None)
        if first is None:
            raise NotAFilm("no_frame")
        self.first: VideoFrame = first
        self.origin = self.time_of(first)

    def close(self) -> None:
        """Close it."""
        self.container.close()

    def time_of(self, frame: VideoFrame) -> Fraction:
        """Return the frame's time in the container, in seconds."""
        return (frame.pts or 0) * self.tick

    def frame_at(self, moment: float) -> VideoFrame:
        """Return the frame shown at `moment` seconds; after the end, the last."""
        target = self.origin + Fraction(moment) + TOLERANCE
        shown = self.first
        for frame in self.from_keyframe(target):
            if self.time_of(frame) > target:
                break
            shown = frame
        return shown

    def from_keyframe(self, target: Fraction) -> Iterator[VideoFrame]:
        """Decode from the last keyframe that is not after `target` (seconds in the container).

        Where a container seeks by the order of decoding it lands after it now and then: then from
        further back, in the end from the beginning.
        """
        back = Fraction(0)
        while target - back > self.origin:
            # What comes before the first keyframe needs pictures that were not read.
            frames = self._seek(target - back)
            key = next((frame for frame in frames if frame.key_frame), None)
            if key is not None and self.time_of(key) <= target:
                yield key
                yield from frames
                return
            back = back * 4 or Fraction(1)
        yield from self._from_start()

    def _seek(self, moment: Fraction) -> Iterator[VideoFrame]:
        try:
            self.container.seek(int(moment / self.tick), stream=self.stream, backward=True)
        except av.FFmpegError:  # this container has no way to
            return iter(())
        return frames_of(self.container, self.stream)

    def _from_start(self) -> Iterator[VideoFrame]:
        self.restart()
        return frames_of(self.container, self.stream)

    def restart(self) -> None:
        """Open it again: what can't seek to a moment (MPEG-TS now and then) can't go back either."""
        self.container.close()
        self.file.seek(0)
        self.container = open_film(self.file)
        self.stream = film_stream(self.container)

    def sound(self) -> AudioStream | None:
        """Return the stream of sound that a player takes; None for none that can be decoded."""
        known = [each for each in self.container.streams.audio if each.codec_context is not None]
        return max(known, key=_is_default, default=None)

    def image(self, frame: VideoFrame, size: tuple[int, int] | None = None) -> Image.Image:
        """Return a frame as it is shown: upright, square pixels, RGB; in `size` or its own."""
        width, height = size or self.size
        stored = (height, width) if self.turn.sideways else (width, height)
        unknown = frame.colorspace == UNKNOWN_MATRIX and frame.height >= HD_LINES
        # As players take what says nothing.
        matrix = Colorspace.ITU709 if unknown else None
        image: Image.Image = frame.to_image(  # type: ignore[no-untyped-call]
            width=stored[0], height=stored[1], src_colorspace=matrix, interpolation="BICUBIC"
        )
        return image if self.turn.transpose is None else image.transpose(self.turn.transpose)
