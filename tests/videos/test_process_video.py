"""After `complete` the worker makes a video ready for review."""

import json
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from urllib.parse import urljoin

import av
import httpx
import pytest
from PIL import Image, ImageStat

from tests.events import events_since, newest_seq
from tests.videos.encoding import encode_video, number_in, tone
from tests.videos.processing import (
    bytes_of,
    frames_in,
    object_at,
    picture_at,
    played,
    processed,
    type_of,
)
from tests.videos.sample_videos import CINEMA, NTSC, UNEVEN
from tests.videos.uploads import objects_of, row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mp4", ("30000/1001", "h264", "aac", "01:00:00;00")),
        ("webm", ("25/1", "vp9", "opus", "")),
    ],
)
def test_what_browsers_play_is_left_as_it_is(cast, worker, samples, name, said):
    rate, *codecs, timecode = said
    content = samples[name].read_bytes()

    video = processed(cast, worker, content)

    assert (video["status"], video["progress"], video["failure"]) == ("ready", 100, "")
    assert (video["frame_rate"], video["variable_frame_rate"]) == (rate, False)
    assert video["duration"] == pytest.approx(float(50 / Fraction(rate)), abs=0.002)
    assert (video["width"], video["height"]) == (320, 180)
    assert [video["video_codec"], video["audio_codec"], video["has_audio"]] == [*codecs, True]
    assert (video["start_timecode"], video["rendition"]) == (timecode, False)
    assert played(cast, video) == (f"video/{name}", content)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mov", (CINEMA, "prores", "pcm_s16le", "10:00:00:00")),
        ("mkv", (CINEMA, "hevc", "aac", "")),
        ("mxf", (Fraction(25), "mpeg2video", "pcm_s16le", "01:00:00:00")),
        ("ts", (Fraction(25), "h264", "aac", "")),
    ],
)
def test_of_what_they_do_not_play_a_rendition_has_the_same_frames(
    cast, worker, samples, name, said
):
    rate, *codecs, timecode = said
    content = samples[name].read_bytes()

    video = processed(cast, worker, content, filename=f"film.{name}", content_type="video/x")

    assert (video["status"], video["rendition"]) == ("ready", True)
    assert [video["video_codec"], video["audio_codec"]] == codecs
    assert (video["start_timecode"], Fraction(video["frame_rate"])) == (timecode, rate)
    kind, rendition = played(cast, video)
    assert kind == "video/mp4"
    frames = frames_in(rendition)
    assert [number for _, number, _ in frames] == list(range(50))
    assert [time for time, _, _ in frames] == pytest.approx([float(n / rate) for n in range(50)])
    keys = [time for time, _, key in frames if key]
    assert all(b - a <= 1.001 for a, b in pairwise(keys))
    with av.open(BytesIO(rendition)) as opened:
        video_stream, sound = opened.streams.video[0], opened.streams.audio[0]
        assert (video_stream.codec_context.name, video_stream.codec_context.pix_fmt) == (
            "h264",
            "yuv420p",
        )
        assert (sound.codec_context.name, sound.codec_context.sample_rate) == ("aac", 48_000)
        assert Fraction(str(video_stream.average_rate)) == rate
    assert rendition.index(b"moov") < rendition.index(b"mdat")
    saved = cast.viewer.get(f"videos/{video['id']}/playback?download=1").json()
    assert saved["content_type"] == ("video/quicktime" if name == "mov" else "video/x")
    assert httpx.get(saved["url"]).content == content


def test_a_file_is_played_as_what_it_is(cast, worker, samples):
    content = samples["mp4"].read_bytes()

    video = processed(cast, worker, content, filename="clip", content_type="")

    assert video["content_type"] == "video/mp4"
    assert played(cast, video) == ("video/mp4", content)


def test_a_video_from_a_phone_is_upright(cast, worker, samples):
    video = processed(cast, worker, samples["phone"].read_bytes())

    assert (video["width"], video["height"], video["rendition"]) == (180, 320, False)
    assert (video["has_audio"], video["audio_codec"], video["peaks_url"]) == (False, None, None)
    poster = picture_at(video["poster_url"])
    assert poster.size == (180, 320)
    assert number_in(poster) == 5


def test_the_rendition_of_one_has_it_turned_in(cast, worker, tmp_path):
    path = encode_video(
        tmp_path / "a.mov", size=(180, 320), turned=270, codec="prores_ks", pix_fmt="yuv422p10le"
    )

    video = processed(cast, worker, path.read_bytes())

    _, rendition = played(cast, video)
    assert [number for _, number, _ in frames_in(rendition)] == list(range(50))
    assert Image.open(BytesIO(object_at(video["poster_url"]))).size == (180, 320)


def test_uneven_frames_are_said_and_keep_their_times(cast, worker, samples, tmp_path):
    plain = processed(cast, worker, samples["uneven"].read_bytes())
    assert (plain["variable_frame_rate"], plain["rendition"]) == (True, False)

    times = [number * 40 + 15 * (number % 3) for number in range(50)]
    path = encode_video(
        tmp_path / "a.mkv", codec="mpeg4", times=times, time_base=Fraction(1, 1000), rate=25
    )
    video = processed(cast, worker, path.read_bytes())

    assert (video["variable_frame_rate"], video["rendition"]) == (True, True)
    frames = frames_in(played(cast, video)[1])
    assert [number for _, number, _ in frames] == list(range(50))
    assert [time for time, _, _ in frames] == pytest.approx([t / 1000 for t in times], abs=0.0011)
    assert UNEVEN[-1] / 90_000 < plain["duration"] < UNEVEN[-1] / 90_000 + 0.1


