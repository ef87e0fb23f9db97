"""What colours a frame's values mean, and their conversion to BT.709, which browsers show right.

Numbers and names of primaries, transfer functions and matrices are those of ISO/IEC 23091-2
(ITU-T H.273), as FFmpeg has them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from av.video.frame import VideoFrame

type Triple = tuple[float, float, float]
type Matrix = tuple[Triple, Triple, Triple]

HD_LINES = 720
"""Players take untagged video of fewer lines as BT.601, of more as BT.709."""
BT709, UNKNOWN, BT470BG, SMPTE170M, BT2020, PQ, HLG = 1, 2, 5, 6, 9, 16, 18
LIMITED, FULL = 1, 2
PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film",
    9: "bt2020", 10: "smpte428", 11: "smpte431", 12: "smpte432",
}  # fmt: skip
TRANSFERS = {
    1: "bt709", 4: "gamma22", 5: "gamma28", 6: "smpte170m", 7: "smpte240m", 8: "linear",
    13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12", 16: "smpte2084", 18: "arib-std-b67",
}  # fmt: skip
MATRICES = {
    0: "gbr", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m",
    9: "bt2020nc", 10: "bt2020c",
}  # fmt: skip
RANGES = {LIMITED: "limited", FULL: "full"}
D65 = (0.3127, 0.3290)
CHROMATICITIES = {
    1: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    5: ((0.640, 0.330), (0.290, 0.600), (0.150, 0.060)),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
"""x and y of red, green and blue. Those of SMPTE 170M and 240M are taken as BT.709's, as Chromium
takes them."""
WHITE_NITS = 203.0
"""Reference white of HDR (ITU-R BT.2408); it becomes the 1.0 that is tone-mapped."""
PEAK_NITS = 1000.0
"""The brightest light that is not clipped: HLG's nominal peak, and that of most PQ masters."""
DISPLAY_GAMMA = 2.4
"""ITU-R BT.1886."""
GRID = 33
"""Points of the table on each axis."""


@dataclass(frozen=True, slots=True)
class Color:
    """What a frame's values mean, without unknowns."""

    primaries: int
    transfer: int
    matrix: int
    full_range: bool

    @property
    def is_hdr(self) -> bool:
        """Whether its light exceeds what a BT.709 display shows."""
        return self.transfer in (PQ, HLG)

    @property
    def needs_table(self) -> bool:
        """Whether more than the matrix and the range differs from BT.709."""
        return self.is_hdr or self.primaries != BT709


def tags_of(frame: VideoFrame) -> dict[str, Any]:
    """Return the file's colour tags by name, None for a missing one, and whether it is HDR."""
    return {
        "primaries": PRIMARIES.get(int(frame.color_primaries)),
        "transfer": TRANSFERS.get(int(frame.color_trc)),
        "matrix": MATRICES.get(int(frame.colorspace)),
        "range": RANGES.get(int(frame.color_range)),
        "hdr": int(frame.color_trc) in (PQ, HLG),
    }


def color_of(frame: VideoFrame) -> Color:
    """Return what a frame's values mean; missing tags are guessed as players guess them."""
    return _complete(frame, int(frame.color_primaries), int(frame.color_trc), int(frame.colorspace))


def is_ambiguous(frame: VideoFrame) -> bool:
    """Say whether tags are missing and the others differ from what players guess.

    Some players, Chromium among them, then treat the frame as one without any tags.
    """
    tags = tags_of(frame)
    complete = all(tags[name] for name in ("primaries", "transfer", "matrix"))
    return not complete and color_of(frame) != _complete(frame, UNKNOWN, UNKNOWN, UNKNOWN)


def _complete(frame: VideoFrame, primaries: int, transfer: int, matrix: int) -> Color:
    rgb = frame.format.is_rgb
    if matrix not in MATRICES or rgb:
        by_size = SMPTE170M if frame.height < HD_LINES and not rgb else BT709
        by_primaries = {1: BT709, 5: SMPTE170M, 6: SMPTE170M, 7: 7, 9: BT2020}
        matrix = by_primaries.get(primaries, by_size)
    matrix = SMPTE170M if matrix == BT470BG else matrix  # two names of one
    if primaries not in CHROMATICITIES:
        primaries = BT2020 if primaries not in PRIMARIES and matrix in (9, 10) else BT709
    if transfer not in TRANSFERS:
        transfer = BT709
    full = int(frame.color_range) == FULL or rgb or "yuvj" in frame.format.name
    return Color(primaries, transfer, matrix, full)


