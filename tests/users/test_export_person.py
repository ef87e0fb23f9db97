"""A person downloads all that is stored of them."""

import json
import zipfile
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command

from tests.requests import send


def opened(answer):
    assert answer.status_code == 200, answer
    return zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))


def rows(archive, name):
    return json.loads(archive.read(f"{name}.json"))


def test_the_file_has_what_they_are_and_what_they_said(things):
    cast = things.cast
    send(cast.reviewer, "PUT api/v1/users/me/avatar", things)
    answer = cast.reviewer.get("users/me/export")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "private, no-store"
    archive = opened(answer)
    assert rows(archive, "profile")[0]["name"] == "Reviewer"
    assert rows(archive, "addresses") == [
        {"email": "reviewer@example.com", "verified": True, "primary": True}
    ]
    assert "Too dark" in [row["content"] for row in rows(archive, "feedback")]
    assert [row["project__name"] for row in rows(archive, "memberships")] == ["Spring film"]
    assert archive.read("avatar.webp").startswith(b"RIFF")
    assert "README.txt" in archive.namelist()


def test_the_file_has_nothing_of_others_and_no_secret(things):
    archive = opened(things.cast.owner.get("users/me/export"))
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    for stranger in ("reviewer@example.com", "editor@example.com", "argon2", "whsec_"):
        assert stranger not in everything
    assert [row["name"] for row in rows(archive, "webhooks")]


def test_exports_are_limited(things, settings):
    cast = things.cast
    settings.PERSON_EXPORT_RATE = "1/hour"
    opened(cast.viewer.get("users/me/export")).close()
    assert cast.viewer.get("users/me/export").status_code == 429


def test_an_operator_exports_for_a_guest(things, tmp_path):
    file = tmp_path / "guest.zip"
    call_command("export_person", "guest@client.example", str(file))
    assert rows(zipfile.ZipFile(file), "profile")[0]["contact_email"] == "guest@client.example"
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_person", "guest@client.example", str(file))
