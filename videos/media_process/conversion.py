"""Converts frames to the form in which they are shown: progressive, upright, scaled, BT.709."""

from collections.abc import Iterator
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import av
from av.filter import Graph
from av.video.frame import VideoFrame

from videos.media_process.color import color_of, table_of

if TYPE_CHECKING:
    from videos.media_process.source import Source

SWSCALE_MATRICES = {
    1: "bt709", 4: "fcc", 5: "smpte170m", 6: "smpte170m", 7: "smpte240m", 9: "bt2020", 10: "bt2020",
}  # fmt: skip
"""Matrix coefficients as the scale filter calls them."""
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
        """`size` is that of the upright picture."""
        self.source, self.size, self.pixel_format = source, size, pixel_format
        self.deinterlacer, self.threads = deinterlacer, threads
        self._graph: Graph | None = None
        self._input: tuple[object, ...] = ()
        self._interlaced = False
        self._held = 0

    def convert(self, frame: VideoFrame) -> Iterator[VideoFrame]:
        """Yield the frames that are ready after `frame`."""
        # The filter stays after the first interlaced frame: it leaves progressive ones as they are.
        self._interlaced = self._interlaced or frame.interlaced_frame
        graph_input = (
            *(frame.width, frame.height, frame.format.name),
            *(self._interlaced, color_of(frame)),
        )
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
        filters = (
            *((self.deinterlacer,) if self._interlaced else ()),
            *self._color_filters(frame),
            *self.source.orientation.filters,
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
        with NamedTemporaryFile("w", suffix=".cube") as table:
            if (color := color_of(frame)).needs_table:
                table.write(table_of(color))
                table.flush()
            for spec in filters:
                name, _, arguments = spec.format(table=table.name).partition("=")
                nodes.append(graph.add(name, arguments or None))
        graph.link_nodes(*nodes, graph.add("buffersink")).configure()
        return graph

    def _color_filters(self, frame: VideoFrame) -> Iterator[str]:
        """Yield the filters that scale to the size, not yet upright, and convert to BT.709."""
        color = color_of(frame)
        width, height = self.size
        stored = (height, width) if self.source.orientation.sideways else (width, height)
        matrix = SWSCALE_MATRICES.get(color.matrix, "bt709")
        yield (
            f"scale={stored[0]}:{stored[1]}:flags=bicubic"
            f":in_color_matrix={matrix}:in_range={'full' if color.full_range else 'limited'}"
            + ("" if color.needs_table else self._output_colors())
        )
        if color.needs_table:
            yield "format=gbrp16le"
            yield "lut3d=file={table}:interp=tetrahedral"
            yield f"scale=flags=bicubic{self._output_colors()}"
        yield f"format={self.pixel_format}"
        yield "setparams=color_primaries=bt709:color_trc=bt709"

    def _output_colors(self) -> str:
        is_rgb = self.pixel_format == "rgb24"
        return f":out_color_matrix=bt709:out_range={'full' if is_rgb else 'limited'}"
