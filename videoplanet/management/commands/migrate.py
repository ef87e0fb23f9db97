"""`manage.py migrate`, while others work: it waits briefly for a table's lock, and tries again.

A migration that waits for a lock makes everybody who comes later wait behind it.
"""

import time
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg.errors import DeadlockDetected, LockNotAvailable

LOCK_TIMEOUT = "2s"
ATTEMPTS = 30
PAUSE = 1.0
"""Seconds between two attempts."""
IN_USE = (LockNotAvailable, DeadlockDetected)


class Command(migrate.Command):
    """Apply migrations, as Django's command does, without holding up requests."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command; what was applied stays applied when a later migration is tried again."""
        try:
            self._try(*args, **options)
        finally:
            with connections[options["database"]].cursor() as cursor:
                cursor.execute("RESET lock_timeout")
                cursor.execute("RESET statement_timeout")

    def _try(self, *args: Any, **options: Any) -> None:
        for left in reversed(range(ATTEMPTS)):
            with connections[options["database"]].cursor() as cursor:
                # Again for each attempt: an operation that failed may have left another one.
                cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
                # To build an index of a large table takes longer than a request may.
                cursor.execute("SET statement_timeout = 0")
            try:
                super().handle(*args, **options)
            except OperationalError as error:
                if not isinstance(error.__cause__, IN_USE) or not left:
                    raise
                self.stderr.write(f"A table is in use; {left} more attempts.")
                time.sleep(PAUSE)
            else:
                return
