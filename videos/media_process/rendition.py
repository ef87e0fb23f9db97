"""The rendition: H.264 and AAC in an MP4 that every browser plays and that seeks well."""

import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from videos.media_process.audio import RATE, Resampler
from videos.media_process.browser_support import rendition_size
from videos.media_process.color import BT709, LIMITED
from videos.media_process.conversion import FrameConverter
from videos.media_process.opening import decode_packet, read_packets
from videos.media_process.source import Source

THREADS = min(os.cpu_count() or 1, 8)
"""More would take memory and give little speed at 1080p."""
ENCODER = {"preset": "veryfast", "crf": "21", "profile": "high", "maxrate": "10M", "bufsize": "20M"}


@dataclass(frozen=True, slots=True)
class RenditionTiming:
    """When the original's frames begin, as the probe has measured."""

    rate: Fraction
    """Frames per second, nominal if variable."""
    variable: bool
    duration: float


def write_rendition(
    source: Source,
    timing: RenditionTiming,
    path: Path,
    report: Callable[[float], None],
    track: int | None = None,
) -> dict[str, Any]:
    """Transcode the video and an audio track to `path`; return how many frames it has.

    Each frame becomes one frame. With a constant rate frame n begins at n / rate, with a variable
    rate each keeps its time; the first begins at 0, and the audio is moved with it.
    """
    source.restart()
    with av.open(
        str(path), "w", format="mp4", options={"movflags": "faststart"}, buffer_size=1024 * 1024
    ) as output:
        video = VideoTrack(source, timing, output)
        audio_stream = source.audio_stream(track)
        audio = AudioTrack(source, audio_stream, output) if audio_stream else None
        streams = [source.stream, *([audio_stream] if audio_stream else [])]
        for packet in read_packets(source.container, *streams):
            if packet.stream.index != source.stream.index:
                assert audio  # noqa: S101 - packets of other streams are not read
                audio.add(packet)
                continue
            for frame in decode_packet(packet):
                video.add(frame)
            report(min(100.0, 100 * float(video.written) / max(timing.duration, 0.001)))
        video.finish()
        if audio:
            audio.finish()
    return {"frames": video.count}


class VideoTrack:
    """The rendition's video: upright, scaled, 8-bit 4:2:0, with new timestamps."""

    def __init__(self, source: Source, timing: RenditionTiming, output: OutputContainer) -> None:
        """Add the stream to `output`."""
        self.source, self.timing, self.output = source, timing, output
        self.size = rendition_size(*source.size)
        self.time_base = source.time_base if timing.variable else 1 / timing.rate
        self.converter = FrameConverter(source, self.size, "yuv420p", threads=THREADS)
        self.count = 0
        self.written = Fraction(0)
        """Seconds."""
        self._last_number, self._last_key = -1, Fraction(0)
        self._numbers: deque[int] = deque()
        """The numbers of the frames that the converter holds."""
        self.stream = self._add_stream()

    def _add_stream(self) -> VideoStream:
        options = {**ENCODER, "threads": f"{THREADS}", "forced-idr": "1"}
        stream: VideoStream = self.output.add_stream(
            "libx264", rate=self.timing.rate, options=options
        )
        context = stream.codec_context
        stream.width, stream.height, stream.pix_fmt = *self.size, "yuv420p"
        stream.time_base = context.time_base = self.time_base
        context.gop_size = max(1, int(self.timing.rate))
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = LIMITED
        return stream

    def add(self, frame: VideoFrame) -> None:
        """Encode a frame of the original."""
        if frame.pts is None:
            return
        time = self.source.time_of(frame) - self.source.origin
        # Two frames to which a broken file gives one time stay two frames.
        self._last_number = max(round(time / self.time_base), self._last_number + 1)
        self._numbers.append(self._last_number)
        for converted in self.converter.convert(frame):
            self._encode(converted)

    def finish(self) -> None:
        """Encode the frames that converter and encoder still hold."""
        for converted in self.converter.flush():
            self._encode(converted)
        self.output.mux(self.stream.encode(None))

    def _encode(self, frame: VideoFrame) -> None:
        number = self._numbers.popleft()
        frame.pts, frame.time_base = number, self.time_base
        self.written = number * self.time_base
        # The encoder must not copy the original's frame types. With a variable rate a group of
        # gop_size frames may last longer than a second, so keyframes are set by time.
        is_key = self.timing.variable and self.written - self._last_key >= Fraction(9, 10)
        frame.pict_type = PictureType.I if is_key else PictureType.NONE
        if is_key:
            self._last_key = self.written
        self.count += 1
        self.output.mux(self.stream.encode(frame))


class AudioTrack:
    """The rendition's audio: AAC, stereo or mono, 48 kHz."""

    def __init__(self, source: Source, stream: AudioStream, output: OutputContainer) -> None:
        """Add the stream to `output`."""
        self.output = output
        layout = "mono" if stream.codec_context.layout.nb_channels == 1 else "stereo"
        self.resampler = Resampler(stream, source.audio_origin, sample_format="fltp", layout=layout)
        self.stream: AudioStream = output.add_stream("aac", rate=RATE, layout=layout)
        self.stream.bit_rate = 96_000 if layout == "mono" else 160_000

    def add(self, packet: Any) -> None:
        """Encode the audio in a packet of the original."""
        for frame in decode_packet(packet):
            self._encode(frame)

    def finish(self) -> None:
        """Encode the samples that are still held."""
        self._encode(None)
        self.output.mux(self.stream.encode(None))

    def _encode(self, frame: Any) -> None:
        for ready in self.resampler.resample(frame):
            self.output.mux(self.stream.encode(ready))
