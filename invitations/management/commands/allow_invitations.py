"""`manage.py allow_invitations ADDRESS`: for a person who wants to be invited again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from invitations.declined import allow


class Command(BaseCommand):
    """Allow invitations again to an address that had refused them."""

    help = "Allow invitations again to an address that had refused them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take it from the list."""
        if not allow(options["address"]):
            raise CommandError("This address has not refused invitations.")
        self.stdout.write("It may be invited again.")
