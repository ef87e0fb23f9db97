"""Our OpenAPI document as tests use it, and real answers held against it."""

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from drf_spectacular.generators import SchemaGenerator
from jsonschema import FormatChecker
from openapi_schema_validator import OAS31Validator

METHODS = ("get", "post", "put", "patch", "delete")
# An answer may have none of these that the document doesn't name.
TOLD_HEADERS = (
    *("ETag", "X-Project-Seq", "X-User-Seq", "X-Unread-Count", "Link"),
    *("RateLimit", "RateLimit-Policy", "Retry-After"),
)

FORMATS = FormatChecker(("uuid", "email"))


@FORMATS.checks("date-time")
def _is_our_form_of_a_time(value: object) -> bool:
    one_form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"
    return not isinstance(value, str) or bool(re.fullmatch(one_form, value))


@FORMATS.checks("uri")
def _is_absolute(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme and urlsplit(value).netloc)


@cache
def generated() -> dict[str, Any]:
    """Return the document as it is served; treat it as read-only."""
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return document


def fresh() -> dict[str, Any]:
    """Return a copy that may be changed."""
    return copy.deepcopy(generated())


def values(document: Any, key: str) -> list[Any]:
    """Return what stands under `key`, wherever it is."""
    if isinstance(document, list):
        return [found for item in document for found in values(item, key)]
    if not isinstance(document, dict):
        return []
    below = [found for item in document.values() for found in values(item, key)]
    return [document[key], *below] if key in document else below


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and operation, allauth's among them."""
    for path, item in generated()["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def is_ours(operation: dict[str, Any]) -> bool:
    """Say whether an operation is ours; allauth's never name the error shape."""
    return "default" in operation["responses"]


def our_operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Return path, method and operation of ours by operationId."""
    return {
        operation[2]["operationId"]: operation
        for operation in operations()
        if is_ours(operation[2])
    }


def find(reference: str) -> Any:
    """Return what a `$ref` points to."""
    found: Any = generated()
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def resolved(value: dict[str, Any]) -> dict[str, Any]:
    """Follow a `$ref`."""
    return resolved(find(value["$ref"])) if "$ref" in value else value


def operation_at(method: str, path: str) -> dict[str, Any]:
    """Return the operation that a request reaches; exact paths come before templates."""
    templates = sorted(generated()["paths"], key=lambda each: ("{" in each, each))
    for template in templates:
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method in generated()["paths"][template]:
            operation: dict[str, Any] = generated()["paths"][template][method]
            return operation
    raise AssertionError(f"{method.upper()} {path} is not in the document")


def problems_of(schema: dict[str, Any], value: Any) -> list[str]:
    """Return what is wrong with `value` under a schema of the document."""
    whole = {**schema, "components": generated()["components"]}
    found = OAS31Validator(whole, format_checker=FORMATS).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def assert_documented(answer: Any) -> None:
    """Hold an answer of Django's test client against the document: all of it."""
    request = answer.wsgi_request
    operation = operation_at(request.method.lower(), request.path)
    where = f"{operation['operationId']} answered {answer.status_code}"
    declared = operation["responses"].get(str(answer.status_code))
    assert declared is not None, f"{where}, which is not declared: {answer.content[:300]!r}"
    response = resolved(declared)
    _assert_headers(answer, response, where)
    if "content" not in response:
        assert answer.content == b"", f"{where} with a body that is not declared"
        return
    media_type = answer["Content-Type"].partition(";")[0]
    assert media_type in response["content"], f"{where} as {media_type}"
    if media_type.endswith("json"):
        text = answer.getvalue() if answer.streaming else answer.content
        value = json.loads(text)
    else:
        value = answer.getvalue().decode(errors="replace")  # a file, a ZIP too
    problems = problems_of(response["content"][media_type]["schema"], value)
    assert not problems, f"{where}: {problems}"


def _assert_headers(answer: Any, response: dict[str, Any], where: str) -> None:
    declared = {name: resolved(header) for name, header in response.get("headers", {}).items()}
    for name, header in declared.items():
        assert name in answer or not header.get("required"), f"{where} without {name}"
    if answer.status_code < 400:
        untold = [name for name in TOLD_HEADERS if name in answer and name not in declared]
        assert not untold, f"{where} with {untold}, which the document does not declare"
