"""Tokens as their makers get them, and programs that use them."""

import os
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Cast, Person


def program(secret: str, name: str = "program") -> Person:
    """Return a client that sends this access token."""
    return Person(name, None, secret)


def make_token(person: Person, path: str = "users/me/tokens", **fields: Any) -> Any:
    """Make a token over HTTP, and return the answer's JSON, which has the secret."""
    answer = person.post(path, {"name": "Render farm", "scope": "write"} | fields)
    assert answer.status_code == 201, answer.content
    return answer.json()


def make_project_token(cast: Cast, **fields: Any) -> Any:
    """Make a token of the cast's project as its owner."""
    fields = {"role": "editor"} | fields
    return make_token(cast.owner, f"projects/{cast.project.id}/tokens", **fields)


@pytest.fixture
def bot(cast: Cast) -> Person:
    """A program with a project token that may write as an editor."""
    return program(make_project_token(cast)["token"], "bot")


@pytest.fixture
def mails() -> Callable[[], list[EmailMessage]]:
    """Return the mails that were caught since the test began."""
    newest = max((each.name for each in _files()), default="")
    parser = BytesParser(policy=policy.default)
    return lambda: [parser.parsebytes(each.read_bytes()) for each in _files() if each.name > newest]


def _files() -> list[Path]:
    return sorted(Path(os.environ["MAIL_DIR"]).glob("*.eml"))
