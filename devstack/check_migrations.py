"""`makemigrations --check` without a database."""

from __future__ import annotations

import os

import django
from django.core.management import call_command
from django.db import connection


def main() -> None:
    """Exit with 1 when models have changed without a migration."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "videoplanet.settings")
    django.setup()
    # The command compares the files with the database's history too, unless it is told that
    # there is none; waiting for one that isn't running takes as long as the pool is patient.
    connection.settings_dict["ENGINE"] = "django.db.backends.dummy"
    call_command("makemigrations", check_changes=True, dry_run=True, interactive=False)


if __name__ == "__main__":
    main()
