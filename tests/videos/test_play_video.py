"""GET videos/{id}/playback."""

from datetime import datetime, timedelta
from urllib.parse import unquote

import httpx
import pytest
from django.utils import timezone

from tests.problems import assert_problem, fields_of
from tests.videos.uploads import CONTENT, SIZE, started, uploaded


@pytest.fixture
def video(cast):
    return uploaded(cast.editor, cast.project, filename="한글 영상 (최종).mp4")


def playback(person, video, query=""):
    return person.get(f"videos/{video['id']}/playback{query}")


def test_it_plays_for_two_hours(cast, video):
    answer = playback(cast.viewer, video)

    assert answer.status_code == 200
    told = answer.json()
    assert (told["hls_url"], told["content_type"]) == (None, "video/mp4")
    left = datetime.fromisoformat(told["expires_at"]) - timezone.now()
    assert timedelta(hours=1, minutes=59) < left <= timedelta(hours=2)
    assert answer["X-Project-Seq"] == cast.viewer.get(f"videos/{video['id']}")["X-Project-Seq"]
    whole = httpx.get(told["url"])
    assert whole.content == CONTENT
    assert whole.headers["Content-Type"] == "video/mp4"
    assert "Content-Disposition" not in whole.headers


@pytest.mark.parametrize(
    ("asked", "wanted", "told"),
    [
        ("bytes=0-3", CONTENT[:4], f"bytes 0-3/{SIZE}"),
        ("bytes=100-199", CONTENT[100:200], f"bytes 100-199/{SIZE}"),
        ("bytes=1000-", CONTENT[1000:], f"bytes 1000-{SIZE - 1}/{SIZE}"),
        ("bytes=-5", CONTENT[-5:], f"bytes {SIZE - 5}-{SIZE - 1}/{SIZE}"),
    ],
)
def test_players_seek_with_ranges(cast, video, asked, wanted, told):
    part = httpx.get(playback(cast.viewer, video).json()["url"], headers={"Range": asked})

    assert part.status_code == 206
    assert (part.content, part.headers["Content-Range"]) == (wanted, told)
    assert part.headers["Content-Type"] == "video/mp4"


def test_a_range_behind_the_end_is_refused(cast, video):
    url = playback(cast.viewer, video).json()["url"]

    assert httpx.get(url, headers={"Range": f"bytes={SIZE}-"}).status_code == 416


def test_nobody_reads_it_without_the_signature(cast, video):
    url = playback(cast.viewer, video).json()["url"]

    assert httpx.get(url.partition("?")[0]).status_code == 403
    assert httpx.get(url.replace("/original", "/other")).status_code == 403
    assert httpx.put(url, content=b"mine").status_code == 403


@pytest.mark.parametrize(
    "filename",
    ["한글 영상 (최종).mp4", "cut 1.mov", 'say "hi".mp4', "100%;x=y.mp4", "../../etc/passwd"],
)
def test_a_download_has_its_original_name(cast, filename):
    video = uploaded(cast.editor, cast.project, filename=filename)

    told = playback(cast.viewer, video, "?download=1").json()

    answer = httpx.get(told["url"])
    assert answer.content == CONTENT
    disposition = answer.headers["Content-Disposition"]
    kind, _, name = disposition.partition("; ")
    assert kind == "attachment"
    if name.startswith("filename*=utf-8''"):
        assert unquote(name.removeprefix("filename*=utf-8''")) == filename
    else:
        assert name == 'filename="{}"'.format(filename.replace("\\", "\\\\").replace('"', '\\"'))


@pytest.mark.parametrize("value", ["0", "false"])
def test_without_download_it_plays(cast, video, value):
    told = playback(cast.viewer, video, f"?download={value}").json()

    assert "Content-Disposition" not in httpx.get(told["url"]).headers


def test_what_does_not_fit_is_named(cast, video):
    assert fields_of(playback(cast.viewer, video, "?download=maybe")) == ["download"]
    assert fields_of(playback(cast.viewer, video, "?quality=high")) == ["quality"]


def test_before_it_is_complete_there_is_nothing_to_play(cast):
    video = started(cast.editor, cast.project)

    assert_problem(playback(cast.editor, video), 409, "not_ready")


@pytest.mark.parametrize(
    ("name", "status"),
    [("owner", 200), ("reviewer", 200), ("guest", 200), ("outsider", 404), ("anonymous", 401)],
)
def test_only_those_in_the_project_play_it(cast, video, name, status):
    assert playback(getattr(cast, name), video).status_code == status
