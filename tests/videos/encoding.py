"""Writes small videos whose frames show their own number, readable after any encoding."""

import math
from array import array
from fractions import Fraction

import av
from av.filter import Graph
from PIL import Image, ImageDraw

BITS = 12
SIZE = (320, 180)
RATE = 48_000


def picture(number, size=SIZE):
    """Draw frame `number`: its bits as twelve black or white columns, with a moving shape below."""
    width, height = size
    image = Image.new("RGB", size, (90, 60, 160))
    draw = ImageDraw.Draw(image)
    for bit in range(BITS):
        colour = (235,) * 3 if number >> bit & 1 else (16,) * 3
        draw.rectangle(_column(bit, width, height), fill=colour)
    x = number * 5 % width
    draw.ellipse((x, height * 0.6, x + height / 4, height * 0.85), fill=(220, 180, 40))
    return image


def _column(bit, width, height):
    return (width * bit / BITS, 0, width * (bit + 1) / BITS - 1, height / 2)


def number_in(image):
    """Read the number back, at whatever size the picture is."""
    grey = image.convert("L")
    middles = [(int(grey.width * (bit + 0.5) / BITS), grey.height // 4) for bit in range(BITS)]
    return sum(1 << bit for bit, at in enumerate(middles) if grey.getpixel(at) > 128)


def encode_video(
    path,
    *,
    frames=50,
    rate=Fraction(25),
    codec="libx264",
    pix_fmt="yuv420p",
    size=SIZE,
    audio=None,
    times=None,
    turned=0,
    container=None,
    codec_options=None,
    metadata=None,
    muxer=None,
    time_base=None,
    pixels=None,
    field_order=None,
    audio_seconds=None,
):
    """Write a video file. `times` are the frames' times in units of `time_base`, even without.

    `turned` is by how many degrees clockwise a player has to turn the stored frames. `field_order`
    is `tff` or `bff` for interlaced video, `audio_seconds` the length of audio that differs.
    """
    rate = Fraction(rate)
    target = path if hasattr(path, "write") else str(path)
    with av.open(target, "w", format=container, options=muxer or {}) as output:
        output.metadata.update(metadata or {})
        video = output.add_stream(codec, rate=rate, options=codec_options or {})
        stored = size if turned % 180 == 0 else size[::-1]
        video.width, video.height, video.pix_fmt = *stored, pix_fmt
        video.time_base = video.codec_context.time_base = time_base or 1 / rate
        if pixels:
            video.codec_context.sample_aspect_ratio = pixels
        if turned:
            video.set_display_rotation(-turned)
        sound = output.add_stream(audio, rate=RATE, layout="stereo") if audio else None
        for number in range(frames):
            image = picture(number, size).rotate(turned, expand=True)
            frame = av.VideoFrame.from_image(image).reformat(format=pix_fmt)
            if field_order:
                frame = interlaced(frame, field_order)
            frame.pts = times[number] if times else number
            frame.time_base = video.codec_context.time_base
            output.mux(video.encode(frame))
        if sound:
            for frame in tone(audio_seconds or frames / rate):
                output.mux(sound.encode(frame))
            output.mux(sound.encode(None))
        output.mux(video.encode(None))
    return path


def interlaced(frame, field_order):
    """Return the frame, flagged as interlaced."""
    graph = Graph()
    graph.link_nodes(
        graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 25)
        ),
        graph.add("setfield", field_order),
        graph.add("buffersink"),
    ).configure()
    graph.vpush(frame)
    return graph.vpull()


def tone(seconds):
    """Yield audio: a second of 440 Hz at half volume, a second of silence, and so on."""
    for second in range(math.ceil(seconds)):
        samples = array("h")
        for n in range(RATE):
            loud = 0 if second % 2 else 16_384
            samples.extend([int(loud * math.sin(2 * math.pi * 440 * n / RATE))] * 2)
        frame = av.AudioFrame(format="s16", layout="stereo", samples=RATE)
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = RATE, second * RATE, Fraction(1, RATE)
        yield frame
