"""The documents name files that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted(path.name for path in (ROOT / "docs").glob("*.md"))
NAMED = re.compile(r"`((?:\w+/)+(?:[\w.-]+\.(?:py|yaml|md|js|conf|sh))?)`")
EXAMPLES = {"tests/feedbacks/test_pin_feedback.py"}
"""What docs/adding-a-feature.md has the reader write."""


@pytest.mark.parametrize("name", DOCS)
def test_the_files_that_a_document_names_exist(name: str) -> None:
    named = set(NAMED.findall((ROOT / "docs" / name).read_text())) - EXAMPLES

    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_the_list_of_decisions_is_complete() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text())

    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))


THREATS = (ROOT / "docs" / "threat-model.md").read_text()
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_each_threat_has_a_test_that_exists() -> None:
    rows = [line for line in THREATS.splitlines() if re.match(r"\| (?!threat |---)", line)]

    assert len(rows) > 40
    assert [row for row in rows if not TEST.search(row.split(" | ")[2])] == []
    missing = [
        f"{file}::{test}"
        for file, test in TEST.findall(THREATS)
        if not re.search(rf"^def {test}\(", (ROOT / file).read_text(), re.MULTILINE)
    ]
    assert missing == []
