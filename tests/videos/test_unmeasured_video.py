"""Files whose containers don't say how long they are, or say it wrongly."""

from fractions import Fraction

import pytest

from tests.videos.encoding import encode_video
from tests.videos.processing import frames_in, played, processed
from tests.videos.sample_videos import QUICK
from tests.videos.test_probe_video import facts_of

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
