"""`manage.py backup DIR`: database and objects, beside the backups that are there."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from operations.backup import make_backup
from operations.restore import verify
from operations.sealing import identities_in, recipient_of
from operations.snapshots import Folder


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError("at least 1")
    return int(text)


class Command(BaseCommand):
    """Back up the database and the objects; the service may run meanwhile."""

    help = "Back up the database and the objects into a folder; the service may run meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, the keys, and what else to do."""
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--recipient",
            default=settings.BACKUP_RECIPIENT,
            help="Encrypt for this public key of age (age1…); default: BACKUP_RECIPIENT.",
        )
        parser.add_argument("--keep", type=_positive, help="Delete all but so many backups after.")
        parser.add_argument(
            "--verify",
            action="store_true",
            help="Then restore it into a scratch database, and compare counts and hashes.",
        )
        parser.add_argument(
            "--only-verify", metavar="NAME", nargs="?", const="", help="Make none; verify one."
        )
        parser.add_argument("--identity", type=Path, help="The private key, to verify with.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the backup, verify it, delete old ones."""
        folder = Folder(options["folder"])
        identities = identities_in(options["identity"]) if options["identity"] else []
        wanted = options["recipient"]
        with folder.locked():
            if options["only_verify"] is not None:
                name = folder.newest(options["only_verify"])
            else:
                recipient = recipient_of(wanted) if wanted else None
                name = make_backup(folder, recipient=recipient, say=self.stdout.write)
            if options["verify"] or options["only_verify"] is not None:
                verify(folder, name, identities=identities, say=self.stdout.write)
            for gone in folder.prune(options["keep"]) if options["keep"] else ():
                self.stdout.write(f"{gone} was deleted.")
