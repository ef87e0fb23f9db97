"""Compares real frames with our AsyncAPI document."""

from functools import cache
from typing import Any

from jsonschema import Draft7Validator

from realtime.asyncapi import document
from tests.contract.document import FORMATS


@cache
def described() -> dict[str, Any]:
    """Return the document; treat it as read-only."""
    return document()


def messages_of(operation: str) -> dict[str, dict[str, Any]]:
    """Return the messages of an operation by their types."""
    references = described()["operations"][operation]["messages"]
    names = [reference["$ref"].rpartition("/")[2] for reference in references]
    found = [described()["components"]["messages"][name] for name in names]
    return {message["name"]: message for message in found}


def problems_of_frame(operation: str, frame: dict[str, Any]) -> list[str]:
    """Return what is wrong with a frame; an undescribed field is wrong too."""
    message = messages_of(operation).get(frame["type"])
    if message is None:
        return [f"{frame['type']} is not described in {operation}"]
    schemas = described()["components"]["schemas"]
    whole = closed({**message["payload"], "components": {"schemas": schemas}})
    found = Draft7Validator(whole, format_checker=FORMATS).iter_errors(frame)
    return [f"{frame['type']} {error.json_path}: {error.message}" for error in found]


def closed(schema: Any) -> Any:
    """Return a schema whose objects have no other fields than those it names."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    below = {key: closed(part) for key, part in schema.items()}
    return {"additionalProperties": False, **below} if "properties" in below else below