def test_a_large_picture_becomes_1080p_and_a_small_one_stays(cast, worker, tmp_path):
    large = encode_video(
        tmp_path / "a.mp4", frames=4, size=(2560, 1080), codec_options={"preset": "ultrafast"}
    )
    odd = encode_video(tmp_path / "b.mov", frames=4, size=(162, 122), codec="prores_ks",
               pix_fmt="yuv422p10le")  # fmt: skip

    for path, size in ((large, (1920, 810)), (odd, (162, 122))):
        video = processed(cast, worker, path.read_bytes())
        with av.open(BytesIO(played(cast, video)[1])) as opened:
            context = opened.streams.video[0].codec_context
            assert (context.width, context.height) == size


def test_thumbnails_show_what_is_there_when_they_say(cast, worker, tmp_path):
    path = encode_video(
        tmp_path / "a.mp4", frames=300, rate=NTSC, codec_options={"preset": "ultrafast"}
    )

    video = processed(cast, worker, path.read_bytes())

    vtt = object_at(video["sprite_vtt_url"]).decode()
    cues = vtt.strip().split("\n\n")[1:]
    assert vtt.startswith("WEBVTT\n\n")
    assert len(cues) == 10
    assert cues[0] == "00:00:00.000 --> 00:00:01.000\nsprite.jpg#xywh=0,0,160,90"
    assert cues[9] == "00:00:09.000 --> 00:00:10.010\nsprite.jpg#xywh=1440,0,160,90"
    sheet = picture_at(urljoin(video["sprite_vtt_url"], "sprite.jpg"))
    assert sheet.size == (1600, 90)
    for number, cue in enumerate(cues):
        x, y, width, height = map(int, cue.partition("xywh=")[2].split(","))
        shown = number_in(sheet.crop((x, y, x + width, y + height)))
        assert number <= float(shown / NTSC) + 0.001 < number + 1
    prefix = row(video).object_prefix
    kinds = {name: type_of(prefix + name) for name in ("poster.webp", "sprite.jpg", "sprite.vtt")}
    assert list(kinds.values()) == ["image/webp", "image/jpeg", "text/vtt"]


def test_the_poster_is_not_black(cast, worker, tmp_path):
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(100):
            colour = (0, 0, 0) if number < 40 else (number, 20, 200)
            image = Image.new("RGB", (320, 180), colour)
            if number >= 40:
                image.paste((255, 255, 255), (10, 10, 200, 100))
            output.mux(stream.encode(av.VideoFrame.from_image(image)))
        output.mux(stream.encode(None))

    video = processed(cast, worker, path.read_bytes())

    assert ImageStat.Stat(picture_at(video["poster_url"]).convert("L")).stddev[0] > 30


def test_peaks_draw_the_sound(cast, worker, samples):
    video = processed(cast, worker, samples["mov"].read_bytes())

    said = json.loads(object_at(video["peaks_url"]))
    assert (said["sample_rate"], said["samples_per_peak"], said["peaks_per_second"]) == (
        48_000,
        2400,
        20,
    )
    least, greatest = said["peaks"][0::2], said["peaks"][1::2]
    assert len(least) == len(greatest) == 60 == 20 * len(list(tone(3)))
    assert greatest[:20] == pytest.approx([0.5] * 20, abs=0.01)
    assert least[:20] == pytest.approx([-0.5] * 20, abs=0.01)
    assert least[21:40] == greatest[21:40] == [0.0] * 19


def test_rest_and_the_log_say_the_same_of_every_step(cast, worker, samples):
    seq = newest_seq(cast)

    video = processed(cast, worker, samples["mkv"].read_bytes())

    created, completed, probed, pictured, ready = events_since(cast, seq)
    assert [created["type"], completed["type"]] == ["video.created", "video.updated"]
    assert probed["payload"]["frame_rate"] == "24000/1001"
    assert pictured["payload"]["poster_url"] == video["poster_url"]
    assert not pictured["payload"]["rendition"]
    assert ready["payload"] == video
    assert {each["type"] for each in (probed, pictured, ready)} == {"video.updated"}
    assert {each["actor"] for each in (probed, pictured, ready)} == {None}
    times = [each["payload"]["updated_at"] for each in (completed, probed, pictured, ready)]
    assert times == sorted(set(times))


def test_everything_made_goes_with_the_video(cast, worker, samples):
    video = processed(cast, worker, samples["mkv"].read_bytes())
    names = {key.rpartition("/")[2] for key in objects_of(cast.project.id)}
    made = {"poster.webp", "sprite.jpg", "sprite.vtt", "peaks.json", "rendition.mp4"}
    assert names == {"original", *made}
    assert bytes_of(row(video).rendition_key)[4:8] == b"ftyp"

    assert cast.editor.delete(f"videos/{video['id']}").status_code == 204
    worker.wait_for_deletions()

    assert objects_of(cast.project.id) == []
