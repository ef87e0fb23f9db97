"""POST videos/{id}/import: feedback from CSV, Frame.io, Kitsu and EDL."""

import codecs
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.test.utils import CaptureQueriesContext

from comments.actions import add_comment
from feedbacks.actions import create_feedback
from feedbacks.models import Feedback
from integrations.exports.text import one_line, plain
from integrations.imports import edl, exported_json, tables
from integrations.imports.moments import Clock
from integrations.imports.rows import row_of
from notifications.models import Notification
from tests.concurrency import at_once
from tests.conftest import build_cast, make_video
from tests.events import events_since, newest_seq
from tests.integrations.markers import random_markers, rates_of, timeline_at, written
from tests.problems import fields_of
from videoplanet.api.rendering import dumps

RATE = {"frame_rate": "30000/1001", "start_timecode": "01:00:00;00", "duration": 7200.0}
FRAMEIO = """Team,Project,File,File URL,Version,Commenter,Comment ID,Comment,Reply,Commented At,\
Completed,Annotation,Frame,Duration,Timecode,Timecode In,Timecode Out,Timecode Source,\
Timecode Source In,Timecode Source Out
T,P,cut.mp4,https://f.io/x,1,Ada,c-1,"Too dark, here",,2026-05-01,,,301,0,00:00:10:00,\
00:00:10:00,00:00:10:00,01:00:10;00,01:00:10;00,01:00:10;00
T,P,cut.mp4,https://f.io/x,1,김민지,c-2,Cut,,2026-05-01,TRUE,,1801,24,00:01:00;02,\
00:01:00;02,00:01:00;25,01:01:00;02,01:01:00;02,01:01:00;25
"""
NEW = "T,P,cut.mp4,,1,Ada,c-3,New,,,,,601,0,,,,,01:00:20;00,\n"
KITSU = """Playlist,Film | for shots,Dailies,2026-05-01,,,

Entity name,Nb Frames,Task Type,Retake count,Revision,Task Status,Last comment author,\
Last comment date,Last comment
SQ01 / SH010,120,Animation,1,2,Retake,Ada Lovelace,2026-05-01,"Arm pops v2 00:04.104 (124), fix"
SQ01 / SH020,80,Lighting,0,1,WIP,박서준,2026-05-01,Too blue
"""
BLUE = "Too blue\n(SQ01 / SH020 · Lighting · WIP)\nfrom: 박서준"
ARM = "Arm pops v2 00:04.104 (124), fix\n(SQ01 / SH010 · Animation · Retake)\nfrom: Ada Lovelace"
AVID = """TITLE: Cut
FCM: DROP FRAME

001  AX       V     C        00:00:00;00 00:10:00;00 01:00:00;00 01:10:00;00
* LOC: 01:00:12;14 RED     색이 어두워요
* LOC: 01:01:00;01 RED     no such frame
"""
RESOLVE = """TITLE: Cut
FCM: DROP FRAME

001  001      V     C        01:00:01;00 01:00:01;01 01:00:01;00 01:00:01;01
 |C:ResolveColorBlue |M:Marker name |D:24

"""


@pytest.fixture
def video(cast):
    return make_video(cast.access("owner"), **RATE)


def send(person, video, data, **fields):
    """Send a file, and return the answer."""
    content = data.encode() if isinstance(data, str) else data
    headers = fields.pop("headers", {}) | {"Authorization": f"Bearer {person.token}"}
    form = {"file": SimpleUploadedFile("feedback.csv", content), **fields}
    return Client().generic(
        "POST",
        f"/api/v1/videos/{video.id}/import",
        encode_multipart(BOUNDARY, form),
        content_type=MULTIPART_CONTENT,
        headers=headers,
    )


