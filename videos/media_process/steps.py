"""The steps: each takes the file, a folder to write to, options, and `report(percent)`."""

from collections.abc import Callable
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from videos.media_process.audio import write_peaks
from videos.media_process.probe import probe
from videos.media_process.rendition import RenditionTiming, write_rendition
from videos.media_process.source import Source
from videos.media_process.stills import size_within, write_poster, write_sprite

type Report = Callable[[float], None]
type Step = Callable[[Any, Path, dict[str, Any], Report], dict[str, Any]]


def frame(file: Any, folder: Path, options: dict[str, Any], report: Report) -> dict[str, Any]:
    """Write the frame shown at `seconds` to `frame.png`, within `box` if given."""
    source = Source(file)
    size = size_within(source.size, options["box"]) if options.get("box") else None
    image = source.image(source.frame_at(options["seconds"]), size)
    image.save(folder / "frame.png", compress_level=1)
    return {}


def facts(file: Any, folder: Path, options: dict[str, Any], report: Report) -> dict[str, Any]:
    """Return `videos.media_process.probe.Facts`."""
    return asdict(probe(file))


def stills(file: Any, folder: Path, options: dict[str, Any], report: Report) -> dict[str, Any]:
    """Write `poster.webp`, `sprite.jpg` and `sprite.vtt`, given the `duration` in seconds."""
    source = Source(file)
    write_poster(source, options["duration"], folder / "poster.webp")
    report(10)
    tiles = write_sprite(
        source, options["duration"], folder, lambda percent: report(10 + percent * 0.9)
    )
    return {"tiles": tiles}


def peaks(file: Any, folder: Path, options: dict[str, Any], report: Report) -> dict[str, Any]:
    """Write `peaks.json`, given the `duration` in seconds and `audio_track`."""
    path, track = folder / "peaks.json", options["audio_track"]
    count = write_peaks(Source(file), options["duration"], path, report, track)
    return {"peaks": count}


def rendition(file: Any, folder: Path, options: dict[str, Any], report: Report) -> dict[str, Any]:
    """Write `rendition.mp4`, given `videos.media_process.probe.Facts`."""
    timing = RenditionTiming(
        rate=Fraction(options["frame_rate"]),
        variable=options["variable_frame_rate"],
        duration=options["duration"],
    )
    path, track = folder / "rendition.mp4", options.get("audio_track")
    return write_rendition(Source(file), timing, path, report, track)


STEPS: dict[str, Step] = {
    "frame": frame,
    "facts": facts,
    "stills": stills,
    "peaks": peaks,
    "rendition": rendition,
}
