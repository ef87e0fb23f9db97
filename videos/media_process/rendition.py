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

from videos.media_process.frames import HD_LINES, UNKNOWN_MATRIX, Film
from videos.media_process.opening import decoded, packets_of, tick
from videos.media_process.playable import fitted
from videos.media_process.sound import RATE, Converter

THREADS = min(os.cpu_count() or 1, 8)
"""More would take memory for little speed at 1080p."""
ENCODER = {"preset": "veryfast", "crf": "21", "profile": "high", "maxrate": "10M", "bufsize": "20M"}
MATRICES = {1: "bt709", 4: "fcc", 5: "smpte170m", 6: "smpte170m", 7: "smpte240m", 9: "bt2020"}
"""ISO/IEC 23091-2 matrix coefficients, as the scale filter calls them."""
BT709, SMPTE170M = 1, 6
LIMITED, FULL = 1, 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What a rendition keeps of its original."""

    rate: Fraction
    variable: bool
    duration: float


def write_rendition(
    film: Film, plan: Plan, path: Path, tell: Callable[[float], None]
) -> dict[str, Any]:
    """Transcode the whole film to `path`; return how many frames it has.

    Each frame becomes one frame. With a constant rate frame n begins at n / rate, with a variable
    one each keeps its time; the first begins at 0 and the sound is moved with it.
    """
    film.restart()
    with av.open(
        str(path), "w", format="mp4", options={"movflags": "faststart"}, buffer_size=1024 * 1024
    ) as output:
        pictures = Pictures(film, plan, output)
        sound = film.sound()
        voice = Voice(film, sound, output) if sound else None
        streams = [film.stream, *([sound] if sound else [])]
        for packet in packets_of(film.container, *streams):
            if packet.stream.index != film.stream.index:
                assert voice  # noqa: S101 - only then its packets are read
                voice.take(packet)
                continue
            for frame in decoded(packet):
                pictures.take(frame)
            tell(min(100.0, 100 * float(pictures.shown) / max(plan.duration, 0.001)))
        pictures.end()
        if voice:
            voice.end()
    return {"frames": pictures.count}


class Pictures:
    """The stream of pictures: turned, fitted, 8-bit 4:2:0, renumbered."""

    def __init__(self, film: Film, plan: Plan, output: OutputContainer) -> None:
        """Add the stream to `output`."""
        self.film, self.plan, self.output = film, plan, output
        self.size = fitted(*film.size)
        self.unit = film.tick if plan.variable else 1 / plan.rate
        self.graph: Graph | None = None
        self.given: tuple[int, int, str] | None = None
        self.count, self.shown = 0, Fraction(0)
        self._last, self._last_key = -1, Fraction(0)
        self.stream = self._add_stream()

    def _add_stream(self) -> VideoStream:
        options = {**ENCODER, "threads": f"{THREADS}", "forced-idr": "1"}
        stream: VideoStream = self.output.add_stream(
            "libx264", rate=self.plan.rate, options=options
        )
        context = stream.codec_context
        stream.width, stream.height, stream.pix_fmt = *self.size, "yuv420p"
        stream.time_base = context.time_base = self.unit
        context.gop_size = max(1, int(self.plan.rate))
        first = self.film.first
        context.colorspace, context.color_range = matrix_of(first), LIMITED
        context.color_primaries, context.color_trc = first.color_primaries, first.color_trc
        return stream

    def take(self, frame: VideoFrame) -> None:
        """Encode a frame of the film."""
        if frame.pts is None:
            return
        moment = frame.pts * self.film.tick - self.film.origin
        ready = self._filtered(frame)
        # Two that a broken file puts on one moment stay two.
        number = max(round(moment / self.unit), self._last + 1)
        ready.pts, ready.time_base = number, self.unit
        self._last, self.shown = number, number * self.unit
        # What type the frame had in the original is none of the encoder's business; where frames
        # are far apart the longest group, in frames, would be longer than a second.
        is_key = self.plan.variable and self.shown - self._last_key >= Fraction(9, 10)
        ready.pict_type = PictureType.I if is_key else PictureType.NONE
        if is_key:
            self._last_key = self.shown
        self.count += 1
        self.output.mux(self.stream.encode(ready))

    def end(self) -> None:
        """Encode what waits."""
        self.output.mux(self.stream.encode(None))

    def _filtered(self, frame: VideoFrame) -> VideoFrame:
        given = (frame.width, frame.height, frame.format.name)
        if self.graph is None or self.given != given:  # some streams change in the middle
            self.graph, self.given = self._graph(frame), given
        self.graph.vpush(frame)
        return self.graph.vpull()

    def _graph(self, frame: VideoFrame) -> Graph:
        turn = self.film.turn
        width, height = self.size
        stored = (height, width) if turn.sideways else (width, height)
        matrix = MATRICES[matrix_of(frame)]
        full = "full" if is_full(frame) else "limited"
        colours = (
            f"in_color_matrix={matrix}:out_color_matrix={matrix}:in_range={full}:out_range=limited"
        )
        wanted = (
            f"scale={stored[0]}:{stored[1]}:flags=bicubic:{colours}",
            "format=yuv420p",
            *turn.filters,
            "setsar=1",
        )
        graph = Graph()
        graph.threads = THREADS
        nodes = [
            graph.add_buffer(
                width=frame.width,
                height=frame.height,
                format=frame.format,
                time_base=self.film.tick,
            )
        ]
        if frame.interlaced_frame:
            nodes.append(graph.add("yadif", "mode=send_frame:deint=interlaced"))
        for each in wanted:
            name, _, arguments = each.partition("=")
            nodes.append(graph.add(name, arguments or None))
        graph.link_nodes(*nodes, graph.add("buffersink")).configure()
        return graph


def matrix_of(frame: VideoFrame) -> int:
    """Return the matrix of a frame's colours; what says nothing is taken as players take it."""
    known = int(frame.colorspace)
    if known in MATRICES and known != UNKNOWN_MATRIX:
        return known
    return BT709 if frame.height >= HD_LINES or frame.format.is_rgb else SMPTE170M


def is_full(frame: VideoFrame) -> bool:
    """Say whether a frame's values use the whole range."""
    return int(frame.color_range) == FULL or frame.format.is_rgb or "yuvj" in frame.format.name


class Voice:
    """The stream of sound: AAC, stereo or mono, 48 kHz."""

    def __init__(self, film: Film, stream: AudioStream, output: OutputContainer) -> None:
        """Add the stream to `output`."""
        self.output = output
        layout = "mono" if stream.codec_context.layout.nb_channels == 1 else "stereo"
        self.converter = Converter(stream, film.origin, form="fltp", layout=layout)
        self.stream: AudioStream = output.add_stream("aac", rate=RATE, layout=layout)
        self.stream.bit_rate = 96_000 if layout == "mono" else 160_000
        self.tick = tick(stream)

    def take(self, packet: Any) -> None:
        """Encode the sound in a packet of the film."""
        for frame in decoded(packet):
            self._encode(frame)

    def end(self) -> None:
        """Encode what waits."""
        self._encode(None)
        self.output.mux(self.stream.encode(None))

    def _encode(self, frame: Any) -> None:
        for ready in self.converter.convert(frame):
            self.output.mux(self.stream.encode(ready))