def done(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()


def stored(video):
    rows = Feedback.objects.filter(video=video).order_by("video_timestamp", "id")
    return [(row.timecode, row.end_timecode, row.content, row.status) for row in rows]


@pytest.mark.parametrize(
    ("data", "form", "expected"),
    [
        (
            FRAMEIO,
            "frameio",
            [
                ("01:00:10;00", None, "Too dark, here\nfrom: Ada", "open"),
                ("01:01:00;02", "01:01:00;25", "Cut\nfrom: 김민지", "resolved"),
            ],
        ),
        (
            KITSU,
            "kitsu",
            [
                ("01:00:00;00", None, BLUE, "open"),
                ("01:00:04;03", None, ARM, "open"),
            ],
        ),
        (AVID, "edl", [("01:00:12;14", None, "색이 어두워요", "open")]),
        (RESOLVE, "edl", [("01:00:01;00", "01:00:01;23", "Marker name", "open")]),
        ('sep=;\ntimecode;content\n"01:00:05;00";x\n', "csv", [("01:00:05;00", None, "x", "open")]),
        ('frame,content,tags\n5,\'=1+1,"a, b"\n', "csv", [("01:00:00;05", None, "=1+1", "open")]),
    ],
    ids=["frameio", "kitsu", "avid", "resolve", "semicolons", "simple"],
)
def test_each_form_is_read(cast, video, data, form, expected):
    answer = done(send(cast.editor, video, data))
    assert answer["form"] == form
    assert stored(video) == expected
    assert answer["created"] == len(expected)


def test_a_dry_run_says_what_would_be_created_and_writes_nothing(cast, video):
    seq = newest_seq(cast)
    answer = done(send(cast.editor, video, FRAMEIO, dry_run="true"))
    assert (answer["dry_run"], answer["created"]) == (True, 2)
    first = answer["rows"][0]
    assert (first["line"], first["frame"], first["timecode"]) == (2, 300, "01:00:10;00")
    assert (first["author"], first["known"]) == ("Ada", False)
    assert stored(video) == []
    assert newest_seq(cast) == seq


def test_lines_with_errors_are_left_out_and_named(cast, video):
    data = (
        "timestamp,content,status,tags\n"
        "1,good,open,\n"
        "x,bad time,,\n"
        '2,"two\nlines",maybe,\n'
        "86401,too late,,\n"
        "3,,open,\n"
        f"4,{'y' * 5001},,\n"
        f'5,z,,"{",".join(str(n) for n in range(11))}"\n'
        ",no time,,\n"
    )
    answer = done(send(cast.editor, video, data))
    assert [(row["line"], row["content"]) for row in answer["rows"]] == [(2, "good")]
    found = [(each["line"], each["field"], each["code"]) for each in answer["line_errors"]]
    assert found == [
        (3, "timestamp", "invalid"),
        (4, "status", "invalid_choice"),
        (6, "timestamp", "out_of_range"),
        (7, "content", "blank"),
        (8, "content", "max_length"),
        (9, "tags", "max_length"),
        (10, "timestamp", "required"),
    ]
    assert "5000" in answer["line_errors"][4]["message"]


def test_a_file_that_is_imported_twice_is_there_once(cast, video):
    assert done(send(cast.editor, video, FRAMEIO))["created"] == 2
    again = done(send(cast.owner, video, FRAMEIO + NEW))
    assert again["created"] == 1
    assert [row["known"] for row in again["rows"]] == [True, True, False]
    assert len(stored(video)) == 3
    twice = "timestamp,content\n1,a\n1,a\n"
    assert done(send(cast.editor, video, twice))["created"] == 1


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_export_comes_back_into_another_video_only(cast, video, form):
    fields = {"priority": "high", "tags": ["색", "vfx"], "end_timestamp": 3.5}
    first = create_feedback(
        access=cast.access("reviewer"), video=video, video_timestamp=2.25, content="=1+1", **fields
    )
    add_comment(access=cast.access("editor"), feedback=first, content="네")
    done(send(cast.editor, video, FRAMEIO))
    export = cast.viewer.get(f"videos/{video.id}/export?format={form}").getvalue()
    assert done(send(cast.editor, video, export))["created"] == 0
    other = make_video(cast.access("owner"), title="Other", **RATE)
    assert done(send(cast.editor, other, export))["created"] == 3
    assert done(send(cast.editor, other, export))["created"] == 0
    back = Feedback.objects.get(video=other, content__startswith="=1+1")
    assert back.content == "=1+1\n↳ Editor: 네\nfrom: Reviewer"
    for name in ("video_timestamp", "end_timestamp", "frame", "priority", "tags", "status"):
        assert getattr(back, name) == getattr(first, name), name


@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_each_line_once():
    cast = build_cast()
    video = make_video(cast.access("owner"), **RATE)
    answers = at_once(*[lambda: done(send(cast.editor, video, FRAMEIO))] * 2)
    assert sorted(answer["created"] for answer in answers) == [0, 2]
    assert len(stored(video)) == 2


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("cp949"),
        lambda text: text.replace("\n", "\r\n").encode("cp949"),
    ],
    ids=["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le without bom", "cp949", "windows"],
)
def test_the_encodings_of_excel_are_read(cast, video, encode):
    done(send(cast.editor, video, encode("timestamp,content,author\n1,색이 어두워요,김민지\n")))
    assert [row[2] for row in stored(video)] == ["색이 어두워요\nfrom: 김민지"]


