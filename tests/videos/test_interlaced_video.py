"""Interlaced video: its rendition has every frame once, in step with the sound."""

from fractions import Fraction
from io import BytesIO

import av
import pytest

from tests.videos.encoding import RATE, encode_video, interlaced, picture
from tests.videos.processing import frames_in, number_in, picture_at, played, processed
from tests.videos.sample_videos import NTSC, QUICK
from videos.media_process.rendition import RenditionTiming, write_rendition
from videos.media_process.source import Source

pytestmark = pytest.mark.django_db(transaction=True)

FIELDS = {"flags": "+ildct+ilme"}
KINDS = {
    "xdcam": ("a.mxf", {"codec": "mpeg2video", "pix_fmt": "yuv422p", "size": (720, 576)}, "tff"),
    "dv": ("a.mov", {"codec": "dvvideo", "pix_fmt": "yuv411p", "size": (720, 480)}, "bff"),
    "ts": ("a.ts", {"codec_options": QUICK | {"x264-params": "tff=1"}}, "tff"),
    "mts": ("a.mts", {"codec_options": QUICK | {"x264-params": "bff=1"}}, "bff"),
    "mp4": ("a.mp4", {"codec_options": QUICK | {"x264-params": "tff=1"}}, "tff"),
}
NTSC_KINDS = ("dv", "mts")


def interlaced_file(folder, kind):
    name, options, field_order = KINDS[kind]
    options = options | {"codec_options": options.get("codec_options", {}) | FIELDS}
    if name.endswith(".mts"):
        options["container"] = "mpegts"
    return encode_video(
        folder / name,
        rate=NTSC if kind in NTSC_KINDS else 25,
        audio="pcm_s16le" if kind in ("xdcam", "dv") else "aac",
        field_order=field_order,
        **options,
    )


def sound_levels(content):
    """Return the loudest sample of each hundredth of a second of the first audio stream."""
    levels = {}
    with av.open(BytesIO(content)) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for decoded in container.decode(audio=0):
            for frame in resampler.resample(decoded):
                samples = memoryview(frame.planes[0]).cast("h")[: frame.samples]
                for index in range(0, frame.samples, 48):
                    hundredth = int((frame.time + index / RATE) * 100)
                    levels[hundredth] = max(levels.get(hundredth, 0), abs(samples[index]))
    return levels


def tone_end(content):
    """Return when the tone of the first second ends (`tone`), in hundredths of a second."""
    loud = [hundredth for hundredth, level in sound_levels(content).items() if level > 4000]
    return max(hundredth for hundredth in loud if hundredth < 150)


@pytest.mark.parametrize("kind", KINDS)
def test_each_frame_of_interlaced_video_is_in_the_rendition(cast, worker, tmp_path, kind):
    path = interlaced_file(tmp_path, kind)

    video = processed(cast, worker, path.read_bytes())

    assert (video["status"], video["failure"], video["rendition"]) == ("ready", "", True)
    rate = NTSC if kind in NTSC_KINDS else Fraction(25)
    assert (Fraction(video["frame_rate"]), video["variable_frame_rate"]) == (rate, False)
    _, rendition = played(cast, video)
    frames = frames_in(rendition)
    assert [number for _, number, _ in frames] == list(range(50))
    assert [time for time, _, _ in frames] == pytest.approx([float(n / rate) for n in range(50)])
    assert tone_end(rendition) == pytest.approx(100, abs=3)
    assert number_in(picture_at(video["poster_url"])) == 5


def mixed(path, progressive_frames):
    """Write a transport stream that begins progressive and goes on interlaced."""
    with av.open(str(path), "w", format="mpegts") as output:
        stream = output.add_stream("libx264", rate=25, options=QUICK)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        later = av.CodecContext.create("libx264", "w")
        later.width, later.height, later.pix_fmt, later.framerate = 320, 180, "yuv420p", 25
        later.time_base = Fraction(1, 25)
        later.options = QUICK | FIELDS | {"x264-params": "tff=1"}
        for number in range(50):
            frame = av.VideoFrame.from_image(picture(number)).reformat(format="yuv420p")
            encoder = stream
            if number >= progressive_frames:
                frame, encoder = interlaced(frame, "tff"), later
                if number == progressive_frames:
                    output.mux(stream.encode(None))
            frame.pts, frame.time_base = number, Fraction(1, 25)
            mux(output, stream, encoder.encode(frame))
        mux(output, stream, later.encode(None))
    return path


def mux(output, stream, packets):
    for packet in packets:
        packet.stream, packet.time_base = stream, Fraction(1, 25)
        output.mux(packet)


def test_b_frames_of_an_avi_leave_the_sound_in_step(tmp_path):
    """It has no times but those of decoding, which is later."""
    path = encode_video(tmp_path / "a.avi", codec="mpeg4", audio="mp3", codec_options={"bf": "2"})
    rendition = tmp_path / "rendition.mp4"
    with path.open("rb") as file:
        timing = RenditionTiming(Fraction(25), variable=False, duration=2.0)
        write_rendition(Source(file), timing, rendition, lambda _: None)

    assert [number for _, number, _ in frames_in(rendition.read_bytes())] == list(range(50))
    # MP3 adds some samples at the beginning, of which AVI does not know.
    assert tone_end(rendition.read_bytes()) == pytest.approx(tone_end(path.read_bytes()), abs=1)


@pytest.mark.parametrize("progressive_frames", [10, 30])
def test_video_that_becomes_interlaced_loses_no_frame(cast, worker, tmp_path, progressive_frames):
    video = processed(cast, worker, mixed(tmp_path / "a.ts", progressive_frames).read_bytes())

    assert (video["status"], video["failure"]) == ("ready", "")
    frames = frames_in(played(cast, video)[1])
    assert [number for _, number, _ in frames] == list(range(50))
    assert [time for time, _, _ in frames] == pytest.approx([n / 25 for n in range(50)])
