"""Whether the data of earlier runs fits this code's migrations: a step of `make run`.

Until the first release, migrations are made afresh under the names that they had. Django's
`migrate` then takes a table of the old shape for the new one, and the failures that follow don't
say why.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping

import django
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from devstack.engines import CHECKOUT
from devstack.service import StackError

SENTENCE = (
    "The data in var/ was made with other migrations than this code has and can't be used:"
    " `make reset` removes it, and the next `make run` starts with fresh data."
)
_OLD_DATA = 3
"""The exit code of `python -m devstack.old_data` if the data doesn't fit."""


async def refuse_old_data(env: Mapping[str, str]) -> None:
    """Look at the database that `env` names; nothing is written.

    Raises StackError if its data was made with other migrations.
    """
    command = (sys.executable, "-m", "devstack.old_data")
    check = await asyncio.create_subprocess_exec(*command, env={**os.environ, **env}, cwd=CHECKOUT)
    code = await check.wait()
    if code == _OLD_DATA:
        raise StackError(SENTENCE)
    if code:
        raise StackError(
            f"Comparing the data in var/ with the migrations failed (exit code {code})."
        )


def main() -> int:
    """Compare, and return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "videoplanet.settings")
    django.setup()
    loader = MigrationLoader(connection)
    applied, known = set(loader.applied_migrations), set(loader.disk_migrations)
    unfinished_apps = {app for app, _name in known - applied}
    finished_apps = {app for app, _name in known} - unfinished_apps
    fits = applied <= known and not any(map(_lacks_columns, finished_apps))
    return 0 if fits else _OLD_DATA


def _lacks_columns(app: str) -> bool:
    """Tell whether a table of the app lacks a column of its model, or is missing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema()"
        )
        columns = set(cursor.fetchall())
    return any(
        (model._meta.db_table, field.column) not in columns
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
    )


if __name__ == "__main__":
    sys.exit(main())
