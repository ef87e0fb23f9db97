"""Gives each schema of the AsyncAPI document a name, as code generators need it.

They call a schema inside another one `AnonymousSchema_7`, with a number that often changes.
"""

import re
from typing import Any

type Document = dict[str, Any]


def named_frames(messages: Document) -> Document:
    """Move each message's payload to a schema of its own (`FeedbackCreatedFrame`); return these."""
    frames = {}
    for message, described in messages.items():
        name = f"{_camel_case(message)}Frame"
        frames[name] = described["payload"]
        described["payload"] = _reference(name)
    return frames


def named_choices(schemas: Document) -> Document:
    """Return the schemas with the choices and objects of their fields as schemas of their own.

    The status of `VideoResponse` becomes `VideoResponseStatus`.
    """
    named: Document = {}
    for owner, schema in schemas.items():
        fields = {
            field: _moved(described, f"{owner}{_camel_case(field)}", named)
            for field, described in schema.get("properties", {}).items()
        }
        named[owner] = schema | ({"properties": fields} if fields else {})
    return named


def _moved(schema: Document, name: str, named: Document) -> Document:
    if "enum" in schema or "properties" in schema:
        named[name] = schema
        return _reference(name)
    if isinstance(schema.get("items"), dict):
        return schema | {"items": _moved(schema["items"], name, named)}
    return schema


def _reference(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


def _camel_case(name: str) -> str:
    return "".join(word.title() for word in re.split(r"[._]", name))
