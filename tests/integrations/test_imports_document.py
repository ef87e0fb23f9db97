"""The examples of docs/imports.md are run as they stand there."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import build_cast, make_video
from tests.integrations.test_exports_document import RATE

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "imports.md").read_text()


EDL = """TITLE: Cut
FCM: NON-DROP FRAME

* LOC: 01:00:12:14 RED     Too dark
"""


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)


@pytest.mark.django_db(transaction=True)
def test_the_examples_do_what_the_document_says(live_server, tmp_path):
    cast = build_cast()
    video = make_video(cast.access("editor"), **RATE)
    commands, (table,), (shown,) = blocks("sh"), blocks("csv"), blocks("json")
    (tmp_path / "notes.csv").write_text(table)
    (tmp_path / "cut.edl").write_text(EDL)
    answers = []
    for command in commands:
        done = subprocess.run(
            ["sh", "-c", command],
            env={
                "PATH": "/usr/bin:/bin",
                "TOKEN": cast.editor.token,
                "SERVER": live_server.url,
                "VIDEO": str(video.id),
            },
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answers.append(json.loads(done.stdout))
    (look, edl), example = answers, json.loads(shown)
    assert look == example | {"line_errors": []}
    assert (edl["form"], edl["created"], edl["rows"][0]["frame"]) == ("edl", 1, 374)
