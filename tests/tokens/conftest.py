"""Tokens as their makers get them, and programs that use them."""

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
