"""`manage.py rotate_log_id`: after the database was restored, so that no client resumes in it."""

from typing import Any

from django.core.management.base import BaseCommand

from eventlog.models import Log, new_log_id


class Command(BaseCommand):
    """Give the log another id."""

    help = "Give the event log another id, after the database was restored from a backup."

    def handle(self, **options: Any) -> None:
        """Write it; clients that come back read everything anew."""
        Log.objects.update_or_create(only=True, defaults={"name": new_log_id()})
        self.stdout.write("The log has another id: clients that come back read everything anew.")
