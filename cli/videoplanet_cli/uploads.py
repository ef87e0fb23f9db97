"""What is remembered of an upload that has begun, so that the same command goes on with it.

The server knows which parts have arrived. Kept here is only which video a file became, and the
Idempotency-Key with which it was asked for, in case the answer gets lost.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self
from uuid import uuid4

from videoplanet_cli.credentials import folder, write_private


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was when its upload began: another one under the same name begins anew."""

    path: str
    size: int
    changed: int
    """Nanoseconds since 1970."""

    @classmethod
    def of(cls, path: Path) -> Self:
        """Return the file at a path. Raises OSError."""
        found = path.stat()
        return cls(str(path.resolve()), found.st_size, found.st_mtime_ns)


@dataclass(slots=True)
class Begun:
    """An upload that has begun."""

    place: Path
    """Where it is remembered."""
    body: dict[str, object]
    """What the server was asked for. A repeated request must be the same."""
    key: str
    video_id: str | None = None

    @classmethod
    def find(cls, wish: tuple[str, ...], file: File, body: dict[str, object]) -> Self:
        """Return the upload that the same wish began with this file, or a new one."""
        identity = json.dumps([wish, asdict(file)])
        name = f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}.json"
        place = folder() / "uploads" / name
        try:
            kept = json.loads(place.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return cls(place, body, uuid4().hex)
        return cls(place, **kept)

    def keep(self) -> None:
        """Remember it."""
        kept = {"body": self.body, "key": self.key, "video_id": self.video_id}
        write_private(self.place, kept)

    def forget(self) -> None:
        """It is done, or gone."""
        self.place.unlink(missing_ok=True)
