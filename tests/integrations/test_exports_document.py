"""The examples of docs/exports.md are run as they stand there."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from comments.actions import add_comment
from feedbacks.actions import create_feedback
from integrations.exports.formats import FORMATS
from tests.conftest import build_cast, make_video

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "exports.md").read_text()
COMMANDS = re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL)
RATE = {"frame_rate": "30000/1001", "start_timecode": "01:00:00;00", "duration": 60.0}


@pytest.mark.django_db(transaction=True)
def test_the_commands_download_files(live_server, tmp_path):
    cast = build_cast()
    cast.video.delete()
    video = make_video(cast.access("editor"), **RATE)
    feedback = create_feedback(
        access=cast.access("reviewer"), video=video, video_timestamp=12.5, content="Too dark"
    )
    add_comment(access=cast.access("editor"), feedback=feedback, content="Yes")
    variables = {
        "TOKEN": cast.viewer.token,
        "SERVER": live_server.url,
        "VIDEO": str(video.id),
        "PROJECT": str(cast.project.id),
    }
    assert len(COMMANDS) == 2
    for command in COMMANDS:
        done = subprocess.run(
            ["sh", "-c", command],
            env={"PATH": "/usr/bin:/bin"} | variables,
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    edl = (tmp_path / "First cut v1.edl").read_text()
    assert "01:00:12;14 01:00:12;15" in edl
    assert "[Open] Reviewer: Too dark / ↳ Editor: Yes |C:ResolveColorRed" in edl
    found = json.loads((tmp_path / "feedback.json").read_text())
    shown = json.loads(re.findall(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)[0])
    assert shape(found) == shape(shown)
    row = found["videos"][0]["feedbacks"][0]
    expected = shown["videos"][0]["feedbacks"][0]
    for name in ("timestamp", "frame", "timecode", "content", "status", "author", "priority"):
        assert row[name] == expected[name]


def shape(value):
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    return [shape(each) for each in value] if isinstance(value, list) else None


def test_the_tables_name_every_format():
    for table in DOCUMENT.split("\n## ")[1:3]:
        named = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", table, re.MULTILINE)
        assert set(re.findall(r"`(\w+)`", " ".join(named))) - {"format"} == set(FORMATS)
