"""The SQL of a list of feedback, as one would write it by hand, made from the models.

The fields are those of a row that the product answered; the models' `_meta` says in which column
each value is. So a new column needs nothing here; a new field that is the result of a
query of its own needs its SQL in `_COMPUTED`.
"""

from typing import Any

from django.db.models import DateTimeField, Field, ForeignKey, Model

from comments.models import FeedbackComment
from feedbacks.models import Feedback, FeedbackReaction
from users.models import User

RENAMED = {"timestamp": "video_timestamp", "mentions": "mentioned"}
"""Fields whose column has another name."""

_COMPUTED = {
    "comments_count": f"""(
        SELECT count(*) FROM {FeedbackComment._meta.db_table} c
        WHERE c.feedback_id = f.id AND c.deleted_at IS NULL
    )""",
    # The row's version: microseconds since 1970, in hexadecimal.
    "etag": """('"' || to_hex((extract(epoch FROM f.updated_at) * 1000000)::bigint) || '"')""",
    "drawing_data": """('{"shapes": []}'::jsonb || f.drawing_data)""",
    "reactions": f"""(
        SELECT COALESCE(jsonb_object_agg(k, v), '{{}}') FROM (
            SELECT emoji, count(*) FROM {FeedbackReaction._meta.db_table}
            WHERE feedback_id = f.id GROUP BY emoji
        ) AS counted(k, v)
    )""",
    "reacted_by": f"""(
        SELECT COALESCE(jsonb_object_agg(k, v), '{{}}') FROM (
            SELECT emoji, array_agg(user_id ORDER BY created_at)
            FROM {FeedbackReaction._meta.db_table} WHERE feedback_id = f.id GROUP BY emoji
        ) AS counted(k, v)
    )""",
}


def statement(row: dict[str, Any]) -> str:
    """Return the SQL for the whole list as one text, `[{…},{…}]`, of rows with `row`'s fields.

    Its parameters are a project's id and the greatest number of rows.
    """
    people = {
        field.name: field
        for field in Feedback._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is User
    }
    members = {
        name: _person(people[name], row["user"]) if name in people else _value(Feedback, "f", name)
        for name in row
    }
    joins = [
        f"{'LEFT ' if field.null else ''}JOIN {User._meta.db_table} {name}_row"
        f" ON {name}_row.id = f.{field.column}"
        for name, field in people.items()
    ]
    return f"""
        SELECT '[' || string_agg(row, ',') || ']' FROM (
            SELECT {_object(members)}::text AS row
            FROM {Feedback._meta.db_table} f {" ".join(joins)}
            WHERE f.project_id = %s ORDER BY f.created_at, f.id LIMIT %s
        ) AS rows
    """


def _object(members: dict[str, str]) -> str:
    pairs = ", ".join(f"'{name}', {sql}" for name, sql in members.items())
    return f"json_build_object({pairs})"


def _person(field: "Field[Any, Any]", person: dict[str, Any]) -> str:
    """Return the SQL of the user that a foreign key names, with the fields of `person`."""
    alias = f"{field.name}_row"
    user = _object({name: _value(User, alias, name) for name in person})
    return f"CASE WHEN f.{field.column} IS NOT NULL THEN {user} END" if field.null else user


def _value(model: type[Model], alias: str, name: str) -> str:
    """Return the SQL of a field: a query of its own, an object's key, or a column."""
    if name in _COMPUTED:
        return _COMPUTED[name]
    stem, _, url = name.rpartition("_")
    field = model._meta.get_field(f"{stem}_key" if url == "url" else RENAMED.get(name, name))
    column = f"{alias}.{field.column}"  # type: ignore[union-attr]  # no relation from elsewhere
    if isinstance(field, DateTimeField):
        return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    return column
