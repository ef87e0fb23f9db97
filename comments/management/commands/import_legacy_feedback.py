"""`manage.py import_legacy_feedback FILE`: feedback and comments of an older system."""

import time
from argparse import ArgumentTypeError
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.db import DatabaseError

from comments.legacy import Entry, RefusedLine, read
from comments.legacy_import import (
    IMPORT,
    IMPORT_ID,
    Counts,
    Places,
    batches,
    forget_authors,
    import_batch,
    revert_batch,
)
from projects.models import Project
from videoplanet.tasks.exclusive import Busy, exclusive

SECONDS = 0.5
"""Between two updates of the progress bar at a terminal; elsewhere, a line every 20 times that."""
WIDTH = 30


class Progress:
    """Shows how much of a file has been read, on one line of a terminal."""

    def __init__(self, file: BinaryIO, size: int, out: OutputWrapper) -> None:
        """Begin with a file that is being read, and its size in bytes."""
        self.file, self.size, self.out = file, max(size, 1), out
        self.begun = self.shown = time.monotonic()
        self.rows = 0

    def add(self, rows: int, *, last: bool = False) -> None:
        """Count lines, and show the progress from time to time."""
        self.rows += rows
        now, live = time.monotonic(), self.out.isatty()
        if not last and now - self.shown < SECONDS * (1 if live else 20):
            return
        self.shown = now
        done = min(self.file.tell() / self.size, 1)
        bar = "#" * round(WIDTH * done)
        speed = self.rows / max(now - self.begun, 0.001)
        line = f"{bar:-<{WIDTH}} {done:4.0%}  {self.rows:,} lines, {speed:,.0f} a second"
        end = "\n" if last or not live else ""
        self.out.write(f"\r{line}" if live else line, style_func=str, ending=end)
        self.out.flush()


class Command(BaseCommand):
    """Import feedback. It can be run again at any time: what is there stays as it is."""

    help = "Import feedback and comments from a file of JSON lines (docs/operating.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and what to do with it."""
        parser.add_argument("file", type=Path, metavar="FILE", help="JSON lines.")
        parser.add_argument("--dry-run", action="store_true", help="Report, and write nothing.")
        parser.add_argument(
            "--project", type=_id, metavar="ID", help="Take all lines for this project."
        )
        parser.add_argument(
            "--revert", action="store_true", help="Delete what the file was imported as."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import or revert. Raises CommandError if it can't go on; finished batches remain."""
        file: Path = options["file"]
        project: UUID | None = options["project"]
        revert, dry_run = options["revert"], options["dry_run"]
        if not file.is_file():
            raise CommandError(f"there is no file {file}")
        if project and not Project.objects.filter(id=project).exists():
            raise CommandError(f"there is no project {project}")
        work, places = revert_batch if revert else import_batch, Places(project)
        try:
            with exclusive(IMPORT, IMPORT_ID, wait=0):
                sums = self._run(file, lambda lines: work(lines, places, dry_run=dry_run))
                authors = forget_authors() if revert and not dry_run else 0
        except Busy:
            raise CommandError("another import is running") from None
        except DatabaseError as error:
            raise CommandError(f"stopped, run it again to go on: {error}") from error
        would, unread = "would be " if dry_run else "", f"{sums['not read']} lines not read"
        if revert:
            done = f"{sums['feedback']} feedbacks {would}deleted, {authors} authors forgotten"
            self.stdout.write(f"{done}, {sums['skipped']} not there, {unread}")
        else:
            done = f"{sums['feedback']} feedbacks and {sums['comments']} comments {would}imported"
            self.stdout.write(f"{done}, {sums['skipped']} there already, {unread}")

    def _run(self, file: Path, work: Callable[[list[Entry | RefusedLine]], Counts]) -> Counter[str]:
        """Run all batches, report on each, and return the sums."""
        sums = Counter[str]()
        with file.open("rb") as lines:
            progress = Progress(lines, file.stat().st_size, self.stderr)
            for batch in batches(read(lines)):
                counts = work(batch)
                sums["feedback"] += counts.feedback
                sums["comments"] += counts.comments
                sums["skipped"] += counts.skipped
                sums["not read"] += len(counts.refused)
                self._report(batch, counts)
                progress.add(len(batch))
            progress.add(0, last=True)
        return sums

    def _report(self, batch: list[Entry | RefusedLine], counts: Counts) -> None:
        """Say for each line what could not be read and what was corrected."""
        refused = {line.line: [f"not read: {line.reason}"] for line in counts.refused}
        noted = {entry.line: entry.notes for entry in batch if isinstance(entry, Entry)}
        for line, texts in sorted((noted | refused).items()):
            for text in texts:
                self.stdout.write(f"line {line}: {text}")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no id") from None
