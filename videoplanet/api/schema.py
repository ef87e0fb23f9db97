"""The OpenAPI document: what drf-spectacular can't see in serializers and views is added here.

The conventions of the API are the rule (errors, versions, limits), so an operation gets them
without saying so; the few that depart from them say so at the view (`videoplanet.api.operations`).
Tests compare real answers with the document: a header or a status that it doesn't declare fails
there.
"""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request

from videoplanet.api.operations import OperationOptions
from videoplanet.api.schema_parts import (
    DESCRIPTIONS,
    ERRORS,
    HEADERS,
    PARAMETERS,
    PROBLEM,
    TAGS,
    Document,
    error_responses,
    header_references,
)
from videoplanet.api.scopes import scope_needed

type Operation = dict[str, Any]


class StrictObject(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says of requests what StrictSerializer does: no unknown fields, at least `min_fields`."""

    target_class = "videoplanet.api.serializers.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Document:
        """Return the schema of the object."""
        schema: Document = auto_schema._map_serializer(  # noqa: SLF001 - spectacular's own way
            self.target, direction, bypass_extensions=True
        )
        schema["additionalProperties"] = False
        if published := self.target.published_as_required:
            schema["required"] = sorted({*schema.get("required", ()), *published})
        if self.target.min_fields:
            schema["minProperties"] = self.target.min_fields
        return schema


def complete(
    result: Document, generator: SchemaGenerator, request: Request | None, public: bool
) -> Document:
    """Add errors, headers, versions and tags to each operation. A post-processing hook."""
    components = result["components"]
    components["schemas"]["Problem"] = PROBLEM
    components["headers"] = HEADERS
    components["parameters"] = PARAMETERS
    components["responses"] = error_responses()
    result["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    for path, method, view, handler in _handlers(generator):
        operation = result["paths"][path][method]
        operation["tags"] = [view.tag]
        _complete_operation(operation, path, method, handler)
    cleaned: Document = plain(result)
    return cleaned


def plain(value: Any) -> Any:
    """Drop what only drf-spectacular has a use for, or what says nothing in JSON."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: plain(member)
        for name, member in value.items()
        # Every number of JSON has double precision; `readOnly` would make a field of a response
        # one that requests have without it.
        if name not in ("x-spec-enum-id", "readOnly") and (name, member) != ("format", "double")
    }


def _handlers(generator: SchemaGenerator) -> Iterator[tuple[str, str, Any, Any]]:
    """Yield path, method, view and the view's method of each of our operations."""
    endpoints: Any = generator.endpoints  # with the route's regex, beside what its stub says
    for path, _regex, method, callback in endpoints:
        if actions := getattr(callback, "actions", None):
            view = callback.cls
            yield path, method.lower(), view, getattr(view, actions[method.lower()])


def _complete_operation(operation: Operation, path: str, method: str, handler: Any) -> None:
    options: OperationOptions = handler.operation_options
    _add_summary(operation)
    keyed = getattr(handler, "takes_idempotency_key", False)
    matches = method in ("patch", "delete") and options.if_match
    if keyed:
        _add_parameter(operation, "IdempotencyKey")
    if matches:
        _add_parameter(operation, "IfMatch")
    if method == "get" and "ETag" in options.headers:
        _add_parameter(operation, "IfNoneMatch")
        operation["responses"]["304"] = {}
    if options.drawings:
        _add_parameter(operation, "Shapes")
    # drf-spectacular writes {} where nobody has to sign in.
    operation["security"] = [scheme for scheme in operation.get("security", []) if scheme]
    signed_in = bool(operation["security"])
    # OpenAPI 3.1 lets a scheme of any type list what it must allow.
    needed = scope_needed(method, options.scope).value
    operation["security"] = [
        {name: [needed] for name in scheme} for scheme in operation["security"]
    ]
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    codes = {406, 503, *options.errors, *_codes(operation, path, method, options)}
    _add_headers(operation, options, counted=429 in codes)
    codes |= {
        status
        for status, applies in ((400, keyed), (401, signed_in), (412, matches), (422, keyed))
        if applies
    }
    if not signed_in:
        codes.add(401)
        codes -= {403} - {*options.errors}
    for status in sorted(codes):
        operation["responses"][str(status)] = _reference(ERRORS[status][0])
    operation["responses"]["default"] = _reference("Error")


def _reference(response: str) -> Document:
    return {"$ref": f"#/components/responses/{response}"}


def _add_parameter(operation: Operation, name: str) -> None:
    operation.setdefault("parameters", []).append({"$ref": f"#/components/parameters/{name}"})


def _add_summary(operation: Operation) -> None:
    """Make the docstring's first line the summary where there is none."""
    first, _blank, rest = operation.get("description", "").partition("\n")
    if "summary" not in operation:
        operation["summary"] = first.removesuffix(".")
        operation["description"] = rest.strip()
    if not operation["description"]:
        del operation["description"]


def _codes(operation: Operation, path: str, method: str, options: OperationOptions) -> set[int]:
    """Return the error statuses that follow from method, path and parameters."""
    has_body = "requestBody" in operation
    query = [param for param in operation.get("parameters", ()) if param.get("in") == "query"]
    codes = set()
    if has_body or query:
        codes.add(400)
    if has_body:
        codes |= {413, 415}
    if method != "get":
        codes |= {403, 409, 429}
    # The required parameters of lists name the row whose rows are listed.
    names_a_row = "{" in path or any(param.get("required") for param in query)
    if names_a_row and options.may_be_missing:
        codes.add(404)
    return codes


def _add_headers(operation: Operation, options: OperationOptions, *, counted: bool) -> None:
    """Declare the headers of the success responses, and describe these."""
    paged = any(param.get("name") == "cursor" for param in operation.get("parameters", ()))
    for status, response in operation["responses"].items():
        response["description"] = DESCRIPTIONS[status]
        names = ["RateLimit", "RateLimit-Policy"] if counted else []
        if status != "204" and int(status) not in options.unversioned:
            names += options.headers
        if paged and status == "200":
            names.append("Link")
            names += ["Cache-Status"] if "ETag" in names else []
        if names:
            response["headers"] = header_references(*sorted(names))
