"""`manage.py reset_mfa EMAIL`: for a person who has lost their second factor."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from users.second_factor import reset_second_factors


class Command(BaseCommand):
    """Remove the second factors of an account, after you have made sure whose it is."""

    help = "Remove all second factors of an account: app, passkeys, recovery codes. It is logged."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the account's address."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them, and say how many there were."""
        removed = reset_second_factors(email=options["email"])
        if removed is None:
            raise CommandError("There is no account with this address.")
        self.stdout.write(f"{removed} removed. The password stays as it is.")
