"""Converts a source's frames to what is shown: progressive, upright, square pixels, one size."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import av
from av.filter import Graph
from av.video.frame import VideoFrame

if TYPE_CHECKING:
    from videos.media_process.source import Source

HD_LINES = 720
UNKNOWN_MATRIX = 2
MATRICES = {1: "bt709", 4: "fcc", 5: "smpte170m", 6: "smpte170m", 7: "smpte240m", 9: "bt2020"}
"""Matrix coefficients of ISO/IEC 23091-2, as the scale filter calls them."""
BT709, SMPTE170M = 1, 6
FULL = 2
MOTION_DEINTERLACER = "yadif=mode=send_frame:deint=interlaced"
"""Compares neighbouring frames, so it holds one back."""
STILL_DEINTERLACER = "estdif=mode=frame:deint=interlaced"
"""Needs no neighbours."""


class FrameConverter:
    """Converts frames in order, each to one frame.

    Interlaced frames come out one call late; `flush` gives the last. Raises MemoryError if a filter
    loses a frame.
    """

    def __init__(
        self,
        source: "Source",
        size: tuple[int, int],
        pixel_format: str,
        *,
        deinterlacer: str = MOTION_DEINTERLACER,
        threads: int = 1,
    ) -> None:
        """`size` is the upright one."""
        self.source, self.size, self.pixel_format = source, size, pixel_format
        self.deinterlacer, self.threads = deinterlacer, threads
        self._graph: Graph | None = None
        self._input: tuple[object, ...] = ()
        self._interlaced = False
        self._held = 0

    def convert(self, frame: VideoFrame) -> Iterator[VideoFrame]:
        """Yield the frames that are ready after `frame`."""
        # Once there was an interlaced frame the filter stays: it lets progressive ones pass.
        self._interlaced = self._interlaced or frame.interlaced_frame
        graph_input = (frame.width, frame.height, frame.format.name, self._interlaced)
        # Some streams change in the middle.
        if self._graph is None or self._input != graph_input:
            yield from self.flush()
            self._graph, self._input = self._build_graph(frame), graph_input
        self._graph.vpush(frame)
        self._held += 1
        yield from self._pull()

    def flush(self) -> Iterator[VideoFrame]:
        """Yield the frames that are still held."""
        if self._graph is None:
            return
        self._graph.vpush(None)
        yield from self._pull()
        self._graph = None
        if self._held:
            raise MemoryError(f"{self._held} frames are lost in a filter")

    def _pull(self) -> Iterator[VideoFrame]:
        assert self._graph  # noqa: S101 - its callers have one
        while True:
            try:
                ready = self._graph.vpull()
            except (av.BlockingIOError, av.EOFError):  # nothing is ready yet, or any more
                return
            self._held -= 1
            yield ready

    def _build_graph(self, frame: VideoFrame) -> Graph:
        orientation = self.source.orientation
        width, height = self.size
        stored = (height, width) if orientation.sideways else (width, height)
        colors = _scale_colors(frame, self.pixel_format)
        filters = (
            *((self.deinterlacer,) if self._interlaced else ()),
            f"scale={stored[0]}:{stored[1]}:flags=bicubic:{colors}",
            f"format={self.pixel_format}",
            *orientation.filters,
            "setsar=1",
        )
        graph = Graph()
        graph.threads = self.threads
        nodes = [
            graph.add_buffer(
                width=frame.width,
                height=frame.height,
                format=frame.format,
                time_base=self.source.time_base,
            )
        ]
        for spec in filters:
            name, _, arguments = spec.partition("=")
            nodes.append(graph.add(name, arguments or None))
        graph.link_nodes(*nodes, graph.add("buffersink")).configure()
        return graph


def _scale_colors(frame: VideoFrame, pixel_format: str) -> str:
    matrix = MATRICES[matrix_of(frame)]
    input_range = "full" if is_full_range(frame) else "limited"
    return (
        f"in_color_matrix={matrix}:out_color_matrix={matrix}"
        f":in_range={input_range}:out_range={'full' if pixel_format == 'rgb24' else 'limited'}"
    )


def matrix_of(frame: VideoFrame) -> int:
    """Return the frame's colour matrix; for an untagged one, what players assume."""
    tagged = int(frame.colorspace)
    if tagged in MATRICES and tagged != UNKNOWN_MATRIX:
        return tagged
    return BT709 if frame.height >= HD_LINES or frame.format.is_rgb else SMPTE170M


def is_full_range(frame: VideoFrame) -> bool:
    """Say whether a frame's values use the full range (0 to 255)."""
    return int(frame.color_range) == FULL or frame.format.is_rgb or "yuvj" in frame.format.name
