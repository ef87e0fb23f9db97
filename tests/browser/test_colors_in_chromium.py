"""Poster, sprite, annotated picture and player show the same colours, however a file is tagged."""

from dataclasses import asdict
from fractions import Fraction

import av
import pytest
from av.filter import Graph
from PIL import Image

from videos.media_process.browser_support import rendition_reason
from videos.media_process.probe import probe
from videos.media_process.rendition import RenditionTiming, write_rendition
from videos.media_process.source import Source
from videos.media_process.stills import write_poster, write_sprite

COLORS = [
    *((235, 235, 235), (128, 128, 128), (20, 20, 20), (200, 30, 30), (30, 200, 30)),
    *((30, 30, 200), (200, 200, 30), (30, 200, 200), (200, 30, 200), (220, 150, 120)),
]
COLUMNS = 5
SIZES = {"sd": (640, 480), "hd": (1280, 720)}
BT601, BT709, PAL, UNKNOWN = 6, 1, 5, 2
NAMES = {BT601: "smpte170m", BT709: "bt709"}
TAGS = [
    *((UNKNOWN, UNKNOWN, UNKNOWN), (BT601, BT601, BT601), (BT709, BT709, BT709)),
    *((UNKNOWN, UNKNOWN, BT601), (UNKNOWN, UNKNOWN, BT709), (BT709, UNKNOWN, UNKNOWN)),
    *((UNKNOWN, BT709, UNKNOWN), (PAL, BT601, PAL), (BT709, BT709, BT601)),
]
"""Primaries, transfer and matrix, as ISO/IEC 23091-2 numbers them."""
TOLERANCE = 10


def bars(size):
    """Return two rows of colours."""
    image = Image.new("RGB", (COLUMNS, len(COLORS) // COLUMNS))
    image.putdata(COLORS)
    image = image.resize(size, Image.Resampling.NEAREST)
    return av.VideoFrame.from_image(image)


def write_bars(path, size, matrix, tags):
    """Write colour bars whose values are made with `matrix`, tagged with `tags`."""
    rgb, graph = bars(size), Graph()
    graph.link_nodes(
        graph.add_buffer(
            width=size[0], height=size[1], format=rgb.format, time_base=Fraction(1, 25)
        ),
        graph.add("scale", f"out_color_matrix={NAMES[matrix]}:out_range=limited"),
        graph.add("format", "yuv420p"),
        graph.add("buffersink"),
    ).configure()
    rgb.pts = 0
    graph.vpush(rgb)
    frame = graph.vpull()
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=25, options={"qp": "4", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        context = stream.codec_context
        context.color_primaries, context.color_trc, context.colorspace = tags
        for number in range(10):
            frame.pts, frame.time_base = number, Fraction(1, 25)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def colors_in(image):
    across, down = image.width / COLUMNS, image.height / (len(COLORS) // COLUMNS)
    return [
        image.getpixel((int((n % COLUMNS + 0.5) * across), int((n // COLUMNS + 0.5) * down)))
        for n in range(len(COLORS))
    ]


def difference(one, other):
    pairs = zip(colors_in(one), colors_in(other), strict=True)
    return max(abs(a - b) for pair in pairs for a, b in zip(*pair, strict=True))


def what_is_played(path):
    """Return the original, or the rendition where one is needed."""
    with path.open("rb") as file:
        facts = probe(file)
        if rendition_reason(asdict(facts), path.stat().st_size) is None:
            return path
        timing = RenditionTiming(Fraction(25), variable=False, duration=facts.duration)
        write_rendition(Source(file), timing, path.with_name("rendition.mp4"), lambda _: None)
    return path.with_name("rendition.mp4")


@pytest.mark.parametrize("tags", TAGS)
@pytest.mark.parametrize("size", SIZES)
def test_colors_are_the_same_everywhere(page, tmp_path, size, tags):
    matrix = tags[2] if tags[2] in NAMES else BT601
    path = write_bars(tmp_path / "a.mp4", SIZES[size], matrix, tags)
    with path.open("rb") as file:
        source = Source(file)
        frame = source.image(source.frame_at(0.2))
        write_poster(source, 0.4, tmp_path / "poster.webp")
        write_sprite(source, 0.4, tmp_path, lambda _: None)

    page.open_video(what_is_played(path).read_bytes())

    shown = page.picture()
    assert difference(shown, frame) <= TOLERANCE
    with Image.open(tmp_path / "poster.webp") as poster:
        assert difference(shown, poster.convert("RGB")) <= TOLERANCE
    with Image.open(tmp_path / "sprite.jpg") as sprite:
        assert difference(shown, sprite) <= TOLERANCE


def test_a_truly_tagged_video_has_its_colors(page, tmp_path):
    """The bars are known, so this holds player and picture against the truth."""
    path = write_bars(tmp_path / "a.mp4", SIZES["hd"], BT709, (BT709, BT709, BT709))

    page.open_video(path.read_bytes())

    truth = bars(SIZES["hd"]).to_image()
    assert difference(page.picture(), truth) <= TOLERANCE
    with path.open("rb") as file:
        source = Source(file)
        assert difference(source.image(source.first), truth) <= TOLERANCE
