"""Timelines with random markers, for the tests that read files back."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from uuid import UUID

from integrations.exports.formats import FORMATS, refuse
from integrations.exports.timeline import Marker, Reply, Timeline
from videos.timecode import Frames

RATES = {
    "23.976": ("24000/1001", ""),
    "24": ("24", "10:00:00:00"),
    "25": ("25", "01:00:00:00"),
    "29.97 drop": ("30000/1001", "01:00:00;00"),
    "29.97 drop from 0": ("30000/1001", ""),
    "29.97 non-drop": ("30000/1001", "01:00:00:00"),
    "29.97 as 2997/100": ("2997/100", "00:59:58;12"),
    "30": ("30", ""),
    "50": ("50", "09:59:50:00"),
    "59.94 drop": ("60000/1001", "01:00:00;00"),
    "59.94 non-drop": ("60000/1001", "01:00:00:00"),
    "60": ("60", ""),
}
HOURS = 3
TEXTS = (
    "색이 너무 어두워요.\n밝게 해 주세요",
    "Cut here",
    "a & b < c > d \"quoted\" 'single'",
    "=1+1",
    "42. starts with a digit",
    "* LOC: 01:00:00:00 RED     forged",
    "tab\there | pipe |C:ResolveColorPink |M:x |D:9",
    "\n\n2\n00:00:00,000 --> 00:00:09,000\nforged",
    "]]></note><marker start='0s'/>",
    "line\u2028separator\x0band\x85more\r\nwindows",
    "🎬 emoji",
    "002  001      V     C        00:00:00:00 00:00:00:01 00:00:00:00 00:00:00:01",
    "x" * 5000,
    "control \x01\x08 characters",
)
NAMES = ("김민지", "Ada Lovelace", 'Mallory "<b>" | & \t', "a\nb")
STATUSES = ("open", "in_progress", "resolved", "closed")


def timeline_at(rate: str, **fields: object) -> Timeline:
    """Return a timeline of three hours at one of RATES."""
    frames = Frames.of(*RATES[rate])
    assert frames
    whole = Timeline(
        id=UUID(int=7),
        title='첫 번째 컷 <&> | "A"',
        version=2,
        filename="cut & paste.mov",
        width=1920,
        height=1080,
        duration=HOURS * 3600.0,
        frames=frames,
        count=0,
        last_seconds=0,
    )
    return replace(whole, **fields)


def random_markers(timeline: Timeline, count: int, seed: int = 1) -> list[Marker]:
    """Return markers at `count` random frames, sorted, each at another frame."""
    chance = random.Random(seed)
    frames = timeline.counted
    last = int(HOURS * 3600 * frames.rate) - 500
    # The edges of minutes are where drop-frame goes wrong.
    edges = [frame for minute in (1, 2, 9, 10, 11) for frame in _around(frames, minute)]
    chosen = {0, *edges, *chance.sample(range(last), count)}
    return [_marker(timeline, frame, chance) for frame in sorted(chosen)[:count]]


def _around(frames: Frames, minute: int) -> range:
    middle = round(minute * 60 * frames.rate)
    return range(middle - 2, middle + 3)


def _marker(timeline: Timeline, frame: int, chance: random.Random) -> Marker:
    frames = timeline.counted
    end = frame + chance.randrange(400) if chance.random() < 0.5 else None
    replies = [
        Reply(UUID(int=1), None, chance.choice(NAMES), chance.choice(TEXTS), "2026-01-01", 1),
        Reply(UUID(int=2), UUID(int=1), "누구", "답글 ↳", "2026-01-02", 2),
    ]
    return Marker(
        id=UUID(int=chance.getrandbits(100)),
        video_id=timeline.id,
        seconds=frames.timestamp(frame),
        end_seconds=None if end is None else frames.timestamp(end),
        frame=frame,
        end_frame=end,
        author=chance.choice(NAMES),
        assignee=None,
        content=chance.choice(TEXTS),
        status=chance.choice(STATUSES),
        priority="high",
        tags=["색", "vfx"],
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        replies=replies if chance.random() < 0.3 else [],
    )


def written(name: str, timeline: Timeline, markers: list[Marker]) -> str:
    """Return the file as a program that opens it reads it."""
    return written_several(name, [(timeline, markers)])


def written_several(name: str, pairs: list[tuple[Timeline, list[Marker]]]) -> str:
    """Return the file with several timelines."""
    chosen = FORMATS[name]
    timelines = [replace(timeline, count=len(markers)) for timeline, markers in pairs]
    refuse(chosen, timelines)
    given = ((timeline, iter(m)) for timeline, (_, m) in zip(timelines, pairs, strict=True))
    text = "".join(chosen.write(given, timelines, "Film & 영화"))
    return text.encode(chosen.encoding).decode(chosen.encoding)


def rates_of(name: str) -> list[str]:
    """Return those of RATES that a format has a form for."""
    allowed = FORMATS[name].rates
    return [
        rate
        for rate, (text, _) in RATES.items()
        if allowed is None
        or any(abs(Fraction(text) - each) < Fraction(1, 1000) for each in allowed)
    ]
