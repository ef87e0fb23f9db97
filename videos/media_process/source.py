"""Frames at a given time, exactly: seek to the keyframe before it, then decode onwards."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from videos.media_process.conversion import STILL_DEINTERLACER, FrameConverter
from videos.media_process.opening import (
    BARE_STREAMS,
    NotAVideo,
    decode_frames,
    display_size,
    open_container,
    orientation_of,
    time_base_of,
    video_stream,
)


class Source:
    """An open video, whose frames are fetched by time in seconds from its first frame."""

    def __init__(self, file: Any) -> None:
        """Open `file`, a path or a file object. Raises NotAVideo."""
        self.file = file
        self.container: InputContainer = open_container(file)
        self.stream: VideoStream = video_stream(self.container)
        self.time_base = time_base_of(self.stream)
        self.orientation = orientation_of(self.stream)
        self.size = display_size(self.stream, self.orientation)
        if self.container.format.name in BARE_STREAMS:
            raise NotAVideo("no_times")
        first = next(decode_frames(self.container, self.stream), None)
        if first is None:
            raise NotAVideo("no_frame")
        self.first: VideoFrame = first
        self.origin = self.time_of(first)
        # AVI knows only when frames are decoded; with B-frames that is later than they are shown.
        has_times = self.container.format.name != "avi"
        self.audio_origin = self.origin if has_times else Fraction(0)

    def close(self) -> None:
        """Close the container; `file` stays open."""
        self.container.close()

    def time_of(self, frame: VideoFrame) -> Fraction:
        """Return the frame's time in the container, in seconds."""
        return (frame.pts or 0) * self.time_base

    def frame_at(self, seconds: float) -> VideoFrame:
        """Return the frame shown at `seconds`: the last that has begun; after the end, the last."""
        target = self.origin + Fraction(seconds)
        shown = self.first
        for frame in self.decode_from_keyframe(target):
            if self.time_of(frame) > target:
                break
            shown = frame
        return shown

    def decode_from_keyframe(self, target: Fraction) -> Iterator[VideoFrame]:
        """Decode from the last keyframe that is not after `target` (seconds in the container).

        Containers that seek by decoding order sometimes land after it: then try from further back,
        and in the end from the beginning.
        """
        back = Fraction(0)
        while target - back > self.origin:
            # Frames before the first keyframe refer to frames that were not read.
            frames = self._frames_from(target - back)
            key = next((frame for frame in frames if frame.key_frame), None)
            if key is not None and self.time_of(key) <= target:
                yield key
                yield from frames
                return
            back = back * 4 or Fraction(1)
        yield from self._decode_from_start()

    def _frames_from(self, time: Fraction) -> Iterator[VideoFrame]:
        return decode_frames(self.container, self.stream) if self.seek(time) else iter(())

    def seek(self, time: Fraction) -> bool:
        """Go to a keyframe near `time` (seconds in the container); False if that is impossible."""
        try:
            self.container.seek(int(time / self.time_base), stream=self.stream, backward=True)
        except av.FFmpegError:
            return False
        return True

    def _decode_from_start(self) -> Iterator[VideoFrame]:
        self.restart()
        return decode_frames(self.container, self.stream)

    def restart(self) -> None:
        """Open the file again: where seeking fails (sometimes in MPEG-TS) so does rewinding."""
        self.container.close()
        self.file.seek(0)
        self.container = open_container(self.file)
        self.stream = video_stream(self.container)

    def audio_stream(self, track: int | None = None) -> AudioStream | None:
        """Return an audio stream by its number among them, from 0.

        Without a number it is the one that players choose; None if none can be decoded.
        """
        if track is not None:
            return self.container.streams.audio[track]
        return max(self.audio_streams(), key=_is_default, default=None)

    def audio_streams(self) -> list[AudioStream]:
        """Return the audio streams that can be decoded."""
        streams = self.container.streams.audio
        return [stream for stream in streams if stream.codec_context is not None]

    def image(self, frame: VideoFrame, size: tuple[int, int] | None = None) -> Image.Image:
        """Return a frame as it is shown: upright, square pixels, RGB, in `size` or its own size."""
        converter = FrameConverter(
            self, size or self.size, "rgb24", deinterlacer=STILL_DEINTERLACER
        )
        converted = [*converter.convert(frame), *converter.flush()][0]
        image: Image.Image = converted.to_image()  # type: ignore[no-untyped-call]
        return image


def _is_default(stream: AudioStream) -> bool:
    return bool(stream.disposition & Disposition.default)
