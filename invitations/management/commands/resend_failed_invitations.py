"""`manage.py resend_failed_invitations`: for mails that a server refused by mistake."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser

from invitations.actions import queue_failed_mails
from invitations.models import Invitation


class Command(BaseCommand):
    """Have the mails of failed invitations sent again."""

    help = "Have the mails of failed invitations sent again, but not to refused addresses."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a project, and whether refused addresses are tried too."""
        parser.add_argument("--project", type=UUID, help="only this one's")
        parser.add_argument("--refused", action="store_true", help="also refused addresses")

    def handle(self, *args: Any, **options: Any) -> None:
        """Schedule the mails; the worker sends them."""
        rows = Invitation.objects.all()
        if options["project"]:
            rows = rows.filter(project_id=options["project"])
        if not options["refused"]:
            rows = rows.filter(refused=False)
        self.stdout.write(f"{queue_failed_mails(rows)} mails queued")
