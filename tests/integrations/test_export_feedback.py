"""GET videos/{id}/export, videos/{id}/versions/export and projects/{id}/export."""

import asyncio
import csv
import io
import json
import tracemalloc
from urllib.parse import unquote

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.http import StreamingHttpResponse
from django.test.utils import CaptureQueriesContext

from comments.actions import add_comment
from feedbacks.actions import change_feedback, create_feedback
from feedbacks.models import Feedback
from integrations.exports.formats import FORMATS
from tests.conftest import make_video
from tests.problems import assert_problem, fields_of
from videoplanet.api.downloads import PIECE, AsynchronousPieces, Pieces

RATE = {"frame_rate": "25", "start_timecode": "01:00:00:00", "duration": 60.0}


@pytest.fixture
def video(cast):
    return make_video(cast.access("editor"), title="가을 <컷> / 1", **RATE)


def give(cast, video, name="reviewer", **fields):
    values = {"video_timestamp": 1.0, "content": "x"} | fields
    return create_feedback(access=cast.access(name), video=video, **values)


def text_of(answer):
    assert answer.status_code == 200, answer.content
    return answer.getvalue().decode("utf-16" if "utf-16" in answer["Content-Type"] else "utf-8")


def rows_of(answer):
    text = text_of(answer).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


TEXTS = [name for name in FORMATS if name != "pdf"]
"""Those that a test can read as they are; tests/integrations/test_report.py reads the report."""


@pytest.mark.parametrize("name", TEXTS)
def test_every_format_is_a_download_named_by_the_title(cast, video, name):
    give(cast, video, content="색이\n어두워요")
    answer = cast.viewer.get(f"videos/{video.id}/export?format={name}")
    assert "어두워요" in text_of(answer)
    disposition = answer["Content-Disposition"]
    # A program that knows no UTF-8 names gets one in ASCII.
    assert disposition.startswith(f'attachment; filename="1 v1.{FORMATS[name].extension}"; ')
    title = unquote(disposition.partition("''")[2])
    assert title == f"가을 _컷_ _ 1 v1.{FORMATS[name].extension}"
    assert answer["Content-Type"].startswith(FORMATS[name].content_type)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", FORMATS)
def test_a_video_without_feedback_has_a_file_too(cast, video, name):
    answer = cast.viewer.get(f"videos/{video.id}/export?format={name}")
    assert answer.status_code == 200
    assert answer.getvalue() or name in ("avid_markers", "srt")


def test_the_filters_are_those_of_the_list(cast, video):
    give(cast, video, content="a", priority="high", tags=["색"])
    give(cast, video, "guest", video_timestamp=5.0, content="b")
    third = give(cast, video, video_timestamp=9.0, content="c 밝게", assignee=cast.editor.user.id)
    change_feedback(
        access=cast.access("owner"), feedback_id=third.id, changes={"status": "resolved"}
    )
    for query in (
        "status=resolved",
        "status=resolved&status=open",
        "priority=high",
        "tag=색",
        f"author={cast.guest.user.id}",
        f"assignee={cast.editor.user.id}",
        "timestamp_from=5",
        "timestamp_to=5",
        "updated_since=2020-01-01T00:00:00Z",
        "q=밝게",
        "",
    ):
        listed = cast.viewer.get(
            f"feedbacks?project_id={cast.project.id}&video_id={video.id}&order=timestamp&{query}"
        )
        answer = cast.viewer.get(f"videos/{video.id}/export?format=csv&{query}")
        ids = [row["id"] for row in rows_of(answer)]
        assert ids == [row["id"] for row in listed.json()], query
        whole = cast.viewer.get(f"projects/{cast.project.id}/export?format=csv&{query}")
        assert [row["id"] for row in rows_of(whole)] == ids


def test_threads_and_names_are_exported_and_no_addresses(cast, video):
    feedback = give(cast, video)
    for person in ("editor", "guest"):
        add_comment(access=cast.access(person), feedback=feedback, content=f"by {person}")
    for name in TEXTS:
        for person in (cast.owner, cast.guest):
            text = text_of(person.get(f"videos/{video.id}/export?format={name}"))
            assert "Reviewer" in text
            assert "@" not in text
    (row,) = rows_of(cast.guest.get(f"videos/{video.id}/export?format=csv"))
    assert row["comments"] == "Editor: by editor\nGuest: by guest"


def test_a_stack_and_a_project_are_one_file(cast, video):
    second = make_video(
        cast.access("editor"), title="가을", version=2, first=video.id, previous=video, **RATE
    )
    other = make_video(cast.access("editor"), title="Other", **RATE)
    for each in (video, second, other):
        give(cast, each, content=each.title)
    stack = cast.viewer.get(f"videos/{second.id}/versions/export?format=json")
    found = json.loads(text_of(stack))["videos"]
    assert [(each["version"], len(each["feedbacks"])) for each in found] == [(1, 1), (2, 1)]
    cast.video.delete()
    whole = cast.viewer.get(f"projects/{cast.project.id}/export?format=fcpxml")
    assert text_of(whole).count("<marker ") == 3
    assert whole["Content-Disposition"] == 'attachment; filename="Spring film.fcpxml"'


