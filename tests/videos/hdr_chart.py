"""A chart of 36 colours in PQ and HLG, and what FFmpeg makes of it in BT.709.

REFERENCE is the answer of Debian's FFmpeg 5.1 to the files that `write_chart` writes:

    ffmpeg -i pq.mp4 -frames:v 1 -pix_fmt rgb24 -f rawvideo -vf "zscale=t=linear:npl=203,
    format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0:peak=4.926,
    zscale=t=bt709:m=gbr:r=full,format=gbrp" -
"""

import math
from fractions import Fraction

import av
from av.filter import Graph

TINTS = [(1, 1, 1), (1, 0.2, 0.1), (0.1, 1, 0.2), (0.1, 0.2, 1), (1, 1, 0.1), (0.8, 0.5, 0.4)]
NITS = [1, 20, 100, 203, 500, 1000]
PATCH = 32
BT2020, TRANSFERS = 9, {"pq": 16, "hlg": 18}
REFERENCE = {
    "pq": [
        (21, 21, 21), (25, 8, 7), (0, 22, 9), (0, 11, 21), (21, 21, 0), (21, 15, 14),
        (72, 72, 72), (86, 28, 25), (0, 76, 30), (0, 37, 75), (74, 73, 0), (73, 53, 48),
        (136, 136, 136), (158, 51, 45), (0, 142, 56), (0, 70, 140), (140, 136, 0), (136, 99, 91),
        (173, 173, 173), (197, 63, 56), (0, 180, 71), (0, 88, 178), (177, 173, 0), (173, 126, 116),
        (223, 223, 223), (244, 79, 68), (0, 229, 90), (0, 114, 228), (227, 220, 0), (224, 161, 149),
        (255, 255, 255), (255, 87, 77), (0, 255, 103), (0, 128, 255), (255, 252, 0),
        (255, 185, 171),
    ],
    "hlg": [
        (21, 21, 21), (25, 5, 6), (0, 22, 7), (0, 10, 22), (21, 21, 0), (21, 14, 13),
        (72, 72, 72), (86, 19, 19), (0, 76, 23), (0, 33, 75), (74, 72, 0), (72, 49, 45),
        (136, 136, 136), (159, 34, 34), (0, 141, 42), (0, 61, 140), (139, 136, 0), (135, 92, 84),
        (173, 173, 173), (198, 42, 42), (0, 179, 53), (0, 77, 178), (177, 172, 0), (173, 118, 107),
        (223, 223, 223), (245, 51, 52), (0, 229, 67), (0, 98, 228), (226, 222, 0), (222, 152, 138),
        (255, 255, 255), (255, 58, 57), (0, 255, 77), (0, 112, 255), (255, 253, 0), (255, 174, 158),
    ],
}  # fmt: skip


def pq(nits):
    """SMPTE ST 2084."""
    power = (nits / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375


def hlg(scene):
    """ARIB STD-B67."""
    if scene <= 1 / 12:
        return math.sqrt(3 * scene)
    return 0.17883277 * math.log(12 * scene - 0.28466892) + 0.55991073


def colors(transfer):
    """Return the chart's values, 0 to 1, row by row."""
    if transfer == "pq":
        return [tuple(pq(nits * part) for part in tint) for nits in NITS for tint in TINTS]
    return [
        tuple(hlg((nits / 1000) ** (1 / 1.2) * part) for part in tint)
        for nits in NITS
        for tint in TINTS
    ]


def chart(transfer):
    """Return the chart as a 10-bit RGB frame."""
    columns, rows = len(TINTS), len(NITS)
    frame = av.VideoFrame(PATCH * columns, PATCH * rows, "gbrp10le")
    values = colors(transfer)
    for plane, channel in zip(frame.planes, (1, 2, 0), strict=True):
        lines = b""
        for row in range(rows):
            line = b"".join(
                round(values[row * columns + column][channel] * 1023).to_bytes(2, "little") * PATCH
                for column in range(columns)
            )
            lines += line.ljust(plane.line_size, b"\0") * PATCH
        plane.update(lines.ljust(plane.buffer_size, b"\0"))
    return frame


def write_chart(path, transfer, frames=10):
    """Write the chart as HEVC in 10 bits, BT.2020, with complete tags."""
    rgb = chart(transfer)
    graph = Graph()
    graph.link_nodes(
        graph.add_buffer(
            width=rgb.width, height=rgb.height, format=rgb.format, time_base=Fraction(1, 25)
        ),
        graph.add("scale", "out_color_matrix=bt2020:out_range=limited:flags=accurate_rnd+bicubic"),
        graph.add("format", "yuv420p10le"),
        graph.add("buffersink"),
    ).configure()
    rgb.pts = 0
    graph.vpush(rgb)
    frame = graph.vpull()
    options = {"x265-params": "log-level=none:qp=4", "preset": "ultrafast"}
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx265", rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = rgb.width, rgb.height, "yuv420p10le"
        context = stream.codec_context
        context.color_primaries = context.colorspace = BT2020
        context.color_trc, context.color_range = TRANSFERS[transfer], 1
        for number in range(frames):
            frame.pts, frame.time_base = number, Fraction(1, 25)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def patches(image):
    """Return the colours in the middle of the chart's patches."""
    across, down = image.width / len(TINTS), image.height / len(NITS)
    return [
        image.getpixel((int((column + 0.5) * across), int((row + 0.5) * down)))
        for row in range(len(NITS))
        for column in range(len(TINTS))
    ]


def delta_e(one, other):
    """CIEDE2000 of two colours in sRGB (Sharma, Wu, Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = _lab(one), _lab(other)
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    grey = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + 25**7))
    a1, a2 = a1 * grey, a2 * grey
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    d_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    light, chroma, hue = (l1 + l2) / 2, (c1 + c2) / 2, (h1 + turn / 2) % 360
    weight = (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )
    in_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    in_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    in_hue = d_hue / (1 + 0.015 * chroma * weight)
    blue = math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    blue *= -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    return math.sqrt(in_light**2 + in_chroma**2 + in_hue**2 + blue * in_chroma * in_hue)


def _lab(rgb):
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in rgb)
    ]
    red, green, blue = linear
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (
        value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116
        for value in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
