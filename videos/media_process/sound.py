"""Sound on the pictures' own clock, and what of it is drawn as a waveform."""

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
    """Turns a stream's frames into one form, so that the first sample is heard at `origin`.

    What comes before is cut off, what is missing is silence: sound and pictures stay together.
    """

    def __init__(self, stream: AudioStream, origin: Fraction, *, form: str, layout: str) -> None:
        """`origin` in seconds of the container, `form` as libav's sample format."""
        self.shift = int(origin / tick(stream))
        self.given = _form(stream.codec_context)
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
        """Yield what `frame` (None: the end) makes ready."""
        if frame is not None:
            if frame.pts is None or _form(frame) != self.given:
                return
            frame.pts -= self.shift
        self.graph.push(frame)
        while True:
            try:
                ready = self.graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            yield ready  # type: ignore[misc]


def _form(of: Any) -> tuple[int, str, str]:
    return of.sample_rate, of.layout.name, of.format.name


def write_peaks(film: Film, duration: float, path: Path, tell: Callable[[float], None]) -> int:
    """Write the waveform as JSON; return how many pairs it has, 0 for no sound.

    `{version, sample_rate, samples_per_peak, peaks_per_second, peaks: [min, max, …]}`, values from
    -1 to 1, all channels mixed to one.
    """
    size = RATE // PEAKS_A_SECOND * 4  # bytes of 32-bit floats
    peaks: list[float] = []
    waiting = b""
    for frame in _mono(film, tell, duration):
        waiting += bytes(frame.planes[0])[: frame.samples * 4]
        whole = len(waiting) // size * size
        for start in range(0, whole, size):
            peaks += _extremes(waiting[start : start + size])
        waiting = waiting[whole:]
    if len(waiting) >= 4:
        peaks += _extremes(waiting)
    if not peaks:
        return 0
    said = {
        "version": 1,
        "sample_rate": RATE,
        "samples_per_peak": RATE // PEAKS_A_SECOND,
        "peaks_per_second": PEAKS_A_SECOND,
        "peaks": peaks,
    }
    path.write_text(json.dumps(said, separators=(",", ":")))
    return len(peaks) // 2


def _mono(film: Film, tell: Callable[[float], None], duration: float) -> Iterator[AudioFrame]:
    film.restart()
    stream = film.sound()
    if stream is None:
        return
    converter = Converter(stream, film.origin, form="flt", layout="mono")
    for packet in packets_of(film.container, stream):
        for frame in decoded(packet):
            yield from converter.convert(frame)
        if packet.pts is not None:
            tell(100 * float(packet.pts * tick(stream) - film.origin) / max(duration, 1.0))
    yield from converter.convert(None)


def _extremes(samples: bytes) -> list[float]:
    """Return the least and the greatest of 32-bit floats; Pillow finds them at C's speed."""
    image = Image.frombuffer("F", (len(samples) // 4, 1), samples, "raw", "F", 0, 1)
    least, greatest = image.getextrema()
    return [_rounded(least), _rounded(greatest)]


def _rounded(value: Any) -> float:
    # Not a number compares false with all.
    return round(min(1.0, max(-1.0, value)), 3) if -1e9 < value < 1e9 else 0.0
