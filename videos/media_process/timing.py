"""When a source's frames begin: their rate, and where the last one ends.

Containers state both, but not always rightly: a duration may be that of the audio, or of a complete
file that this one is a part of, or it may be missing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from videos.media_process.opening import decode_packet, fraction, read_packets, time_base_of
from videos.media_process.source import Source

STANDARD_RATES = tuple(
    Fraction(*rate)
    for rate in (
        *((24_000, 1001), (24, 1), (25, 1), (30_000, 1001), (30, 1), (48_000, 1001), (48, 1)),
        *((50, 1), (60_000, 1001), (60, 1), (12, 1), (15, 1), (15_000, 1001), (10, 1)),
        *((100, 1), (120_000, 1001), (120, 1), (240, 1)),
    )
)
RATE_TOLERANCE = Fraction(1, 1000)
"""By what share a rate may differ from the standard rate that is meant (23.98, 29.97)."""
GRID_TOLERANCE = Fraction(2, 5)
"""By how much of a frame a frame may begin early or late at a constant rate: its middle is then
inside of it in any case."""
SAMPLE_PACKETS = 600
"""Packets at the beginning from which the rate is found where there is no index of all frames."""
WINDOW_PACKETS = 90
WINDOWS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
"""Where else such a file is sampled: a screen recording may begin evenly and go on unevenly."""
MIN_RATE = Fraction(1, 1000)
"""Frames per second; a slower rate can't be written as a fraction of small numbers."""
MAX_DURATION = Fraction(30 * 24 * 3600)
"""Seconds; a longer duration in a file is wrong."""


class Window:
    """The timing of the packets after one place in a file, in seconds of the container."""

    def __init__(self, stream_index: int) -> None:
        """`stream_index` is the video's."""
        self.stream_index = stream_index
        self.count = 0
        """Video packets."""
        self.decodable = self.interlaced = False
        self.any_end = Fraction(0)
        """When the last packet of any stream ends."""
        self._shown: list[Fraction] = []
        self._decoded: list[Fraction] = []
        self._video_end = Fraction(0)
        self._has_length = False

    def add(self, packet: Any) -> None:
        """Take what a packet says; of the video decode the first, to see that it is possible."""
        is_video = packet.stream.index == self.stream_index
        if is_video and not self.decodable:
            frames = decode_packet(packet)
            self.decodable = bool(frames)
            self.interlaced = any(frame.interlaced_frame for frame in frames)
        stamp = packet.dts if packet.pts is None else packet.pts
        if stamp is None or packet.is_corrupt:
            return
        unit = time_base_of(packet.stream)
        end = (stamp + (packet.duration or 0)) * unit
        self.any_end = max(self.any_end, end)
        if is_video:
            self.count += 1
            self._has_length = bool(packet.duration)
            self._video_end = max(self._video_end, end)
            for stamps, value in ((self._shown, packet.pts), (self._decoded, packet.dts)):
                if value is not None:
                    stamps.append(value * unit)

    @property
    def shown(self) -> list[Fraction]:
        """When frames begin, in order, as far as their packets say so."""
        return sorted(self._shown)

    @property
    def times(self) -> list[Fraction]:
        """When frames begin, in order; if not all packets say so, when they are decoded."""
        return sorted(self._shown if len(self._shown) == self.count else self._decoded)

    @property
    def end(self) -> Fraction | None:
        """When the last frame ends; None where none can be decoded."""
        if not self.decodable or not self.count:
            return None
        return self._video_end + (0 if self._has_length else _usual_step(self.times))


@dataclass(frozen=True, slots=True)
class Timing:
    """When a source's frames begin, and where it ends."""

    rate: Fraction
    """Frames per second, nominal if variable."""
    variable: bool
    duration: Fraction
    """Seconds from the first frame's beginning to the last one's end."""
    missing: Fraction
    """How many seconds the container promises beyond the end of all its streams."""
    interlaced: bool


def read_timing(source: Source) -> Timing:
    """Find out when frames begin. Reads the whole file only where it has no duration."""
    promised = promised_end(source)
    tail = _read_tail(source, promised)
    windows = [tail]
    times = _index_times(source)
    if times:
        rate, variable = _frame_rate(source, times, [])
    elif promised is None:  # then the tail is the whole file
        rate, variable = _frame_rate(source, tail.times, [])
    else:
        head = _read_window(source, None, SAMPLE_PACKETS)
        length = promised - source.origin
        places = [source.origin + share * length for share in WINDOWS]
        windows += [_read_window(source, place, WINDOW_PACKETS) for place in places]
        # Frames that are shown before the last few may come later in the file.
        times = head.times[:-8] if head.count == SAMPLE_PACKETS else head.times
        grids = [tail.shown, *(window.shown[:-8] for window in windows[1:])]
        if source.container.format.name == "mpeg":  # libav guesses its times after a seek
            grids = []
        rate, variable = _frame_rate(source, times, grids)
    end = tail.end if tail.end is not None else source.origin
    return Timing(
        rate=rate,
        variable=variable,
        duration=min(max(end - source.origin, 1 / rate), MAX_DURATION),
        missing=max(Fraction(0), (promised or Fraction(0)) - max(tail.any_end, end)),
        interlaced=_is_interlaced(source) or any(window.interlaced for window in windows),
    )


