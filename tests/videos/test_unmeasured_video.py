"""Files whose containers don't say how long they are, or say it wrongly."""

from array import array
from dataclasses import asdict
from fractions import Fraction

import av
import pytest

from tests.videos.encoding import RATE, encode_video, number_in, picture
from tests.videos.processing import frames_in, played, processed
from tests.videos.sample_videos import QUICK
from tests.videos.test_probe_video import facts_of
from videos.media_process.source import Source
from videos.warnings import warnings_of

REALTIME = {"deadline": "realtime", "cpu-used": "8"}
FRAGMENTED = {"movflags": "frag_keyframe+empty_moov"}


class Pipe:
    """Where a muxer can't go back to write the duration down, as in a browser or a pipe."""

    def __init__(self, path):
        self.file = path.open("wb")

    def write(self, data):
        return self.file.write(data)


def recorded(folder, kind):
    """Write fifty frames, two seconds, as recorders do that don't know when they will end."""
    path = folder / f"a.{kind}"
    if kind == "webm":
        return encode_video(
            path, codec="libvpx", audio="libopus", codec_options=REALTIME, muxer={"live": "1"}
        )
    if kind == "mkv":
        pipe = Pipe(path)
        encode_video(pipe, container="matroska", audio="aac", codec_options=QUICK)
        pipe.file.close()
        return path
    if kind == "mp4":  # with sound this muxer makes the first frame longer
        return encode_video(path, codec_options=QUICK, muxer=FRAGMENTED)
    return encode_video(path, audio="aac", codec_options=QUICK)


@pytest.mark.parametrize("kind", ["webm", "mkv", "mp4", "ts"])
def test_a_recording_without_duration_is_measured(tmp_path, kind):
    facts = facts_of(recorded(tmp_path, kind))

    assert (Fraction(facts.frame_rate), facts.variable_frame_rate) == (25, False)
    assert facts.duration == pytest.approx(2, abs=0.002)


@pytest.mark.django_db(transaction=True)
def test_a_browsers_recording_is_reviewed(cast, worker, tmp_path):
    video = processed(cast, worker, recorded(tmp_path, "webm").read_bytes())

    assert (video["status"], video["failure"]) == ("ready", "")
    assert (video["frame_rate"], video["duration"]) == ("25/1", pytest.approx(2, abs=0.002))
    assert [number for _, number, _ in frames_in(played(cast, video)[1])] == list(range(50))


def test_a_variable_rate_that_begins_late_is_found(tmp_path):
    """A screen recording without an index: ten even minutes, then uneven ones."""
    times = [33 * number + number // 3 for number in range(1200)]
    times += [times[-1] + 33 * number + 15 * (number % 3) for number in range(1, 1200)]
    path = encode_video(
        tmp_path / "a.mkv", frames=len(times), rate=30, times=times, size=(64, 36),
        time_base=Fraction(1, 1000), codec_options=QUICK,
    )  # fmt: skip

    facts = facts_of(path)

    assert facts.variable_frame_rate
    assert facts.duration == pytest.approx(times[-1] / 1000, abs=0.06)


@pytest.mark.parametrize(
    ("kind", "codec", "audio"),
    [("flv", "flv1", "mp3"), ("wmv", "wmv2", "mp3"), ("mpg", "mpeg2video", "mp2")],
)
def test_the_duration_is_that_of_the_pictures(tmp_path, kind, codec, audio):
    """These say how long the longest stream is; the sound is a second longer."""
    path = encode_video(
        tmp_path / f"a.{kind}", codec=codec, audio=audio, audio_seconds=3, pix_fmt="yuv420p"
    )

    facts = facts_of(path)

    assert facts.duration == pytest.approx(2, abs=0.05)
    assert (Fraction(facts.frame_rate), facts.variable_frame_rate) == (25, False)


@pytest.mark.parametrize("kind", ["avi", "mpg", "ts", "mkv", "mp4"])
def test_frames_are_found_behind_b_frames(tmp_path, kind):
    codec = {"avi": "mpeg4", "mpg": "mpeg2video"}.get(kind, "libx264")
    path = encode_video(tmp_path / f"a.{kind}", codec=codec, codec_options={"bf": "2", "g": "12"})
    with path.open("rb") as file:
        source = Source(file)
        for number in (49, 48, 1, 0, 25, 12, 11, 13):
            image = source.image(source.frame_at(float((number + Fraction(1, 2)) / 25)))
            assert number_in(image) == number


def test_the_last_picture_of_a_variable_rate_counts(tmp_path):
    """It is shown for five seconds, which no other says."""
    times = [40 * number for number in range(49)] + [7000]
    path = encode_video(
        tmp_path / "a.mp4", times=times, time_base=Fraction(1, 1000), codec_options=QUICK
    )

    assert facts_of(path).duration >= 7


def test_silent_tracks_give_way_to_one_that_is_heard(tmp_path):
    path = tmp_path / "a.mxf"
    with av.open(str(path), "w") as output:
        video = output.add_stream("mpeg2video", rate=25)
        video.width, video.height, video.pix_fmt = 320, 192, "yuv422p"
        tracks = [output.add_stream("pcm_s16le", rate=RATE, layout="mono") for _ in range(4)]
        for number in range(50):
            frame = av.VideoFrame.from_image(picture(number, (320, 192)))
            frame.pts = number
            output.mux(video.encode(frame.reformat(format="yuv422p")))
            for loud, track in enumerate(tracks):
                sound = av.AudioFrame(format="s16", layout="mono", samples=RATE // 25)
                level = 8000 if loud >= 2 else 0
                sound.planes[0].update(array("h", [level, -level] * (RATE // 50)).tobytes())
                sound.sample_rate, sound.pts = RATE, number * RATE // 25
                sound.time_base = Fraction(1, RATE)
                output.mux(track.encode(sound))
        output.mux(video.encode(None))

    facts = facts_of(path)

    assert (facts.audio_track, facts.audio_track_is_other) == (2, True)
    assert warnings_of(asdict(facts)) == ["silent_tracks number=3"]
