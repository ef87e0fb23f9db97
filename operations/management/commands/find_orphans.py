"""`manage.py find_orphans`: objects without a row, and rows whose object is missing."""

from datetime import timedelta
from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from operations.objects import has_row, listed, named_by_rows
from videoplanet.storage import s3

BATCH = 500
HOURS = 24
"""A row may be about to commit."""


class Command(BaseCommand):
    """Compare the bucket with the database, both ways."""

    help = "List objects older than a day without a row, and rows whose object is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the consent, and the age."""
        parser.add_argument("--delete", action="store_true", help="Delete objects without a row.")
        parser.add_argument("--hours", type=int, default=HOURS, help="Younger ones are left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is found; exit with 1 if a row's object is missing."""
        young = timezone.now() - timedelta(hours=options["hours"])
        keys: set[str] = set()
        orphans = 0
        for batch in batched(listed(), BATCH):
            keys |= {entry["Key"] for entry in batch}
            old = [entry["Key"] for entry in batch if entry["LastModified"] < young]
            for key in sorted(set(old) - has_row(old)):
                orphans += 1
                self.stdout.write(f"no row\t{key}")
                if options["delete"]:
                    s3.delete(key)
        missing = sorted(set(named_by_rows()) - keys)
        for key in missing:
            self.stdout.write(f"no object\t{key}")
        what = "deleted" if options["delete"] else "found"
        self.stderr.write(f"{orphans} objects without a row {what}, {len(missing)} missing.")
        if missing:
            raise SystemExit(1)