def _is_interlaced(source: Source) -> bool:
    return bool(source.first.interlaced_frame) or source.stream.codec_context.field_order > 1


def promised_end(source: Source) -> Fraction | None:
    """Return when the container says that its longest stream ends; None if it doesn't say."""
    if not source.container.duration or source.container.duration < 0:
        return None
    start = source.container.start_time or 0
    return min(Fraction(start + source.container.duration, 1_000_000), MAX_DURATION)


def _read_tail(source: Source, promised: Fraction | None) -> Window:
    """Read the last second, or more until there is a frame; without a promised end, everything."""
    back = Fraction(1)
    while promised is not None and promised - back > source.origin:
        tail = _read_window(source, promised - back, None)
        if tail.end is not None:
            return tail
        back *= 4
    return _read_window(source, None, None)


def _read_window(source: Source, start: Fraction | None, count: int | None) -> Window:
    """Read `count` video packets (None: to the end) from `start` (None: the beginning) on."""
    if start is None or not source.seek(start):
        source.restart()
    window = Window(source.stream.index)
    for packet in read_packets(source.container, *source.container.streams):
        window.add(packet)
        if window.count == count:
            break
    return window


def _usual_step(times: Sequence[Fraction]) -> Fraction:
    steps = sorted(after - before for before, after in pairwise(times))
    return steps[len(steps) // 2] if steps else Fraction(1, 25)


def _index_times(source: Source) -> Sequence[Fraction]:
    """Return when all frames are decoded, in order, where the container has an index of them.

    They are evenly decoded exactly if they are evenly shown.
    """
    entries = source.stream.index_entries
    if not source.stream.frames or len(entries) != source.stream.frames:
        return []
    return sorted(entry.timestamp * source.time_base for entry in entries if not entry.is_discard)


def _frame_rate(
    source: Source, times: Sequence[Fraction], windows: Iterable[Sequence[Fraction]]
) -> tuple[Fraction, bool]:
    """Return the frame rate and whether it is only nominal.

    A rate is right if every frame begins nearer to its own number's time than to its neighbours':
    then numbers and times stand for each other. Standard rates are tried before what the file
    says, because many files say 29.97 and mean 30000/1001.
    """
    has_length = len(times) > 1 and times[-1] > times[0]
    counted = Fraction(len(times) - 1) / (times[-1] - times[0]) if has_length else None
    stream = source.stream
    tagged = [
        fraction(rate) for rate in (stream.average_rate, stream.guessed_rate, stream.base_rate)
    ]
    rates = [rate for rate in (counted, *tagged) if rate and MIN_RATE <= rate <= 1000]
    candidates = [*_standard_rates(rates), *rates]
    if not candidates:
        return Fraction(25), True
    for rate in candidates:
        if _is_constant(times, rate) and all(
            _is_on_grid(window, source.origin, rate) for window in windows
        ):
            return rate.limit_denominator(1001 * 1000), False
    average = [rate for rate in (counted, tagged[0]) if rate]
    return (_standard_rates(average) or rates)[0].limit_denominator(1001), True


def _standard_rates(rates: Iterable[Fraction]) -> list[Fraction]:
    """Return the standard rates that are close to any of `rates`, the closest first."""
    near = [
        (abs(rate - standard) / standard, standard)
        for rate in rates
        for standard in STANDARD_RATES
        if abs(rate - standard) <= standard * RATE_TOLERANCE
    ]
    return list(dict.fromkeys(standard for _, standard in sorted(near)))


def _is_constant(times: Sequence[Fraction], rate: Fraction) -> bool:
    return all(
        abs((time - times[0]) * rate - number) < GRID_TOLERANCE for number, time in enumerate(times)
    )


def _is_on_grid(times: Sequence[Fraction], origin: Fraction, rate: Fraction) -> bool:
    """Say whether frames somewhere in the file begin where a constant rate would have them."""
    places = [(time - origin) * rate for time in times]
    numbers = [round(place) for place in places]
    return len(set(numbers)) == len(numbers) and all(
        abs(place - number) < GRID_TOLERANCE for place, number in zip(places, numbers, strict=True)
    )
