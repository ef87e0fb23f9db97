"""`manage.py export_person WHO FILE`: for a person who asks what is stored of them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.export import write_export
from accounts.people import person_named


class Command(BaseCommand):
    """Write all that is stored of a person into a ZIP file."""

    help = "Write all that is stored of a person into a ZIP file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address or the id, and the file."""
        parser.add_argument("who", help="The address, or the id of an account or a guest.")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; one that is there stays."""
        user = person_named(options["who"])
        if user is None:
            raise CommandError("There is no account or guest with this address or id.")
        try:
            with options["file"].open("xb") as file:
                write_export(user, file)
        except FileExistsError as error:
            raise CommandError(f"{options['file']} is there already.") from error
