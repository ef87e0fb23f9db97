"""Writing of JSON: one form of times, numbers and ids everywhere."""

import datetime
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer


class RawJSON(bytes):
    """Finished JSON, made by PostgreSQL, that is sent unchanged, alone or inside other values."""


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
        return orjson.Fragment(bytes(value))  # of no subclass
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def dumps(value: Any, *, sort: bool = False) -> bytes:
    """Return `value` as UTF-8 JSON; with `sort`, equal values give equal bytes."""
    options = orjson.OPT_PASSTHROUGH_DATETIME | (orjson.OPT_SORT_KEYS if sort else 0)
    return orjson.dumps(value, default=_default, option=options)


class JSONRenderer(BaseRenderer):
    """The API's only renderer."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """Return the bytes of the body; for None no bytes."""
        if data is None:
            return b""
        return data if isinstance(data, RawJSON) else dumps(data)
