"""Taking a person out of the log: what the events say of them, not what they said.

An event carries people as REST returns them, at any depth. The objects of one person are found by
their text, since each begins with the id.
"""

import json
from collections.abc import Iterator
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Max, Min

from eventlog.models import Event, Stream

BATCH = 5000
"""Events that one statement looks at."""
EVENT = Event._meta.db_table

_STRING = r'"(?:[^"\\]|\\.)*"'
_PERSON = (
    r'\{{"id" ?: ?"{user_id}"'
    rf'(?:, ?"(?:kind|name|email|avatar_url)" ?: ?(?:{_STRING}|null)){{{{2,4}}}}\}}}}'
)

ERASE_SQL = f"""
UPDATE {EVENT} SET payload = regexp_replace(payload::text, %s, %s, 'g')::jsonb
WHERE id BETWEEN %s AND %s AND payload::text LIKE %s
RETURNING stream_id
"""  # noqa: S608 - the table's name

# The address of a guest who came in, which the sender of the invitation was told.
ACCEPTED_SQL = f"""
UPDATE {EVENT} SET payload = jsonb_set(payload, '{{excerpt}}', '""')
WHERE id BETWEEN %s AND %s AND payload->>'type' = 'invitation_accepted'
    AND payload->'actor'->>'id' = %s
"""  # noqa: S608 - the table's name


def person_pattern(user_id: UUID) -> str:
    """Return the regular expression that finds a person's objects, in json and in jsonb."""
    return _PERSON.format(user_id=user_id)


def as_replacement(person: dict[str, object]) -> str:
    """Return the JSON that stands for the person now, as `regexp_replace` takes it."""
    return json.dumps(person).replace("\\", r"\\")


def erase_from_events(user_id: UUID, person: dict[str, object]) -> Iterator[set[UUID]]:
    """Put `person` in the place of what all events say of a user.

    It yields, after each batch, the streams of which it has changed events.
    """
    bounds = Event.objects.aggregate(first=Min("id"), last=Max("id"))
    if bounds["first"] is None:
        return
    pattern, text = person_pattern(user_id), as_replacement(person)
    for first in range(bounds["first"], bounds["last"] + 1, BATCH):
        span = [first, first + BATCH - 1]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ERASE_SQL, [pattern, text, *span, f"%{user_id}%"])
            changed = {row[0] for row in cursor.fetchall()}
            cursor.execute(ACCEPTED_SQL, [*span, str(user_id)])
        yield changed


@transaction.atomic
def empty_stream(stream_id: UUID) -> None:
    """Delete all events of a person's own stream."""
    stream = Stream.objects.filter(id=stream_id)
    stream.select_for_update().first()
    stream.update(truncated_through=F("seq"))
    Event.objects.filter(stream_id=stream_id).delete()
