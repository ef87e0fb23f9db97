"""`manage.py expire_invitations`: what beat's sweep does each minute, now."""

from typing import Any

from django.core.management.base import BaseCommand

from invitations.sweeps import SWEEP_LIMIT, sweep_ended


class Command(BaseCommand):
    """End invitations and links whose time is over, and let their guests go."""

    help = "End invitations and links whose time is over, and let their guests go."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep until nothing is left."""
        total = 0
        while found := sweep_ended():
            total += found
            if found < SWEEP_LIMIT:
                break
        self.stdout.write(f"{total} ended")