@lru_cache
def table_of(color: Color) -> str:
    """Return the conversion to BT.709 as the text of a `.cube` file, for the filter `lut3d`.

    HDR is tone-mapped as FFmpeg's `zscale=t=linear:npl=203,zscale=p=bt709,tonemap=hable` does: the
    curve is John Hable's, applied to the largest of red, green and blue.
    """
    points = [index / (GRID - 1) for index in range(GRID)]
    lines = [f"{red:.6f} {green:.6f} {blue:.6f}" for red, green, blue in _table(color, points)]
    return "\n".join([f"LUT_3D_SIZE {GRID}", *lines, ""])


def _table(color: Color, points: list[float]) -> Iterator[Triple]:
    convert = _gamut(color.primaries)
    light = _light(color.transfer)
    levels = [light(point) for point in points]
    for blue in levels:
        for green in levels:
            for red in levels:
                values = (red, green, blue)
                if color.transfer == HLG:
                    values = _hlg_system(values)
                values = _apply(convert, values)
                if color.is_hdr:
                    values = _tone_mapped(values)
                yield _displayed(values)


def _light(transfer: int) -> Callable[[float], float]:
    """Return a function from a value to light, whose 1.0 is the reference white."""
    if transfer == PQ:
        return _pq_light
    return _hlg_scene if transfer == HLG else lambda value: float(value**DISPLAY_GAMMA)


def _pq_light(value: float) -> float:
    """SMPTE ST 2084."""
    power = value ** (1 / 78.84375)
    ratio = max(power - 0.8359375, 0.0) / (18.8515625 - 18.6875 * power)
    return float(ratio ** (1 / 0.1593017578125) * 10_000 / WHITE_NITS)


def _hlg_scene(value: float) -> float:
    """ITU-R BT.2100: light of the scene, 0 to 1."""
    if value <= 0.5:
        return value * value / 3
    return float((2.718281828459045 ** ((value - 0.55991073) / 0.17883277) + 0.28466892) / 12)


def _hlg_system(scene: Triple) -> Triple:
    """ITU-R BT.2100: light of a display of 1,000 nits, whose system gamma is 1.2."""
    luminance = 0.2627 * scene[0] + 0.6780 * scene[1] + 0.0593 * scene[2]
    gain = luminance**0.2 * PEAK_NITS / WHITE_NITS
    return (scene[0] * gain, scene[1] * gain, scene[2] * gain)


def _hable(light: float) -> float:
    a, b, c, d, e, f = 0.15, 0.50, 0.10, 0.20, 0.02, 0.30
    return (light * (light * a + b * c) + d * e) / (light * (light * a + b) + d * f) - e / f


def _tone_mapped(values: Triple) -> Triple:
    largest = max(*values, 1e-6)
    gain = _hable(largest) / _hable(PEAK_NITS / WHITE_NITS) / largest
    return (values[0] * gain, values[1] * gain, values[2] * gain)


def _displayed(values: Triple) -> Triple:
    red, green, blue = (min(1.0, max(0.0, value)) ** (1 / DISPLAY_GAMMA) for value in values)
    return red, green, blue


def _apply(matrix: Matrix, values: Triple) -> Triple:
    red, green, blue = (
        row[0] * values[0] + row[1] * values[1] + row[2] * values[2] for row in matrix
    )
    return red, green, blue


def _gamut(primaries: int) -> Matrix:
    """Return the matrix from linear light in these primaries to light in BT.709's."""
    return _product(_inverse(_to_xyz(BT709)), _to_xyz(primaries))


def _to_xyz(primaries: int) -> Matrix:
    """SMPTE RP 177: each column is a primary, scaled so that their sum is white."""
    columns = [(x / y, 1.0, (1 - x - y) / y) for x, y in CHROMATICITIES[primaries]]
    base: Matrix = tuple(zip(*columns, strict=True))  # type: ignore[assignment]  # three of three
    white = (D65[0] / D65[1], 1.0, (1 - D65[0] - D65[1]) / D65[1])
    amounts = _apply(_inverse(base), white)
    rows = [tuple(a * b for a, b in zip(row, amounts, strict=True)) for row in base]
    return (rows[0], rows[1], rows[2])  # type: ignore[return-value]  # three of three


def _product(left: Matrix, right: Matrix) -> Matrix:
    columns = [_apply(left, column) for column in zip(*right, strict=True)]
    return tuple(zip(*columns, strict=True))  # type: ignore[return-value]  # three of three


def _inverse(matrix: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return (
        ((e * i - f * h) / det, (c * h - b * i) / det, (b * f - c * e) / det),
        ((f * g - d * i) / det, (a * i - c * g) / det, (c * d - a * f) / det),
        ((d * h - e * g) / det, (b * g - a * h) / det, (a * e - b * d) / det),
    )
