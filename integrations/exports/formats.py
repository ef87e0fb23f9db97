"""The formats, what each of them can't hold, and the refusals that say so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from integrations.exports import avid, edl, fcpxml, otio, premiere, subtitles, tables
from integrations.exports.timeline import Timeline, Timelines, editing_rate
from videoplanet.api.errors import InvalidField, Text
from videos.timecode import NTSC

CMX_RATES = (24 * NTSC, Fraction(24), Fraction(25), 30 * NTSC, Fraction(30))
"""CMX 3600 is from a time when no video had more frames a second."""
FCP_RATES = (*CMX_RATES, Fraction(50), 60 * NTSC, Fraction(60))
"""What timelines of Final Cut Pro and of Avid Media Composer can have."""
EDL_EVENTS = 999
REPORT_FEEDBACKS, REPORT_COMMENTS = 300, 2000
"""What is drawn within seconds (docs/decisions/0042)."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file."""

    extension: str
    content_type: str
    write: Callable[[Timelines, list[Timeline], str], Iterator[str] | Iterator[bytes]]
    """Takes the timelines with their markers, all timelines, and the name of the whole."""
    several: bool = False
    """Whether one file can hold several videos."""
    frames: bool = True
    """Whether it counts in frames, so that it needs a frame rate, and a constant one."""
    rates: tuple[Fraction, ...] | None = None
    """The frame rates that it can have; None for all that editing programs have."""
    most: int | None = None
    """How many markers it can hold, of all videos together."""
    most_replies: int | None = None
    """How many comments."""
    encoding: str = "utf-8"


def _report(timelines: Timelines, name: str) -> Iterator[bytes]:
    # The library takes half a second to import, and most processes never draw a report.
    from integrations.exports.pdf import report  # noqa: PLC0415

    return report(timelines, name)


FORMATS = {
    "edl_resolve": Format(
        "edl",
        "text/plain",
        lambda timelines, _all, _name: edl.for_resolve(timelines),
        rates=CMX_RATES,
        most=EDL_EVENTS,
    ),
    "edl_avid": Format(
        "edl",
        "text/plain",
        lambda timelines, _all, _name: edl.for_avid(timelines),
        rates=CMX_RATES,
    ),
    "avid_markers": Format(
        "txt",
        "text/plain",
        lambda timelines, _all, _name: avid.locators(timelines),
        rates=FCP_RATES,
    ),
    "fcpxml": Format("fcpxml", "application/xml", fcpxml.fcpxml, several=True, rates=FCP_RATES),
    "premiere_xml": Format(
        "xml",
        "application/xml",
        lambda timelines, _all, name: premiere.xml(timelines, name),
        several=True,
    ),
    "premiere_csv": Format(
        "csv",
        "text/csv",
        lambda timelines, _all, _name: premiere.csv(timelines),
        encoding="utf-16-le",
    ),
    "otio": Format(
        "otio",
        "application/json",
        lambda timelines, every, name: otio.otio(timelines, name, len(every)),
        several=True,
    ),
    "csv": Format(
        "csv",
        "text/csv",
        lambda timelines, _all, _name: tables.csv(timelines),
        several=True,
        frames=False,
    ),
    "json": Format(
        "json",
        "application/json",
        lambda timelines, _all, name: tables.json(timelines, name),
        several=True,
        frames=False,
    ),
    "srt": Format(
        "srt",
        "application/x-subrip",
        lambda timelines, _all, _name: subtitles.srt(timelines),
        frames=False,
    ),
    "vtt": Format(
        "vtt",
        "text/vtt",
        lambda timelines, _all, _name: subtitles.vtt(timelines),
        frames=False,
    ),
    "pdf": Format(
        "pdf",
        "application/pdf",
        lambda timelines, _all, name: _report(timelines, name),
        several=True,
        frames=False,
        most=REPORT_FEEDBACKS,
        most_replies=REPORT_COMMENTS,
    ),
}


def _refusal(code: str, message: Text) -> InvalidField:
    return InvalidField("format", code, message)


def refuse(chosen: Format, timelines: list[Timeline]) -> None:
    """Raise InvalidField, which says why, if the format can't hold these timelines."""
    if len(timelines) != 1 and not chosen.several:
        raise _refusal(
            "one_video", _("This format holds the feedback of one video. Export a single video.")
        )
    for timeline in timelines:
        if chosen.frames:
            _refuse_rate(chosen, timeline)
    if chosen.most is not None and sum(timeline.count for timeline in timelines) > chosen.most:
        message = _("This format holds at most %(most)d feedbacks. Choose fewer by a filter.")
        raise _refusal("too_many", message % {"most": chosen.most})
    if chosen.most_replies is not None and sum(t.replies for t in timelines) > chosen.most_replies:
        message = _("This format holds at most %(most)d comments. Choose less by a filter.")
        raise _refusal("too_many", message % {"most": chosen.most_replies})


def _refuse_rate(chosen: Format, timeline: Timeline) -> None:
    frames, video = timeline.frames, {"video": timeline.name}
    if frames is None:
        message = _("The frame rate of “%(video)s” is not known yet, and this format needs it.")
        raise _refusal("rate_unknown", message % video)
    if frames.variable:
        message = _(
            "“%(video)s” has a variable frame rate, and this format counts in frames. Choose CSV,"
            " JSON or subtitles, or upload the video with a constant frame rate."
        )
        raise _refusal("rate_variable", message % video)
    rate = editing_rate(frames)
    if rate is None or (chosen.rates is not None and rate not in chosen.rates):
        message = _(
            "“%(video)s” has %(rate)s frames per second, for which this format has no form."
            " Choose another format."
        )
        raise _refusal("rate_unsupported", message % {**video, "rate": _shown(frames.rate)})


def _shown(rate: Fraction) -> str:
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")
