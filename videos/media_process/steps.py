"""What can be done with a film: each step takes the file, a folder, options and `tell(percent)`."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from videos.media_process.frames import Film
from videos.media_process.probe import probe
from videos.media_process.rendition import Plan, write_rendition
from videos.media_process.sound import write_peaks
from videos.media_process.stills import within, write_poster, write_sprite

type Tell = Callable[[float], None]
type Step = Callable[[Any, Path, dict[str, Any], Tell], dict[str, Any]]


def frame(file: Any, folder: Path, options: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Write the frame shown at `timestamp` seconds as `frame.png`; in a `box` if there is one."""
    film = Film(file)
    size = within(film.size, options["box"]) if options.get("box") else None
    image = film.image(film.frame_at(options["timestamp"]), size)
    image.save(folder / "frame.png", compress_level=1)
    return {}


def facts(file: Any, folder: Path, options: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Return `videos.media_process.probe.Facts`."""
    return probe(file).as_dict()


def stills(file: Any, folder: Path, options: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Write `poster.webp`, `sprite.jpg` and `sprite.vtt`, given the `duration` in seconds."""
    film = Film(file)
    write_poster(film, options["duration"], folder / "poster.webp")
    tell(10)
    tiles = write_sprite(film, options["duration"], folder, lambda done: tell(10 + done * 0.9))
    return {"tiles": tiles}


def peaks(file: Any, folder: Path, options: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Write `peaks.json`, given the `duration` in seconds."""
    return {"peaks": write_peaks(Film(file), options["duration"], folder / "peaks.json", tell)}


def rendition(file: Any, folder: Path, options: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Write `rendition.mp4`, given `duration`, `frame_rate` and `variable_frame_rate`."""
    plan = Plan(
        rate=Fraction(options["frame_rate"]),
        variable=options["variable_frame_rate"],
        duration=options["duration"],
    )
    return write_rendition(Film(file), plan, folder / "rendition.mp4", tell)


STEPS: dict[str, Step] = {
    "frame": frame,
    "facts": facts,
    "stills": stills,
    "peaks": peaks,
    "rendition": rendition,
}
