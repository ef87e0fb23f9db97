"""`manage.py rotate_keys`: new keys without logging anybody out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.keys import new_lines, seal_all_again


class Command(BaseCommand):
    """Print new keys, or with --finish encrypt what is stored with them."""

    help = "Print new keys with the present ones as fallbacks; --finish encrypts with the new ones."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the step."""
        parser.add_argument(
            "--finish",
            action="store_true",
            help="After all processes have the new keys: encrypt webhooks' secrets with them.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the step; the lines go to stdout, what to do with them to stderr."""
        if not options["finish"]:
            self.stdout.write("\n".join(new_lines()))
            self.stderr.write(
                "Put these lines into the environment in place of the present ones, restart all"
                " processes, then run: manage.py rotate_keys --finish"
            )
            return
        done, unreadable = seal_all_again()
        self.stdout.write(f"{done} webhooks are encrypted with the present WEBHOOK_KEY.")
        self.stdout.write(
            "The fallbacks may go from the environment after 30 days: then no token or link that"
            " the old keys signed is valid any more."
        )
        if unreadable:
            raise CommandError(
                f"{unreadable} webhooks can be read by none of the keys: make them again."
            )
