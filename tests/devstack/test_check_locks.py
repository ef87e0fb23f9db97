"""The lint of migrations: what would hold people up is named."""

from types import SimpleNamespace

import pytest
from django.db.migrations import AddIndex
from django.db.models import Index
from django_pg_migration_tools.operations import SaferAddIndexConcurrently

from devstack.check_locks import Migration, judge

INDEX = 'CREATE INDEX "later_idx" ON "films" ("name")'


def said_of(*statements, atomic=True, accepted=None, operations=()):
    given = SimpleNamespace(app_label="a", name="1", atomic=atomic, operations=operations)
    return "\n".join(judge(Migration(given, list(statements)), accepted or {}))


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        (INDEX, "require-concurrent-index-creation"),
        ('ALTER TABLE "films" ADD COLUMN "n" text NOT NULL', "adding-required-field"),
        ('ALTER TABLE "films" ALTER COLUMN "n" DROP DEFAULT', "ban-drop-default"),
        ('ALTER TABLE "films" DROP COLUMN "n"', "ban-drop-column"),
        ('ALTER TABLE "films" ALTER COLUMN "n" SET NOT NULL', "adding-not-nullable-field"),
        ('ALTER TABLE "films" ADD CONSTRAINT "c" CHECK ("n" > 0)', "constraint-missing-not-valid"),
    ],
)
def test_what_holds_people_up_is_named(statement, rule):
    said = said_of(statement)

    assert said.startswith(f"a.1: {rule}: ")
    assert statement in said


def test_a_table_that_is_new_holds_nobody_up():
    assert said_of('CREATE TABLE "films" ("name" text)', INDEX) == ""


def test_a_column_with_a_default_of_the_database_is_fine():
    assert said_of('ALTER TABLE "films" ADD COLUMN "n" text DEFAULT \'\' NOT NULL') == ""


def test_what_is_accepted_must_be_needed():
    accepted = {"require-concurrent-index-creation": "films are few"}

    assert said_of(INDEX, accepted=accepted) == ""
    assert "is accepted, but it is not found" in said_of("SELECT 1", accepted=accepted)


def test_what_is_not_atomic_can_be_repeated():
    index = Index(fields=["name"], name="later_idx")
    once, again = AddIndex("film", index), SaferAddIndexConcurrently("film", index)

    assert "AddIndex can't be repeated" in said_of(atomic=False, operations=[again, once])
    assert said_of(atomic=False, operations=[again]) == ""