def film(title):
    return {"title": title, "feedbacks": []}


SEVERAL = "video,version,frame,content\nA,1,1,x\nA,2,1,x\n"
REFUSED = {
    "no text": (b"\x81\xff\xfe\x80", "encoding"),
    "a workbook": (b"PK\x03\x04" + bytes(range(256)) * 8, "encoding"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "encoding"),
    "half of UTF-16": ("timestamp,content\n1,x\n".encode("utf-16")[:-1], "encoding"),
    "other columns": ("name,age\nx,1\n", "unknown_columns"),
    "a sentence": ("Please look at 00:01:00:00", "unknown_columns"),
    "nothing": ("", "empty"),
    "100,000 lines": ("timestamp,content\n" + "1,x\n" * 100_000, "too_many"),
    "a huge cell": (f'timestamp,content\n1,"{"x" * 200_000}"\n', "invalid_csv"),
    "non-drop": ("TITLE: x\nFCM: NON-DROP FRAME\n", "counting"),
    "2 MiB and a byte": ("x" * (2 * 1024**2 + 1), "too_large"),
    "two versions": (SEVERAL, "several_videos"),
    "two films": (dumps({"version": 1, "videos": [film("A"), film("B")]}), "several_videos"),
    "half of JSON": ('{"version": 1, "videos": [', "invalid_json"),
    "deep JSON": ("{" + '"a":[' * 5000, "invalid_json"),
    "other JSON": ('{"version": 2, "videos": [{}]}', "unknown_columns"),
    "JSON of other shapes": ('{"version": 1, "videos": {"feedbacks": 1}}', "unknown_columns"),
    "JSON of numbers": ('{"version": 1, "videos": [{"feedbacks": [1]}]}', "unknown_columns"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_refused(cast, video, name):
    data, code = REFUSED[name]
    answer = send(cast.editor, video, data)
    assert fields_of(answer) == ["file"]
    assert answer.json()["errors"][0]["code"] == code


def test_long_lines_of_spaces_are_read_in_a_moment(cast, video):
    spaces = " " * 300_000
    data = f"TITLE: x\n001{spaces}\n* LOC:{spaces}\n{spaces}|C:{spaces}|M:{spaces}|D:{spaces}x\n"
    assert done(send(cast.editor, video, data))["rows"] == []


def test_moments_outside_of_the_film_are_refused_with_its_limits(cast, video):
    data = (
        "timecode,content\n"
        "00:59:59;29,before\n01:00:00;00,first\n"
        "02:59:59;29,last\n03:00:00;10,after\n"
        "01:01:00;01,no such number\n01:00:00;30,no such frame\n1:2:3,no timecode\n"
    )
    answer = done(send(cast.editor, video, data))
    assert [row["content"] for row in answer["rows"]] == ["first", "last"]
    found = [(each["line"], each["field"], each["code"]) for each in answer["line_errors"]]
    assert found == [
        (2, "timecode", "before_start"),
        (5, "timestamp", "after_end"),
        (6, "timecode", "invalid"),
        (7, "timecode", "invalid"),
        (8, "timecode", "invalid"),
    ]
    assert "01:00:00;00" in answer["line_errors"][0]["message"]
    assert "02:59:59;2" in answer["line_errors"][1]["message"]


NON_DROP = """TITLE: Cut
FCM: NON-DROP FRAME

001  001      V     C        10:01:00:00 10:01:00:01 10:01:00:00 10:01:00:01
Note of it |C:ResolveColorBlue |M:Titles |D:1
"""


def test_a_file_may_count_from_another_timecode(cast, video):
    answer = done(send(cast.editor, video, NON_DROP, start_timecode="10:00:00:00"))
    assert answer["rows"][0]["frame"] == 1800
    assert answer["rows"][0]["content"] == "Titles\nNote of it"


@pytest.mark.parametrize("text", ["x", "01:00:00", "01:00:00:30", "00:01:00;00"])
def test_a_timecode_that_is_none_is_refused(cast, video, text):
    answer = send(cast.editor, video, AVID, start_timecode=text)
    assert fields_of(answer) == ["start_timecode"]


def test_without_a_frame_rate_only_seconds_are_read(cast):
    data = "timestamp,timecode,content\n1.5,,seconds\n,01:00:01:00,timecode\n"
    answer = done(send(cast.editor, cast.video, data))
    assert answer["created"] == 1
    assert answer["line_errors"][0]["code"] == "rate_unknown"
    refused = send(cast.editor, cast.video, data, start_timecode="01:00:00:00")
    assert fields_of(refused) == ["start_timecode"]


def test_each_feedback_has_its_event_and_the_uploader_one_notification(cast, video):
    seq = newest_seq(cast)
    data = "timestamp,content\n" + "".join(f"{n},number {n}\n" for n in range(50))
    with CaptureQueriesContext(connection) as few:
        done(send(cast.editor, video, "timestamp,content\n99,first\n"))
    with CaptureQueriesContext(connection) as many:
        done(send(cast.editor, video, data))
    assert len(many) <= len(few) + 2
    types = [event["type"] for event in events_since(cast, seq)]
    assert types == ["feedback.created"] * 51
    assert Notification.objects.filter(user=cast.owner.user).count() == 2


def test_an_idempotency_key_writes_once(cast, video):
    headers = {"Idempotency-Key": "one"}
    first = done(send(cast.editor, video, FRAMEIO, headers=headers))
    assert done(send(cast.editor, video, FRAMEIO, headers=headers)) == first
    assert send(cast.editor, video, AVID, headers=headers).status_code == 422


def test_imports_are_limited(cast, video, settings):
    settings.IMPORT_RATE = "2/hour"
    codes = [send(cast.editor, video, FRAMEIO, dry_run="true").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


ROUND_TRIPS = [
    (name, rate) for name in ("csv", "json", "edl_resolve", "edl_avid") for rate in rates_of(name)
]


@pytest.mark.parametrize(("name", "rate"), ROUND_TRIPS)
def test_what_was_exported_comes_back_on_the_same_frames(name, rate):
    timeline = timeline_at(rate)
    markers = [
        replace(marker, content=marker.content[:4000], replies=[])
        for marker in random_markers(timeline, 250)
    ]
    text = written(name, timeline, markers).removeprefix("\ufeff")
    clock = Clock(timeline.frames, timeline.duration)
    readers = {"csv": lambda: tables.lines(text)[1], "json": lambda: exported_json.lines(text)}
    lines = list(readers.get(name, lambda: edl.lines(text, clock))())

    assert len(lines) == len(markers)
    for line, marker in zip(lines, markers, strict=True):
        row = row_of(line, clock)
        assert timeline.counted.frame(row.new.start) == marker.frame
        assert row.new.status == marker.status
        assert without_author(row.new.content) == kept(name, marker.content)
        if name != "edl_avid" and marker.end_frame not in (None, marker.frame):
            assert timeline.counted.frame(row.new.end) == marker.end_frame
        if name in ("csv", "json"):
            assert (row.new.priority, row.new.tags) == (marker.priority, marker.tags)


def without_author(text: str) -> str:
    return text.rpartition("\nfrom: ")[0]


def kept(name: str, text: str) -> str:
    """Return what the format keeps of a text (docs/exports.md)."""
    if name in ("csv", "json"):
        return plain(text).strip()
    line = one_line(plain(text))
    if name == "edl_resolve":
        line = "".join(letter for letter in line.replace("|", "¦") if ord(letter) <= 0xFFFF)
    return line.strip()
