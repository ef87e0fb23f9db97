"""Writing of JSON: one form of times, numbers and ids everywhere."""

import datetime
from typing import Any

import orjson
from django.utils.functional import Promise


class RawJSON(bytes):
    """Finished JSON, as a rule made by PostgreSQL; alone or inside other values.

    Alone, as a response's data, it is finished for its reader (`videoplanet.api.output`) when it is
    sent; until then it may hold object keys and addresses.
    """


def close_object(begun: str, **members: str) -> str:
    """Return the JSON object that PostgreSQL began, with the JSON texts `members` at its end.

    `begun` is the object without its closing brace, with one member at least.
    """
    more = "".join(f', "{name}": {text}' for name, text in members.items())
    return f"{begun}{more}}}"


def iso(moment: datetime.datetime) -> str:
    """Return a time as the API writes it: UTC, microseconds, `2026-05-01T09:30:00.000000Z`."""
    utc = moment.astimezone(datetime.UTC)
    return utc.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _default(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return iso(value)
    if isinstance(value, RawJSON):
        return orjson.Fragment(bytes(value))  # it takes no subclass of bytes
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def dumps(value: Any, *, sort: bool = False) -> bytes:
    """Return `value` as UTF-8 JSON; with `sort`, equal values give equal bytes."""
    options = orjson.OPT_PASSTHROUGH_DATETIME | (orjson.OPT_SORT_KEYS if sort else 0)
    return orjson.dumps(value, default=_default, option=options)
