"""`manage.py expire_invitations`: what beat's sweep does each minute, now."""

from typing import Any

from django.core.management.base import BaseCommand

from invitations.sweeps import SWEEP_LIMIT, sweep_ended


class Command(BaseCommand):
    """Close expired invitations and links, and end their guests' access."""

    help = "Close expired invitations and links, and end their guests' access."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep until nothing is left."""
        total = 0
        while closed := sweep_ended():
            total += closed
            if closed < SWEEP_LIMIT:
                break
        self.stdout.write(f"{total} ended")
