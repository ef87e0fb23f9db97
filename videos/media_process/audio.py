"""Audio in sync with the video, and the peaks from which its waveform is drawn."""

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

from videos.media_process.opening import decode_packet, read_packets, time_base_of
from videos.media_process.source import Source

RATE = 48_000
PEAKS_PER_SECOND = 20
SILENCE = 0.001
"""Samples below this (-60 dB of full scale) are silence."""
LISTEN_SECONDS = 5
LISTEN_AT = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
"""Shares of the duration at which tracks are listened to."""


class Resampler:
    """Converts a stream's frames to one format, beginning at `origin`, the video's first frame.

    Earlier samples are cut off and missing ones are silence, so that audio and video stay in sync.
    """

    def __init__(
        self,
        stream: AudioStream,
        origin: Fraction,
        *,
        sample_format: str,
        layout: str,
        pad: bool = True,
    ) -> None:
        """`origin` is in seconds of the container, `sample_format` is one of libav's.

        Without `pad` the timestamps don't matter.
        """
        self.shift = int(origin / time_base_of(stream))
        self.input_format = _format_of(stream.codec_context)
        self.graph = Graph()
        nodes = (
            self.graph.add_abuffer(template=stream),
            # rematrix_maxval: the sum of several channels must not clip.
            self.graph.add(
                "aresample",
                f"{RATE}:rematrix_maxval=1:osf={sample_format}:ochl={layout}"
                + (":async=1:first_pts=0" if pad else ""),
            ),
            self.graph.add("aformat", f"sample_fmts={sample_format}:channel_layouts={layout}"),
            self.graph.add("abuffersink"),
        )
        self.graph.link_nodes(*nodes).configure()

    def resample(self, frame: AudioFrame | None) -> Iterator[AudioFrame]:
        """Yield the frames that are ready after `frame`; None is the end."""
        if frame is not None:
            if frame.pts is None or _format_of(frame) != self.input_format:
                return
            frame.pts -= self.shift
        self.graph.push(frame)
        while True:
            try:
                ready = self.graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            yield ready  # type: ignore[misc]


def _format_of(audio: Any) -> tuple[int, str, str]:
    return audio.sample_rate, audio.layout.name, audio.format.name


def audible_track(source: Source, duration: Fraction) -> int | None:
    """Return the number of the audio track to use, from 0; None without audio.

    It is the track that players choose, or if that one is silent, the first that is not. Cameras
    and broadcasters write several tracks, of which the first may be silent.
    """
    preferred = source.audio_stream()
    if preferred is None:
        return None
    tracks: list[AudioStream] = list(source.container.streams.audio)
    chosen: int = [track.index for track in tracks].index(preferred.index)
    if len(tracks) == 1:
        return chosen
    levels: dict[int, float] = {}
    for share in LISTEN_AT:
        _listen(source, source.origin + share * duration, levels)
    order: list[int] = [chosen, *range(len(tracks))]
    audible = [number for number in order if levels.get(tracks[number].index, 0) > SILENCE]
    return (audible or order)[0]


def _listen(source: Source, start: Fraction, levels: dict[int, float]) -> None:
    """Raise `levels` (by stream index) to the loudest samples of the seconds after `start`."""
    if not source.seek(start):
        source.restart()
    streams = source.audio_streams()
    resamplers = {
        stream.index: Resampler(stream, Fraction(0), sample_format="flt", layout="mono", pad=False)
        for stream in streams
    }
    for packet in read_packets(source.container, *streams):
        if packet.pts is not None and packet.pts * time_base_of(packet.stream) > (
            start + LISTEN_SECONDS
        ):
            return
        index = packet.stream.index
        for decoded in decode_packet(packet):
            for frame in resamplers[index].resample(decoded):
                samples = bytes(frame.planes[0])[: frame.samples * 4]
                levels[index] = max(levels.get(index, 0), *map(abs, _extremes(samples)))


def write_peaks(
    source: Source,
    duration: float,
    path: Path,
    report: Callable[[float], None],
    track: int | None = None,
) -> int:
    """Write the waveform as JSON; return how many pairs it has, 0 for no audio.

    `{version, sample_rate, samples_per_peak, peaks_per_second, peaks: [min, max, …]}`, with values
    from -1 to 1 of all channels mixed to one.
    """
    size = RATE // PEAKS_PER_SECOND * 4  # bytes of 32-bit floats
    peaks: list[float] = []
    pending = b""
    for frame in _mono(source, report, duration, track):
        pending += bytes(frame.planes[0])[: frame.samples * 4]
        whole = len(pending) // size * size
        for start in range(0, whole, size):
            peaks += _extremes(pending[start : start + size])
        pending = pending[whole:]
    if len(pending) >= 4:
        peaks += _extremes(pending)
    if not peaks:
        return 0
    waveform = {
        "version": 1,
        "sample_rate": RATE,
        "samples_per_peak": RATE // PEAKS_PER_SECOND,
        "peaks_per_second": PEAKS_PER_SECOND,
        "peaks": peaks,
    }
    path.write_text(json.dumps(waveform, separators=(",", ":")))
    return len(peaks) // 2


def _mono(
    source: Source, report: Callable[[float], None], duration: float, track: int | None
) -> Iterator[AudioFrame]:
    source.restart()
    stream = source.audio_stream(track)
    if stream is None:
        return
    resampler = Resampler(stream, source.audio_origin, sample_format="flt", layout="mono")
    for packet in read_packets(source.container, stream):
        for frame in decode_packet(packet):
            yield from resampler.resample(frame)
        if packet.pts is not None:
            seconds = float(packet.pts * time_base_of(stream) - source.origin)
            report(100 * seconds / max(duration, 1.0))
    yield from resampler.resample(None)


def _extremes(samples: bytes) -> list[float]:
    """Return the lowest and the highest of 32-bit floats; Pillow finds them at C's speed."""
    image = Image.frombuffer("F", (len(samples) // 4, 1), samples, "raw", "F", 0, 1)
    lowest, highest = image.getextrema()
    return [_rounded(lowest), _rounded(highest)]


def _rounded(value: Any) -> float:
    # A NaN compares false with everything.
    return round(min(1.0, max(-1.0, value)), 3) if -1e9 < value < 1e9 else 0.0
