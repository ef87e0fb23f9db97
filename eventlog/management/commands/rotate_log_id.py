"""`manage.py rotate_log_id`: run it after a restore, so that no client resumes in the old log."""

from typing import Any

from django.core.management.base import BaseCommand

from eventlog.models import Log, new_log_id


class Command(BaseCommand):
    """Give the log a new id."""

    help = "Give the event log a new id, after the database was restored from a backup."

    def handle(self, **options: Any) -> None:
        """Write the new id; clients that come back then read everything again."""
        Log.objects.update_or_create(only=True, defaults={"name": new_log_id()})
        self.stdout.write("The log has a new id: clients that come back read everything again.")
