"""Numbers of rows that need no counting: sums of the changes, which triggers write.

A trigger sees what the database's own cascade deletes and what changes in bulk, and one statement
leaves one change for each number that it moves. Nothing is updated: writers of the same number
wait neither for each other nor in a circle, and whoever reads a number in the same statement as
rows gets the number of just these rows. A sweep merges the changes, so that a sum has few parts;
without it the sums are right all the same (docs/decisions/0028).
"""

from collections.abc import Sequence

from django.apps import apps
from django.db import connection
from django.db.migrations import RunSQL

from videoplanet.db.models import Tally

TRIGGERS = """
CREATE FUNCTION {table}_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO {tally} ({keys}, change, merged)
        SELECT {keys}, count(*), false FROM ({added}) AS rows GROUP BY {keys};
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO {tally} ({keys}, change, merged)
        SELECT {keys}, -count(*), false FROM ({removed}) AS rows GROUP BY {keys};
    ELSE
        INSERT INTO {tally} ({keys}, change, merged)
        SELECT {keys}, sum(n), false FROM (
            SELECT rows.*, 1 AS n FROM ({added}) AS rows
            UNION ALL SELECT rows.*, -1 FROM ({removed}) AS rows
        ) AS changes GROUP BY {keys} HAVING sum(n) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_tally();
CREATE TRIGGER tally_update AFTER UPDATE ON {table}
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_tally();
CREATE TRIGGER tally_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_tally();
"""

# Rows of a transaction that commits meanwhile are neither seen nor deleted. Locked ones belong to
# another sweep.
MERGE = """
WITH fresh AS (SELECT DISTINCT {keys} FROM {tally} WHERE NOT merged), mine AS (
    SELECT id FROM {tally} JOIN fresh USING ({keys}) FOR UPDATE OF {tally} SKIP LOCKED
), gone AS (
    DELETE FROM {tally} WHERE id IN (SELECT id FROM mine) RETURNING {keys}, change
)
INSERT INTO {tally} ({keys}, change, merged)
SELECT {keys}, sum(change), true FROM gone GROUP BY {keys} HAVING sum(change) <> 0
"""


def keep_tally(*, table: str, tally: str, keys: Sequence[str], counted: str) -> RunSQL:
    """Return the step of a migration that has triggers of `table` write changes to `tally`.

    `counted` is a query of the keys of all that is counted in `{rows}`, rows of the table.
    """
    return RunSQL(
        TRIGGERS.format(
            table=table,
            tally=tally,
            keys=", ".join(keys),
            added=counted.format(rows="added"),
            removed=counted.format(rows="removed"),
        ),
        elidable=False,
    )


def merge_tallies() -> None:
    """Replace the changes of each number by their sum; a sum of 0 leaves no row."""
    for model in apps.get_models():
        if issubclass(model, Tally):
            own = [str(field.column) for field in model._meta.concrete_fields]
            keys = [column for column in own if column not in {"id", "change", "merged"}]
            statement = MERGE.format(tally=model._meta.db_table, keys=", ".join(keys))
            with connection.cursor() as cursor:
                cursor.execute(statement)