def test_open_feedback_of_earlier_versions_is_on_the_newest_ones_timeline(cast, video):
    second = make_video(
        cast.access("editor"),
        version=2,
        first=video.id,
        previous=video,
        **(RATE | {"frame_rate": "50"}),
    )
    give(cast, video, video_timestamp=2.0, content="earlier")
    give(cast, second, video_timestamp=1.0, content="own")
    answer = cast.viewer.get(f"videos/{second.id}/export?format=csv&include_previous=open")
    found = [(row["content"], row["frame"]) for row in rows_of(answer)]
    assert found == [("own", "50"), ("earlier", "100")]


REFUSED = (
    ({"frame_rate": "60000/1001"}, "edl_avid", "rate_unsupported"),
    ({"frame_rate": "60000/1001"}, "edl_resolve", "rate_unsupported"),
    ({"frame_rate": "12"}, "fcpxml", "rate_unsupported"),
    ({"frame_rate": "25", "variable_frame_rate": True}, "otio", "rate_variable"),
    ({}, "premiere_xml", "rate_unknown"),
)


@pytest.mark.parametrize(("fields", "name", "code"), REFUSED)
def test_what_a_format_cannot_hold_is_refused_with_a_sentence(cast, fields, name, code):
    video = make_video(cast.access("editor"), **fields)
    give(cast, video)
    answer = cast.viewer.get(f"videos/{video.id}/export?format={name}")
    assert fields_of(answer) == ["format"]
    (error,) = answer.json()["errors"]
    assert error["code"] == code
    assert "“First cut v1”" in error["message"]
    assert cast.viewer.get(f"videos/{video.id}/export?format=csv").status_code == 200
    korean = cast.viewer.get(f"videos/{video.id}/export?format={name}", Accept_Language="ko")
    assert korean.json()["errors"][0]["message"] != error["message"]


def test_one_timeline_formats_refuse_several_videos(cast, video):
    answer = cast.viewer.get(f"projects/{cast.project.id}/export?format=srt")
    assert answer.json()["errors"][0]["code"] == "one_video"


def test_an_unknown_format_and_an_unknown_parameter_are_refused(cast, video):
    assert fields_of(cast.viewer.get(f"videos/{video.id}/export")) == ["format"]
    assert fields_of(cast.viewer.get(f"videos/{video.id}/export?format=doc")) == ["format"]
    assert fields_of(cast.viewer.get(f"videos/{video.id}/export?format=csv&x=1")) == ["x"]
    assert_problem(cast.outsider.get(f"videos/{video.id}/export?format=csv"), 404, "not_found")


@pytest.mark.parametrize("name", FORMATS)
def test_no_accept_is_a_reason_to_refuse(cast, video, name):
    path = f"videos/{video.id}/export?format={name}"
    for accept in ("text/vtt", "application/json", "text/html", "image/png"):
        answer = cast.viewer.get(path, Accept=accept)
        assert answer.status_code == 200
        answer.getvalue()
    assert fields_of(cast.viewer.get(f"{path}&x=1", Accept="image/png")) == ["x"]


@pytest.mark.parametrize("kind", [Pieces, AsynchronousPieces])
def test_a_file_is_closed_when_its_reader_goes_away(db, kind):
    for read in (0, 1):
        file = io.BytesIO(b"x" * 3 * PIECE)
        answer = StreamingHttpResponse(kind(file))
        for _ in range(read):
            first = anext(answer._iterator) if answer.is_async else next(answer._iterator)
            assert len(async_to_sync(asyncio.wait_for)(first, 60) if answer.is_async else first)
        assert not file.closed
        answer.close()
        assert file.closed


def test_exports_are_limited(cast, video, settings):
    settings.EXPORT_RATE = "2/hour"
    path = f"videos/{video.id}/export?format=json"
    codes = [cast.editor.get(path).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert cast.viewer.get(path).status_code == 200


def fill(cast, video, count):
    Feedback.objects.bulk_create(
        Feedback(
            project=cast.project,
            video=video,
            user=cast.reviewer.user,
            video_timestamp=number / 300,
            content=f"Nr. {number}: " + "어두워요 " * 40,
        )
        for number in range(count)
    )


def test_ten_thousand_take_as_many_queries_as_ten_and_little_memory(cast, video):
    path = f"videos/{video.id}/export?format="
    fill(cast, video, 10)
    with CaptureQueriesContext(connection) as few:
        small = len(cast.viewer.get(path + "otio").getvalue())
    fill(cast, video, 10_000)
    with CaptureQueriesContext(connection) as many:
        tracemalloc.start()
        answer = cast.viewer.get(path + "otio")
        size = sum(len(piece) for piece in answer.streaming_content)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert len(many) == len(few)
    assert size > 500 * small
    assert peak < size / 3
