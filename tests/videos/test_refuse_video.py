"""Files that are no video, or worse: they fail with a reason, and the worker lives on."""

import zipfile
from io import BytesIO

import av
import httpx
import pytest

from tests.conftest import make_video
from tests.events import events_since, newest_seq
from tests.videos.encoding import RATE, encode_video, tone
from tests.videos.processing import processed
from videoplanet.storage import s3
from videoplanet.tasks.work import schedule
from videos.models import Video
from videos.processing import PROCESSING

pytestmark = pytest.mark.django_db(transaction=True)


def zipped():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "words " * 1000)
    return packed.getvalue()


def only_sound():
    out = BytesIO()
    with av.open(out, "w", format="mp4") as output:
        stream = output.add_stream("aac", rate=RATE, layout="stereo")
        for frame in tone(1):
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return out.getvalue()


def assert_refused(cast, worker, content, reason):
    seq = newest_seq(cast)

    video = processed(cast, worker, content, filename="film.mp4")

    assert video["status"] == "failed"
    assert reason in video["failure"]
    assert (video["poster_url"], video["duration"]) == (None, None)
    *_, event = events_since(cast, seq)
    assert (event["type"], event["payload"]) == ("video.updated", video)
    told = cast.viewer.get(f"videos/{video['id']}/playback").json()
    assert httpx.get(told["url"]).content == content


@pytest.mark.parametrize(
    "content",
    [
        b"These are words. " * 500,
        b"\0",
        zipped(),
        b"<html><script>alert(1)</script></html>",
        # Lists of files, of which libav would open one of ours.
        b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile '/etc/passwd'\n",
    ],
)
def test_what_is_no_video_says_so_on_the_video_and_in_the_log(cast, worker, content):
    assert_refused(cast, worker, content, "not a video we can read")


def test_sound_alone_is_no_video(cast, worker):
    assert_refused(cast, worker, only_sound(), "only sound")


def test_one_that_is_cut_off_before_its_index_is_incomplete(cast, worker, samples):
    content = samples["mov"].read_bytes()[:200_000]
    assert_refused(cast, worker, content, "damaged or incomplete")


def test_one_whose_pictures_are_empty_is_damaged(cast, worker, samples):
    content = samples["mov"].read_bytes()
    start, end = content.index(b"mdat") + 4, content.index(b"moov") - 4
    content = content[:start] + bytes(end - start) + content[end:]
    assert_refused(cast, worker, content, "No frame of this video can be read")


def test_a_film_whose_end_is_missing_is_reviewed_as_far_as_it_goes(cast, worker, tmp_path):
    path = encode_video(
        tmp_path / "a.mp4", frames=100, muxer={"movflags": "faststart"}, audio="aac",
        codec_options={"preset": "ultrafast", "g": "10"},
    )  # fmt: skip

    video = processed(cast, worker, path.read_bytes()[:-30_000])

    assert (video["status"], video["failure"]) == ("ready", "")
    [warning] = video["warnings"]
    assert warning.startswith("This file is incomplete: it ends after ")
    assert warning.count(" of 4.0 seconds") == 1
    assert video["duration"] < 3.5
    path = f"videos/{video['id']}"
    [korean] = cast.viewer.get(path, Accept_Language="ko").json()["warnings"]
    assert korean.startswith("이 파일은 완전하지 않아요. 전체 4.0초 중 ")
    events = f"projects/{cast.project.id}/events"
    for language, sentence in (("ko", korean), ("en", warning)):
        newest = cast.viewer.get(events, Accept_Language=language).json()[-1]
        assert newest["payload"]["warnings"] == [sentence]


def test_a_complete_video_has_no_warnings(cast, worker, samples):
    for name in ("mp4", "ts"):
        assert processed(cast, worker, samples[name].read_bytes())["warnings"] == []


@pytest.mark.parametrize("codec", ["libx264", "libx265", "mpeg2video"])
def test_a_codecs_bytes_without_a_container_are_refused(cast, worker, tmp_path, codec):
    kinds = {"libx264": "h264", "libx265": "hevc", "mpeg2video": "mpeg2video"}
    options = {"x265-params": "log-level=none"} if codec == "libx265" else {}
    path = encode_video(
        tmp_path / "a.bin", codec=codec, container=kinds[codec], codec_options=options
    )

    assert_refused(cast, worker, path.read_bytes(), "pictures but not their times")


def test_one_that_takes_too_long_is_stopped_and_leaves_the_worker_alive(cast, worker, samples):
    worker.stop()
    worker.start(VIDEO_PROCESS_SECONDS="0")

    video = processed(cast, worker, samples["mov"].read_bytes())

    assert video["status"] == "failed"
    assert "too long" in video["failure"]
    worker.stop()
    worker.start()
    assert processed(cast, worker, samples["mp4"].read_bytes())["status"] == "ready"


def test_one_that_wants_too_much_memory_is_stopped(cast, worker, tmp_path):
    path = encode_video(
        tmp_path / "a.mp4", frames=3, size=(7680, 4320), codec_options={"preset": "ultrafast"}
    )
    worker.stop()
    # With more, the number of decoder threads that find room decides whether the rest has some.
    worker.start(VIDEO_PROCESS_MEMORY=str(350 * 1024**2))

    video = processed(cast, worker, path.read_bytes())

    assert video["status"] == "failed"
    assert "memory" in video["failure"]


def test_everybody_reads_the_reason_in_their_own_language(cast, worker):
    user = cast.editor.user
    user.language = "ko"
    user.save(update_fields=["language"])
    seq = newest_seq(cast)
    english = "This is not a video we can read, or it is damaged or incomplete."
    korean = "읽을 수 없는 영상이거나, 파일이 손상되었거나 불완전해요."

    video = processed(cast, worker, b"words " * 100)

    assert video["failure"] == english
    path = f"videos/{video['id']}"
    assert cast.editor.get(path).json()["failure"] == korean
    assert cast.viewer.get(path, Accept_Language="ko-KR,ko;q=0.9").json()["failure"] == korean
    listing = f"videos?project_id={cast.project.id}"
    for person, sentence in ((cast.viewer, english), (cast.editor, korean)) * 2:
        answer = person.get(listing)
        assert [row["failure"] for row in answer.json() if row["failure"]] == [sentence]
        tag = answer["ETag"]
    assert cast.viewer.get(listing, If_None_Match=tag).status_code == 200
    log = cast.editor.get(f"projects/{cast.project.id}/events?after={seq}").json()
    assert log[-1]["payload"]["failure"] == korean


def test_an_original_that_is_gone_is_no_endless_retry(cast, worker, samples):
    video = make_video(cast.access("editor"), status="processing")
    s3.delete_under(video.object_prefix)
    schedule(PROCESSING, [video.id])

    worker.wait_for(lambda: Video.objects.get(id=video.id).status == "failed")
    assert Video.objects.get(id=video.id).failure == "missing"
    assert "Upload it again" in cast.viewer.get(f"videos/{video.id}").json()["failure"]
