"""The example of docs/imports.md is run as it stands there."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import build_cast, make_video
from tests.integrations.test_exports_document import RATE, shape

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "imports.md").read_text()


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)


@pytest.mark.django_db(transaction=True)
def test_the_example_is_a_dry_run_of_the_smallest_table(live_server, tmp_path):
    cast = build_cast()
    video = make_video(cast.access("editor"), **RATE)
    (command,), (table,), (shown,) = blocks("sh"), blocks("csv"), blocks("json")
    (tmp_path / "notes.csv").write_text(table)
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
    found, example = json.loads(done.stdout), json.loads(shown)
    assert shape(found["rows"]) == shape(example["rows"])
    assert found.keys() == example.keys()
    (row,), (expected,) = found["rows"], example["rows"]
    assert row == expected
