"""The decorator with which a view's method describes itself for the OpenAPI document."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import extend_schema

from videoplanet.api.scopes import Scope

ETAG, PROJECT_SEQ = "ETag", "X-Project-Seq"
VERSIONED = (ETAG, PROJECT_SEQ)


@dataclass(frozen=True, slots=True)
class OperationOptions:
    """How an operation departs from the API's conventions; the defaults are the conventions."""

    headers: tuple[str, ...] = VERSIONED
    """Response headers of every success except 204."""
    unversioned: tuple[int, ...] = ()
    """Success statuses without these headers."""
    if_match: bool = True
    """Whether a PATCH or DELETE starts from a version of what it changes."""
    errors: tuple[int, ...] = ()
    """Error statuses in addition to those that follow from method, path and parameters."""
    may_be_missing: bool = True
    """Whether an id in the path, or in a required parameter, may name nothing (404)."""
    drawings: bool = False
    """Whether the answer has drawings, whose shapes the reader chooses."""
    scope: Scope | None = None
    """What an access token must allow; None for what the method implies."""


def operation[H: Callable[..., Any]](
    operation_id: str,
    *,
    headers: tuple[str, ...] = VERSIONED,
    unversioned: tuple[int, ...] = (),
    if_match: bool = True,
    errors: tuple[int, ...] = (),
    may_be_missing: bool = True,
    drawings: bool = False,
    scope: Scope | None = None,
    **described: Any,
) -> Callable[[H], H]:
    """Describe a view's method: its id and shapes, and how it departs from the conventions.

    `described` (`request`, `responses`, `parameters`, `summary`, `auth`) is what drf-spectacular's
    `extend_schema` takes; the other arguments are those of `OperationOptions`.
    """
    options = OperationOptions(
        headers, unversioned, if_match, errors, may_be_missing, drawings, scope
    )

    def describe(handler: H) -> H:
        handler.operation_options = options  # type: ignore[attr-defined] # for videoplanet.api.schema
        return extend_schema(operation_id=operation_id, **described)(handler)

    return describe
