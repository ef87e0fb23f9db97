"""Searching texts for a word, or for a part of one, of any length, by an index.

The index (GIN) has, for each place in a word of the text, the part that begins there: three letters
of ASCII, or two of any other writing; fewer at the word's end. A Korean word of one or two
syllables is thus found by the beginning of a part, and a longer word by the parts that it consists
of. PostgreSQL's trigrams (pg_trgm) find nothing shorter than three letters, and their index is
larger (docs/decisions/0028). Whether the parts stand beside each other is seen in the text itself.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunSQL
from django.db.models import F, Func, Lookup, TextField
from django.db.models.sql.compiler import SQLCompiler

from videoplanet.db.sql_json import Sql

if TYPE_CHECKING:
    _Lookup = Lookup[Any]
else:
    _Lookup = Lookup

# Python's `str.split` knows more spaces than these two; a part with such a space finds nothing. The
# cost says truly that it takes long: PostgreSQL asks the index, not each row. The functions are not
# PARALLEL SAFE: with that cost it would start workers, which takes longer than the index does.
FUNCTIONS = r"""
CREATE FUNCTION word_parts(content text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT COST 2000 AS $$
DECLARE
    word text;
    size int;
    parts text[] := '{}';
BEGIN
    FOREACH word IN ARRAY string_to_array(translate(upper(content), E'\n', ' '), ' ') LOOP
        FOR place IN 1..length(word) LOOP
            size := CASE WHEN ascii(substr(word, place, 1)) < 128 THEN 3 ELSE 2 END;
            parts := array_append(parts, substr(word, place, size));
        END LOOP;
    END LOOP;
    RETURN array_to_tsvector(parts);
END $$;

CREATE FUNCTION word_query(word text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    letters text := upper(word);
    size int;
    short boolean;
    part text;
    parts text[] := '{}';
BEGIN
    -- Every second place: half as many parts to look up have all letters but perhaps the last.
    FOR place IN 1..length(letters) BY 2 LOOP
        size := CASE WHEN ascii(substr(letters, place, 1)) < 128 THEN 3 ELSE 2 END;
        short := place + size > length(letters) + 1;
        IF place = 1 OR NOT short THEN
            part := replace(replace(substr(letters, place, size), '\', '\\'), '''', '''''');
            parts := parts || format(CASE WHEN short THEN '''%s'':*' ELSE '''%s''' END, part);
        END IF;
    END LOOP;
    RETURN array_to_string(parts, ' & ')::tsquery;
END $$;
"""
CREATE_FUNCTIONS = RunSQL(FUNCTIONS)
"""The step of a migration."""


class WordParts(Func):
    """The expression of a GIN index for `has_word`."""

    function = "word_parts"


def words_index(name: str) -> GinIndex:
    """Return the index of `content` within a project.

    New parts wait in a list (here of 256 kB) that each search reads to its end. With the usual 4 MB
    it would read 500 pages, and the write that empties the list would take as long as thousands.
    """
    columns = WordParts("content"), F("project")
    return GinIndex(*columns, gin_pending_list_limit=256, name=name)


@TextField.register_lookup
class HasWord(_Lookup):
    """Whether a text has a word in it, in any case (`content__has_word`); a space fits nothing."""

    lookup_name = "has_word"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """Return the condition; the comparison comes first, because it is the cheaper one."""
        text, params = self.process_lhs(compiler, connection)
        pattern = f"%{connection.ops.prep_for_like_query(self.rhs)}%"
        sql = f"(UPPER({text}) LIKE UPPER(%s) AND word_parts({text}) @@ word_query(%s))"
        return sql, (*params, pattern, *params, self.rhs)
