"""`makemigrations` without a database: checks, or with --write writes the missing ones."""

from __future__ import annotations

import os
import sys

import django
from django.core.management import call_command
from django.db import connection


def main() -> None:
    """Exit with 1 if models have changed without a migration and none is to be written."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "videoplanet.settings")
    django.setup()
    # The command also compares the files with the database's history, unless there is no database.
    # Ours may not be running, and waiting for it would take as long as the pool's timeout.
    connection.settings_dict["ENGINE"] = "django.db.backends.dummy"
    writes = sys.argv[1:] == ["--write"]
    call_command("makemigrations", check_changes=not writes, dry_run=not writes, interactive=False)


if __name__ == "__main__":
    main()
