"""`manage.py migrate` while others use the tables."""

from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from tests.worker import environment
from videoplanet.management.commands import migrate


@pytest.fixture
def blocker(transactional_db):
    """A connection that keeps everybody from a table that migrations need."""
    with psycopg.connect(environment()["DATABASE_URL"]) as other:
        other.execute("LOCK TABLE django_migrations")
        yield other


class Release(StringIO):
    """Ends the transaction of the blocker once the command has said that it waits."""

    def __init__(self, blocker):
        super().__init__()
        self.blocker = blocker

    def write(self, text):
        self.blocker.rollback()
        return super().write(text)


def test_migrate_tries_again_while_a_table_is_in_use(blocker):
    said = Release(blocker)
    call_command("migrate", verbosity=0, stderr=said)
    assert "A table is in use; 29 more attempts." in said.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("5s",)


def test_migrate_gives_up_in_the_end(blocker, monkeypatch):
    monkeypatch.setattr(migrate, "ATTEMPTS", 1)
    with pytest.raises(OperationalError):
        call_command("migrate", verbosity=0)
    blocker.rollback()
