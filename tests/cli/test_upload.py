"""vp upload: a file that arrives whole, however often it is interrupted."""

import signal
import unicodedata

import pytest

from tests.waiting import eventually
from videoplanet.storage import s3
from videos.models import Video

pytestmark = pytest.mark.django_db(transaction=True)

MIB = 1024**2
CONTENT = b"a" * 8 * MIB + b"b" * 8 * MIB + b"c" * 4 * MIB


def test_an_interrupted_upload_sends_only_what_is_missing(vp, cast, served):
    name = "최종본.mov"
    (vp.folder / unicodedata.normalize("NFD", name)).write_bytes(CONTENT)
    command = ("upload", unicodedata.normalize("NFD", name), "-p", str(cast.project.id))
    served.storage.held = 3
    with vp.start(*command, preexec_fn=hear_interrupts) as stopped:
        assert served.storage.waits.wait(30)
        video = eventually(lambda: Video.objects.exclude(id=cast.video.id).first())
        place = f"videos/{video.id}/upload"
        eventually(lambda: len(cast.editor.get(place).json()["uploaded"]) == 2)
        stopped.send_signal(signal.SIGINT)
        _out, said = stopped.communicate(timeout=30)
    assert stopped.returncode == 130
    assert "The same command goes on" in said

    served.storage.open()
    served.storage.broken = 3
    done = vp.run(*command)

    assert done.returncode == 0, done.stderr
    assert "Going on" in done.stderr
    assert "Trying again" in done.stderr
    assert served.storage.sent == [3, 3]
    video.refresh_from_db()
    assert done.stdout.split("\t")[0] == str(video.id)
    assert (video.filename, video.title) == (name, "최종본")
    assert Video.objects.count() == 2
    # Not by playback: a worker of another test may have found that this is no film.
    assert s3.get(video.object_key) == CONTENT


@pytest.mark.usefixtures("worker")
def test_waiting_ends_with_what_became_of_the_video(vp):
    (vp.folder / "clip.mp4").write_text("no video")
    done = vp.run("upload", "clip.mp4", "-p", "spring FILM", "--wait")

    assert done.returncode == 6
    assert "not a video we can read" in done.stderr


def hear_interrupts():
    """Hear Ctrl-C again: what is started in the background ignores it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
