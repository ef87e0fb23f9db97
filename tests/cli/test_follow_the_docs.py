"""The commands of docs/cli.md, as they stand there: a day's work, and programs."""

import json
import re
import subprocess
import sys

import pytest
import yaml
from videoplanet_cli.watching import SENTENCES, describe

from comments.models import FeedbackComment
from devstack.engines import CHECKOUT
from feedbacks.models import Feedback
from tests.cli.conftest import VP
from videos.models import Video

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (CHECKOUT / "docs" / "cli.md").read_text()


def block(language, beginning):
    """Return the block of the document that begins so."""
    [found] = re.findall(rf"```{language}\n({beginning}.*?)```", TEXT, re.DOTALL)
    return found


def test_the_documented_commands_do_a_days_work(vp, cast):
    for name in ("예고편.mp4", "second.mp4"):
        (vp.folder / name).write_bytes(b"moving pictures")
    vp.env["PATH"] = f"{VP.parent}:/usr/bin:/bin"
    script = block("sh", "vp whoami") + block("sh", "vp feedback add .*?black-300") * 2
    done = subprocess.run(
        ["sh", "-euc", script],
        check=False,
        cwd=vp.folder,
        env=vp.environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
    first, second = Video.objects.exclude(id=cast.video.id).order_by("created_at")
    lines = done.stdout.splitlines()
    assert lines[0] == f"You are Editor <editor@example.com> at {vp.url}."
    assert lines[1].split("\t")[:3] == ["Spring film", "editor", "1"]
    # Workers of other tests may run: what becomes of the bytes is not said here.
    assert ["예고편", "1"] in [line.split("\t")[:2] for line in lines]
    assert (first.filename, first.title) == ("예고편.mp4", "예고편")
    assert (second.stack_id, second.version) == (first.stack_id, 2)
    sky, black = Feedback.objects.order_by("created_at")
    assert (sky.content, sky.video_timestamp, sky.end_timestamp) == ("하늘이 너무 어두워요", 3.5, 5)
    assert (sky.priority, sky.tags, black.content) == ("high", ["colour"], "Frame 300 is black")
    assert FeedbackComment.objects.get().content == "Brighter now."
    assert f"0:03.5\topen\thigh\tEditor\t하늘이 너무 어두워요\t1\t{sky.id}" in lines
    assert "어두워요" in (vp.folder / "예고편 v1.srt").read_text()
    assert json.loads((vp.folder / "feedback.json").read_text())["name"] == "Spring film"

    program = [sys.executable, "-c", block("python", "import json")]
    printed = subprocess.check_output(program, env=vp.environment(), text=True)
    assert printed == "3.5 Editor 하늘이 너무 어두워요\n"
    again = vp.run("export", str(first.id), "-f", "srt")
    assert (again.returncode, "--force" in again.stderr) == (2, True)

    events = cast.owner.get(f"projects/{cast.project.id}/events?limit=500").json()
    said = [describe(event, {}) for event in events]
    assert "Editor gave feedback at 0:03.5: 하늘이 너무 어두워요" in said
    assert "Editor began to upload 예고편, version 1." in said


def test_each_event_of_the_log_has_a_sentence():
    document = yaml.safe_load((CHECKOUT / "docs" / "openapi.yaml").read_text())
    events = document["components"]["schemas"]["EventResponse"]["discriminator"]["mapping"]
    assert SENTENCES.keys() == events.keys()
