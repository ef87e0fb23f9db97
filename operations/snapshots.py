"""The folder of backups: a snapshot for each time, and the content of objects, once for all.

    objects/ab/ab12…        the content whose SHA-256 this is, perhaps with .age
    snapshots/<time>/       database.dump, and manifest.json, which says what belongs to it

A content that is there is never written again, so a backup costs what is new. A snapshot gets its
name last: one that was broken off counts for nothing.
"""

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.core.management.base import CommandError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class ObjectEntry:
    """One object of the bucket."""

    etag: str
    size: int
    sha256: str
    content_type: str
    cache_control: str


@dataclass(slots=True)
class Manifest:
    """What a snapshot consists of. It holds nothing that people wrote."""

    made_at: str
    version: str
    commit: str
    postgres: int
    migrations: list[str]
    dump_sha256: str = ""
    tables: dict[str, dict[str, str | int]] = field(default_factory=dict)
    objects: dict[str, ObjectEntry] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    """Objects that rows name and that were not in the bucket."""
    format: int = FORMAT


class Folder:
    """A folder of backups."""

    def __init__(self, path: Path) -> None:
        """Name the folder; it need not exist yet."""
        self.path = path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep out another backup into the same folder. Raises CommandError."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.path / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CommandError(f"Another backup writes into {self.path}.") from error
            yield

    def names(self) -> list[str]:
        """Return the names of the finished snapshots, oldest first."""
        found = (self.path / "snapshots").glob("*/manifest.json")
        return sorted(one.parent.name for one in found if not one.parent.name.startswith("."))

    def newest(self, name: str = "") -> str:
        """Return the name of a snapshot, by default the newest. Raises CommandError."""
        names = self.names()
        if not names:
            raise CommandError(f"{self.path} has no backup.")
        if name and name not in names:
            raise CommandError(f"{self.path} has no backup {name!r}; it has {', '.join(names)}.")
        return name or names[-1]

    def dump(self, name: str) -> Path:
        """Return the path of a snapshot's dump of the database."""
        return self.path / "snapshots" / name / "database.dump"

    def content(self, sha256: str) -> Path:
        """Return the path of an object's content."""
        return self.path / "objects" / sha256[:2] / sha256

    def read(self, name: str) -> Manifest:
        """Return a snapshot's manifest. Raises CommandError."""
        path = self.path / "snapshots" / name / "manifest.json"
        try:
            content = json.loads(path.read_text())
            content["objects"] = {k: ObjectEntry(**v) for k, v in content["objects"].items()}
            manifest = Manifest(**content)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise CommandError(f"{path} can't be read: {error}") from error
        if manifest.format != FORMAT:
            raise CommandError(f"{path} has the format {manifest.format}; this reads {FORMAT}.")
        return manifest

    def finish(self, partial: str, name: str, manifest: Manifest) -> None:
        """Give a snapshot its manifest and its name."""
        folder = self.path / "snapshots" / partial
        (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1))
        folder.rename(self.path / "snapshots" / name)

    def prune(self, keep: int) -> list[str]:
        """Delete all but the newest snapshots, and contents that no other needs."""
        gone = self.names()[:-keep]
        for name in gone:
            shutil.rmtree(self.path / "snapshots" / name)
        for left_over in (self.path / "snapshots").glob(".*"):
            shutil.rmtree(left_over)
        if gone:
            kept = {
                entry.sha256 for name in self.names() for entry in self.read(name).objects.values()
            }
            for path in (self.path / "objects").glob("*/*"):
                if path.name.partition(".")[0] not in kept:
                    path.unlink()
        return gone
