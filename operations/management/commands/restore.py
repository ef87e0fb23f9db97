"""`manage.py restore DIR`: database and objects, as a backup has them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from operations.restore import restore
from operations.sealing import identities_in
from operations.snapshots import Folder


class Command(BaseCommand):
    """Restore the database and the objects. Stop the service first."""

    help = "Restore the database and the objects from a backup. Stop the service first."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, the backup's name, the key, and the consent."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--backup", default="", metavar="NAME", help="Default: the newest.")
        parser.add_argument("--identity", type=Path, help="The private key of an encrypted one.")
        parser.add_argument(
            "--replace", action="store_true", help="Delete what is in database and bucket."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore."""
        folder = Folder(options["folder"])
        name = folder.newest(options["backup"])
        identities = identities_in(options["identity"]) if options["identity"] else []
        restore(
            folder,
            name,
            identities=identities,
            replace=options["replace"],
            say=self.stdout.write,
        )
        self.stdout.write(
            "Now: manage.py migrate, start the service, and erase again whoever was erased since"
            " (docs/operating.md)."
        )
