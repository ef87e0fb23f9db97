"""Keeps sound in time with the pictures, and computes the waveform."""

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.filter import Graph
from PIL import Image

from videos.media_process.frames import Film
from videos.media_process.opening import decoded, packets_of, tick

RATE = 48_000
PEAKS_A_SECOND = 20


class Converter:
    """Converts a stream's frames to one format; the first sample is the one heard at `origin`.

    Sound before that is cut off, and gaps are filled with silence, so it stays in time.
    """

    def __init__(self, stream: AudioStream, origin: Fraction, *, form: str, layout: str) -> None:
        """`origin` in seconds of the container, `form` as libav's sample format."""
        self.shift = int(origin / tick(stream))
        self.input_format = _sample_format(stream.codec_context)
        self.graph = Graph()
        nodes = (
            self.graph.add_abuffer(template=stream),
            # Mixed channels share the full scale, so that they can't go beyond it.
            self.graph.add(
                "aresample",
                f"{RATE}:async=1:first_pts=0:rematrix_maxval=1:osf={form}:ochl={layout}",
            ),
            self.graph.add("aformat", f"sample_fmts={form}:channel_layouts={layout}"),
            self.graph.add("abuffersink"),
        )
        self.graph.link_nodes(*nodes).configure()

    def convert(self, frame: AudioFrame | None) -> Iterator[AudioFrame]:
        """Yield the frames that are ready after `frame` (None: the end of the sound)."""
        if frame is not None:
            if frame.pts is None or _sample_format(frame) != self.input_format:
                return
            frame.pts -= self.shift
        self.graph.push(frame)
        while True:
            try:
                ready = self.graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            yield ready  # type: ignore[misc]


def _sample_format(source: Any) -> tuple[int, str, str]:
    return source.sample_rate, source.layout.name, source.format.name


def write_peaks(
    film: Film, duration: float, path: Path, on_progress: Callable[[float], None]
) -> int:
    """Write the waveform as JSON; return the number of its pairs, 0 without sound.

    `{version, sample_rate, samples_per_peak, peaks_per_second, peaks: [min, max, …]}`, values from
    -1 to 1, all channels mixed to one.
    """
    size = RATE // PEAKS_A_SECOND * 4  # bytes of 32-bit floats
    peaks: list[float] = []
    waiting = b""
    for frame in _mono(film, on_progress, duration):
        waiting += bytes(frame.planes[0])[: frame.samples * 4]
        whole = len(waiting) // size * size
        for start in range(0, whole, size):
            peaks += _extremes(waiting[start : start + size])
        waiting = waiting[whole:]
    if len(waiting) >= 4:
        peaks += _extremes(waiting)
    if not peaks:
        return 0
    waveform = {
        "version": 1,
        "sample_rate": RATE,
        "samples_per_peak": RATE // PEAKS_A_SECOND,
        "peaks_per_second": PEAKS_A_SECOND,
        "peaks": peaks,
    }
    path.write_text(json.dumps(waveform, separators=(",", ":")))
    return len(peaks) // 2


def _mono(
    film: Film, on_progress: Callable[[float], None], duration: float
) -> Iterator[AudioFrame]:
    film.restart()
    stream = film.sound()
    if stream is None:
        return
    converter = Converter(stream, film.origin, form="flt", layout="mono")
    for packet in packets_of(film.container, stream):
        for frame in decoded(packet):
            yield from converter.convert(frame)
        if packet.pts is not None:
            on_progress(100 * float(packet.pts * tick(stream) - film.origin) / max(duration, 1.0))
    yield from converter.convert(None)


def _extremes(samples: bytes) -> list[float]:
    """Return the minimum and maximum of 32-bit floats; Pillow finds them fastest."""
    image = Image.frombuffer("F", (len(samples) // 4, 1), samples, "raw", "F", 0, 1)
    least, greatest = image.getextrema()
    return [_rounded(least), _rounded(greatest)]


def _rounded(value: Any) -> float:
    # NaN compares false with everything.
    return round(min(1.0, max(-1.0, value)), 3) if -1e9 < value < 1e9 else 0.0
