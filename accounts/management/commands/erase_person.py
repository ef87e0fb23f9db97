"""`manage.py erase_person WHO`: for a person who asks you to, and can't do it themselves."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.erasure import SoleAdmin, erase_person
from accounts.people import person_named


class Command(BaseCommand):
    """Erase a person: what they said stays, without the name."""

    help = "Erase a person for good, after you have made sure who asks. What they said stays."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address or the id, and the consent."""
        parser.add_argument("who", help="The address, or the id of an account or a guest.")
        parser.add_argument("--yes", action="store_true", help="Do it; else it only says whom.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase the person."""
        user = person_named(options["who"])
        if user is None:
            raise CommandError("There is no account or guest with this address or id.")
        if not options["yes"]:
            kind = user.get_kind_display()
            self.stdout.write(f"This would erase the {kind} {user.id}. Add --yes to do it.")
            return
        try:
            erase_person(user=user)
        except SoleAdmin as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Erased. A worker takes the name out of the log within minutes.")
