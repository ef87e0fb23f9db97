"""`manage.py load_demo`."""

import subprocess
import sys
from io import StringIO
from os import environ

import httpx
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from comments import demo
from devstack.engines import CHECKOUT
from devstack.table import LOGINS, PASSWORD
from projects.models import Project
from tests.waiting import eventually
from tests.worker import environment
from users.models import User

CONTENT = b"\x00\x00\x00\x18ftypmp42" + b"demo " * 2_000_000  # two parts


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "demo.mp4"
    path.write_bytes(CONTENT)
    return path


def load(file):
    out = StringIO()
    call_command("load_demo", video=file, stdout=out)
    return out.getvalue()


class Reader:
    """One of the demo's people, logged in."""

    def __init__(self, email):
        body = {"email": email, "password": PASSWORD}
        answer = Client().post("/api/v1/auth/login", body, content_type="application/json")
        assert answer.status_code == 200, answer.content
        self.token = answer.json()["meta"]["access_token"]

    def get(self, path):
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = Client().get(f"/api/v1/{path}", headers=headers)
        assert answer.status_code == 200, answer.content
        return answer.json()


def flat(comments):
    return [each for comment in comments for each in [comment, *flat(comment["replies"])]]


@pytest.fixture
def loaded(db, file):
    """The demo, loaded, as its viewer sees it: the reader and the project."""
    load(file)
    reader = Reader("viewer@example.com")
    [project] = reader.get("projects")
    return reader, project


def test_everybody_of_the_printed_table_logs_in_with_their_role(loaded):
    roles = {
        email: [project["role"] for project in Reader(email).get("projects")] for email in LOGINS
    }

    assert roles == {
        "owner@example.com": ["admin"],
        "editor@example.com": ["editor"],
        "reviewer@example.com": ["reviewer"],
        "viewer@example.com": ["viewer"],
        "outsider@example.com": [],
        "admin@example.com": [],
    }
    admin = User.objects.get(email="admin@example.com")
    assert admin.is_superuser
    assert admin.check_password(PASSWORD)


def test_its_video_plays(loaded):
    reader, project = loaded

    [video] = reader.get(f"videos?project_id={project['id']}")

    assert (video["status"], video["size"]) == ("processing", len(CONTENT))
    assert httpx.get(reader.get(f"videos/{video['id']}/playback")["url"]).content == CONTENT


def test_its_review_is_what_a_team_writes(loaded):
    reader, project = loaded
    notes = reader.get(f"feedbacks?project_id={project['id']}")
    comments = [
        each for note in notes for each in flat(reader.get(f"comments?feedback_id={note['id']}"))
    ]

    assert len(notes) == len(demo.NOTES) == project["open_feedback_count"] + 4
    assert {note["status"] for note in notes} == {"open", "in_progress", "resolved", "closed"}
    assert {note["priority"] for note in notes} == {"low", "medium", "high", "critical"}
    assert {note["user"]["name"] for note in notes} == {"김하린", "Daniel Park", "이서준"}
    assert all(0 <= note["timestamp"] < 36 for note in notes)
    assert sum(bool(note["drawing_data"]) for note in notes) >= 5
    assert any(note["resolved_by"] for note in notes)
    assert any(note["reactions"] for note in notes)
    assert any(comment["mentions"] for comment in comments)
    assert any(comment["reactions"] for comment in comments)
    assert len(comments) == sum(note["comments_count"] for note in notes) > 10


def test_the_log_has_all_of_it(loaded):
    reader, project = loaded
    events = reader.get(f"projects/{project['id']}/events?limit=500")

    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    types = [event["type"] for event in events]
    assert types.count("feedback.created") == len(demo.NOTES)
    assert types.count("member.joined") == 4
    assert types[4:6] == ["video.created", "video.updated"]


def test_a_second_time_changes_nothing(loaded, tmp_path):
    reader, project = loaded

    assert load(tmp_path / "not there.mp4") == "demo is there\n"
    assert reader.get("projects") == [project]


def test_what_was_changed_or_deleted_stays_so(loaded, file):
    Project.objects.update(name="Renamed")

    assert load(file) == "demo is there\n"
    assert Project.objects.count() == 1


def test_production_has_none(db, file, settings):
    settings.ENVIRONMENT = "production"

    with pytest.raises(CommandError, match="not in production"):
        load(file)
    assert not User.objects.exists()


def test_without_its_file_nothing_is_begun(db, tmp_path):
    with pytest.raises(CommandError, match="there is no file"):
        load(tmp_path / "not there.mp4")
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_after_an_interruption_it_is_made_anew(file, settings):
    command = (sys.executable, "manage.py", "load_demo", "--video", str(file))
    env = {**environ, **environment()}
    with subprocess.Popen(command, cwd=CHECKOUT, env=env) as running:
        eventually(Project.objects.exists)
        running.kill()
    assert not User.objects.filter(email=demo.ADMIN).exists()

    done = subprocess.run(command, cwd=CHECKOUT, env=env, check=True, capture_output=True)

    assert b"loaded the demo" in done.stdout
    [project] = Reader("owner@example.com").get("projects")
    assert project["videos_count"] == 1
    assert project["open_feedback_count"] == len(demo.NOTES) - 4
    assert project["members_count"] == 4
