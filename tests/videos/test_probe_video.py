"""`videos.media_process.probe`: the facts, read from as few bytes as its container allows."""

import struct
from fractions import Fraction

import pytest

from tests.videos.encoding import encode_video
from tests.videos.sample_videos import CINEMA, KINDS, NTSC, UNEVEN, stored
from videoplanet.storage import s3
from videos.media_process.probe import probe
from videos.media_process.remote import BLOCK, RemoteFile, StorageUnavailable
from videos.sandbox import do_step

MIB = 1024**2


def facts_of(path):
    with path.open("rb") as file:
        return probe(file)


def probed(video, tmp_path):
    """Probe an object in the storage as the worker does."""
    url = s3.internal_url(video.object_key, expires_in=600)
    return do_step("facts", url=url, folder=tmp_path)


def padded(content, size):
    """Put `size` bytes between a file's frames and its index, which stays at the end."""
    at = content.index(b"mdat") - 4
    end = at + struct.unpack(">I", content[at : at + 4])[0]
    assert content.index(b"moov") > at
    longer = struct.pack(">I", end - at + size)
    return content[:at] + longer + content[at + 4 : end] + bytes(size) + content[end:]


def test_of_a_large_mp4_with_its_index_at_the_end_little_is_read(cast, samples, tmp_path):
    small = samples["mp4"].read_bytes()
    large = padded(small, 120 * MIB)

    told = probed(stored(cast.access("editor"), large), tmp_path)

    assert told["fetched"] < 4 * MIB
    same = probed(stored(cast.access("editor"), small), tmp_path)
    assert told | {"fetched": 0} == same | {"fetched": 0}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_says_its_size_and_length(samples, name):
    told = facts_of(samples[name])

    size = {"phone": (180, 320), "mxf": (320, 192)}.get(name, (320, 180))
    assert (told.width, told.height) == size
    rate = {"mp4": NTSC, "mov": CINEMA, "mkv": CINEMA}.get(name, Fraction(25))
    length = Fraction(UNEVEN[-1], 90_000) if name == "uneven" else 50 / rate
    assert told.duration == pytest.approx(float(length), abs=0.05)


@pytest.mark.parametrize("rate", [CINEMA, 24, 25, NTSC, 30, 50, Fraction(60_000, 1001), 60, 120])
@pytest.mark.parametrize("kind", ["mp4", "mkv", "avi"])
def test_rates_are_fractions_in_containers_that_round_times_too(tmp_path, rate, kind):
    codec = "libx264" if kind != "avi" else "mjpeg"
    path = encode_video(
        tmp_path / f"a.{kind}", frames=100, rate=rate, codec=codec, size=(160, 96),
        pix_fmt="yuv420p" if codec == "libx264" else "yuvj420p",
    )  # fmt: skip

    told = facts_of(path)

    assert (Fraction(told.frame_rate), told.variable_frame_rate) == (rate, False)
    assert "/" in told.frame_rate


def test_a_rate_that_a_file_says_roughly_is_the_one_it_means(tmp_path):
    times = [round(number * 1000 / NTSC) for number in range(100)]
    path = encode_video(
        tmp_path / "a.mkv", frames=100, rate=Fraction(2997, 100), times=times,
        time_base=Fraction(1, 1000), size=(160, 96),
    )  # fmt: skip

    assert facts_of(path).frame_rate == "30000/1001"


def test_uneven_times_have_a_nominal_rate(samples):
    told = facts_of(samples["uneven"])

    assert told.variable_frame_rate
    assert told.frame_rate == "30/1"


def test_one_frame_is_a_video(tmp_path):
    told = facts_of(encode_video(tmp_path / "a.mp4", frames=1))

    assert (told.frame_rate, told.variable_frame_rate) == ("25/1", False)
    assert told.duration == pytest.approx(0.04)


def test_pixels_that_are_not_square_are_shown_wide(tmp_path):
    path = encode_video(
        tmp_path / "a.mov", size=(240, 180), codec="prores_ks", pix_fmt="yuv422p10le",
        pixels=Fraction(4, 3),
    )  # fmt: skip

    told = facts_of(path)

    assert (told.width, told.height) == (320, 180)


class TestRemoteFile:
    """Reading an object by ranges."""

    @pytest.fixture
    def content(self):
        return bytes(range(256)) * (20 * MIB // 256) + b"end"

    @pytest.fixture
    def remote(self, cast, content):
        video = stored(cast.access("editor"), content)
        with RemoteFile(s3.internal_url(video.object_key, expires_in=600)) as file:
            yield file

    def read(self, remote, at, size):
        remote.seek(at)
        found = b""
        while len(found) < size and (piece := remote.read(size - len(found))):
            found += piece
        return found

    def test_it_is_the_same_bytes_wherever_one_reads(self, remote, content):
        for at in (0, 5, BLOCK - 1, 7 * MIB + 3, len(content) - 2, BLOCK, 3):
            assert self.read(remote, at, 3 * BLOCK) == content[at : at + 3 * BLOCK]
        assert remote.read(10) == content[3 + 3 * BLOCK : 13 + 3 * BLOCK]

    def test_it_is_the_same_bytes_from_one_end_to_the_other(self, remote, content):
        assert self.read(remote, 0, len(content) + 5) == content
        assert remote.fetched == len(content)

    def test_a_jump_costs_a_block(self, remote):
        for at in (0, 4 * MIB, 9 * MIB, 15 * MIB):
            self.read(remote, at, 10)
        assert remote.fetched == 4 * BLOCK

    def test_behind_the_end_there_is_nothing(self, remote, content):
        assert remote.seek(0, 2) == len(content) == remote.size
        assert remote.read(1) == b""
        assert self.read(remote, len(content) + 100, 1) == b""

    def test_an_empty_object_is_empty(self, cast):
        video = stored(cast.access("editor"), b"")
        with RemoteFile(s3.internal_url(video.object_key, expires_in=600)) as file:
            assert (file.size, file.read(10)) == (0, b"")

    def test_an_address_that_has_run_out_is_the_storage_being_away(self, remote):
        with (
            RemoteFile(remote.url.replace("X-Amz-Signature=", "X-Amz-Signature=0")) as file,
            pytest.raises(StorageUnavailable, match="403"),
        ):
            file.read(1)
