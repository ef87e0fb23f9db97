"""What a view's method says of itself to the OpenAPI document, in one decorator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import extend_schema

ETAG, PROJECT_SEQ = "ETag", "X-Project-Seq"
VERSIONED = (ETAG, PROJECT_SEQ)


@dataclass(frozen=True, slots=True)
class Facts:
    """How an operation departs from the API's conventions; the defaults are the conventions."""

    headers: tuple[str, ...] = VERSIONED
    """What each good answer carries, 204 aside."""
    unversioned: tuple[int, ...] = ()
    """Statuses of good answers that carry none of these."""
    if_match: bool = True
    """Whether a PATCH or DELETE starts from a version of what it changes."""
    errors: tuple[int, ...] = ()
    """Statuses beyond those of every operation that takes and does the like."""
    may_be_missing: bool = True
    """Whether an id in the path, or in a required parameter, may name nothing (404)."""


def operation[H: Callable[..., Any]](
    operation_id: str,
    *,
    headers: tuple[str, ...] = VERSIONED,
    unversioned: tuple[int, ...] = (),
    if_match: bool = True,
    errors: tuple[int, ...] = (),
    may_be_missing: bool = True,
    **described: Any,
) -> Callable[[H], H]:
    """Describe a view's method: its id and shapes, and how it departs from the conventions.

    `described` (`request`, `responses`, `parameters`, `summary`, `auth`) is what drf-spectacular's
    `extend_schema` takes; the other arguments are those of `Facts`.
    """
    facts = Facts(headers, unversioned, if_match, errors, may_be_missing)

    def describe(handler: H) -> H:
        handler.facts = facts  # type: ignore[attr-defined] # for videoplanet.api.schema
        return extend_schema(operation_id=operation_id, **described)(handler)

    return describe
