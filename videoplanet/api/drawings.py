"""Shapes of drawings that only a reader who asks for them receives (docs/decisions/0031)."""

import re

import orjson

PARAMETER = "shapes"
"""Of a URL: `?shapes=path`, over REST and for sockets and streams."""

# Rows keep drawings as jsonb, which orders the members of an object by their length, then by name.
# Quotes inside a JSON string are escaped, so what is found can only be a shape.
_PATH = re.compile(
    rb'"type" ?: ?"path"(, ?"style" ?: ?\{[^{}]*\}, ?"coordinates" ?: ?)(\[[^][]*\])'
)


def asks_for_paths(values: list[str]) -> bool:
    """Say whether the values of the parameter name the shape `path`."""
    return "path" in values


def without_paths(text: bytes) -> bytes:
    """Put the rectangle around each `path` in its place: the contract knows no such shape."""
    return _PATH.sub(_rectangle, text) if b'"path"' in text else text


def _rectangle(found: re.Match[bytes]) -> bytes:
    numbers = orjson.loads(found[2])
    across, down = numbers[::2], numbers[1::2]
    corners = orjson.dumps([min(across), min(down), max(across), max(down)])
    return b'"type": "rectangle"%b%b' % (found[1], corners)
