"""The rendition: H.264 and AAC in an MP4 that every browser plays and that seeks well."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.filter import Graph
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from videos.media_process.audio import RATE, Resampler
from videos.media_process.browser_support import rendition_size
from videos.media_process.opening import decode_packet, read_packets
from videos.media_process.source import HD_LINES, UNKNOWN_MATRIX, Source

THREADS = min(os.cpu_count() or 1, 8)
"""More would take memory and give little speed at 1080p."""
ENCODER = {"preset": "veryfast", "crf": "21", "profile": "high", "maxrate": "10M", "bufsize": "20M"}
MATRICES = {1: "bt709", 4: "fcc", 5: "smpte170m", 6: "smpte170m", 7: "smpte240m", 9: "bt2020"}
"""Matrix coefficients of ISO/IEC 23091-2, as the scale filter calls them."""
BT709, SMPTE170M = 1, 6
LIMITED, FULL = 1, 2


@dataclass(frozen=True, slots=True)
class Timing:
    """When the original's frames begin, as the probe found out."""

    rate: Fraction
    """Frames per second, nominal if variable."""
    variable: bool
    duration: float


def write_rendition(
    source: Source, timing: Timing, path: Path, report: Callable[[float], None]
) -> dict[str, Any]:
    """Transcode the whole video to `path`; return how many frames it has.

    Each frame becomes one frame. With a constant rate frame n begins at n / rate, with a variable
    rate each keeps its time; the first begins at 0, and the audio is moved with it.
    """
    source.restart()
    with av.open(
        str(path), "w", format="mp4", options={"movflags": "faststart"}, buffer_size=1024 * 1024
    ) as output:
        video = VideoTrack(source, timing, output)
        audio_stream = source.audio_stream()
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

    def __init__(self, source: Source, timing: Timing, output: OutputContainer) -> None:
        """Add the stream to `output`."""
        self.source, self.timing, self.output = source, timing, output
        self.size = rendition_size(*source.size)
        self.time_base = source.time_base if timing.variable else 1 / timing.rate
        self.graph: Graph | None = None
        self.graph_input: tuple[int, int, str] | None = None
        self.count = 0
        self.written = Fraction(0)
        """Seconds."""
        self._last_number, self._last_key = -1, Fraction(0)
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
        first = self.source.first
        context.colorspace, context.color_range = matrix_of(first), LIMITED
        context.color_primaries, context.color_trc = first.color_primaries, first.color_trc
        return stream

    def add(self, frame: VideoFrame) -> None:
        """Encode a frame of the original."""
        if frame.pts is None:
            return
        time = self.source.time_of(frame) - self.source.origin
        output = self._filter(frame)
        # Two frames to which a broken file gives one time stay two frames.
        number = max(round(time / self.time_base), self._last_number + 1)
        output.pts, output.time_base = number, self.time_base
        self._last_number, self.written = number, number * self.time_base
        # The encoder must not copy the original's frame types. With a variable rate a group of
        # gop_size frames may last longer than a second, so keyframes are set by time.
        is_key = self.timing.variable and self.written - self._last_key >= Fraction(9, 10)
        output.pict_type = PictureType.I if is_key else PictureType.NONE
        if is_key:
            self._last_key = self.written
        self.count += 1
        self.output.mux(self.stream.encode(output))

    def finish(self) -> None:
        """Encode the frames that the encoder still holds."""
        self.output.mux(self.stream.encode(None))

    def _filter(self, frame: VideoFrame) -> VideoFrame:
        graph_input = (frame.width, frame.height, frame.format.name)
        # Some streams change size or format in the middle.
        if self.graph is None or self.graph_input != graph_input:
            self.graph, self.graph_input = self._build_graph(frame), graph_input
        self.graph.vpush(frame)
        return self.graph.vpull()

    def _build_graph(self, frame: VideoFrame) -> Graph:
        orientation = self.source.orientation
        width, height = self.size
        stored = (height, width) if orientation.sideways else (width, height)
        matrix = MATRICES[matrix_of(frame)]
        input_range = "full" if is_full_range(frame) else "limited"
        colors = (
            f"in_color_matrix={matrix}:out_color_matrix={matrix}"
            f":in_range={input_range}:out_range=limited"
        )
        filters = (
            f"scale={stored[0]}:{stored[1]}:flags=bicubic:{colors}",
            "format=yuv420p",
            *orientation.filters,
            "setsar=1",
        )
        graph = Graph()
        graph.threads = THREADS
        nodes = [
            graph.add_buffer(
                width=frame.width,
                height=frame.height,
                format=frame.format,
                time_base=self.source.time_base,
            )
        ]
        if frame.interlaced_frame:
            nodes.append(graph.add("yadif", "mode=send_frame:deint=interlaced"))
        for spec in filters:
            name, _, arguments = spec.partition("=")
            nodes.append(graph.add(name, arguments or None))
        graph.link_nodes(*nodes, graph.add("buffersink")).configure()
        return graph


def matrix_of(frame: VideoFrame) -> int:
    """Return the frame's colour matrix; for an untagged one, what players assume."""
    tagged = int(frame.colorspace)
    if tagged in MATRICES and tagged != UNKNOWN_MATRIX:
        return tagged
    return BT709 if frame.height >= HD_LINES or frame.format.is_rgb else SMPTE170M


def is_full_range(frame: VideoFrame) -> bool:
    """Say whether a frame's values use the full range (0 to 255)."""
    return int(frame.color_range) == FULL or frame.format.is_rgb or "yuvj" in frame.format.name


class AudioTrack:
    """The rendition's audio: AAC, stereo or mono, 48 kHz."""

    def __init__(self, source: Source, stream: AudioStream, output: OutputContainer) -> None:
        """Add the stream to `output`."""
        self.output = output
        layout = "mono" if stream.codec_context.layout.nb_channels == 1 else "stereo"
        self.resampler = Resampler(stream, source.origin, sample_format="fltp", layout=layout)
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
