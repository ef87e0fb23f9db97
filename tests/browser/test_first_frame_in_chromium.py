"""Where the first frame is not at a browser's time 0, a rendition is made in which it is."""

from dataclasses import asdict
from fractions import Fraction

import pytest

from tests.videos.encoding import encode_video, number_in
from tests.videos.sample_videos import QUICK
from videos.media_process.browser_support import rendition_reason
from videos.media_process.probe import probe
from videos.media_process.rendition import RenditionTiming, write_rendition
from videos.media_process.source import Source
from videos.timecode import Frames

LATE = [2000 + 512 * number for number in range(50)]
B_FRAMES = {"codec_options": {"bf": "2"}}
OPUS = {"codec": "libvpx", "audio": "libopus", "codec_options": {"deadline": "realtime"}}
KINDS = {
    "no edit list": ("a.mp4", B_FRAMES | {"muxer": {"use_editlist": "0"}}, 0.08),
    "late video": ("a.mp4", {"audio": "aac", "times": LATE, "codec_options": QUICK}, 0.15625),
    "b-frames": ("a.mp4", B_FRAMES | {"audio": "aac"}, 0),
    "opus": ("a.webm", OPUS, 0),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_offset_is_what_chromium_sees(page, tmp_path, kind):
    name, options, offset = KINDS[kind]
    base = Fraction(1, 12_800) if "times" in options else None
    path = encode_video(tmp_path / name, time_base=base, **options)
    with path.open("rb") as file:
        facts = probe(file)

    assert facts.offset == pytest.approx(page.open_video(path.read_bytes()), abs=1e-6)

    assert facts.offset == pytest.approx(offset, abs=1e-6)
    reason = rendition_reason(asdict(facts), path.stat().st_size)
    assert (reason is None) == (offset == 0)
    if reason:
        assert_begins_at_0(page, path, facts)


def assert_begins_at_0(page, path, facts):
    rendition = path.with_name("rendition.mp4")
    rate = Fraction(facts.frame_rate)
    with path.open("rb") as file:
        timing = RenditionTiming(rate, facts.variable_frame_rate, facts.duration)
        write_rendition(Source(file), timing, rendition, lambda _: None)

    assert page.open_video(rendition.read_bytes()) == 0
    page.evaluate(f"seek({Frames(rate).timestamp(37)})")
    assert number_in(page.picture()) == 37
