"""The OpenAPI document itself: valid, whole, the same each time, and served with its page."""

import re
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.contract.document import METHODS, generated, operations, our_operations, values
from videoplanet.api.scopes import Scope

OURS = [operation for _path, _method, operation in our_operations().values()]


def test_it_is_valid():
    assert generated()["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(generated()).validate()


def test_it_is_made_without_a_warning_and_the_same_in_another_process():
    command = [sys.executable, "manage.py", "spectacular", "--validate", "--fail-on-warn"]
    made = subprocess.run(command, check=True, capture_output=True).stdout
    assert made.strip() == Client().get("/api/schema").content.strip()


def test_it_is_the_same_in_another_language():
    korean = Client(headers={"Accept-Language": "ko"}).get("/api/schema?format=json")
    assert korean.json() == generated()


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/vnd.oai.openapi"),
        ("application/yaml", "application/yaml"),
        ("application/json", "application/json"),
        ("application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"),
    ],
)
def test_anybody_gets_it_as_yaml_or_json(db, accept, media_type):
    answer = Client(headers={"Accept": accept}).get("/api/schema")
    assert answer.status_code == 200
    assert answer["Content-Type"].partition(";")[0] == media_type
    assert yaml.safe_load(answer.content) == generated()


def test_its_page_and_all_that_the_page_loads_come_from_here():
    page = Client().get("/api/docs")
    assert page.status_code == 200
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.content.decode())
    assert len(loaded) >= 3
    for address in loaded:
        assert address.startswith("/static/"), address
        asset = Client().get(address)
        assert asset.status_code == 200, address
        assert sum(map(len, asset)) > 500, address


def test_operation_ids_are_unique():
    counted = Counter(operation["operationId"] for _path, _method, operation in operations())
    assert [name for name, count in counted.items() if count > 1] == []


def test_nothing_is_kept_that_nothing_refers_to():
    references = set(values(generated(), "$ref"))
    parts = {
        f"#/components/{kind}/{name}"
        for kind, named in generated()["components"].items()
        for name in named
    }
    parts.discard("#/components/securitySchemes/bearer")
    assert sorted(parts ^ references) == []


def test_every_tag_is_described_and_used():
    described = [tag["name"] for tag in generated()["tags"]]
    used = {tag for _path, _method, operation in operations() for tag in operation["tags"]}
    assert set(described) == used
    assert len(described) == len(used)


def test_one_signs_in_with_a_bearer_token_where_one_has_to():
    scheme = generated()["components"]["securitySchemes"]["bearer"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    free = [operation["operationId"] for operation in OURS if operation["security"] == []]
    assert sorted(free) == [
        "endBrowserSession",  # by a cookie
        "enterShareLink",
        "exchangeTokens",
        "refreshBrowserSession",
        "sendMeasurements",
        "verifyInvitation",
    ]
    for operation in OURS:
        scopes = ([], *([{"bearer": [scope.value]}] for scope in Scope))
        assert operation["security"] in scopes


def test_every_error_has_the_one_shape():
    for operation in OURS:
        for status, response in operation["responses"].items():
            if status == "default" or int(status) >= 400:
                found = generated()["components"]["responses"][response["$ref"].split("/")[-1]]
                schema = {"$ref": "#/components/schemas/Problem"}
                assert found["content"] == {"application/problem+json": {"schema": schema}}


def test_every_field_of_an_answer_is_always_there():
    schemas = generated()["components"]["schemas"]
    left = [response for operation in OURS for response in operation["responses"].values()]
    seen: set[str] = set()
    while left:
        for reference in values(left.pop(), "$ref"):
            name = reference.rpartition("/")[2]
            if "/schemas/" in reference and name not in seen:
                seen.add(name)
                left.append(schemas[name])
                # The members of a union are seen by themselves, and GraphQL's specification
                # wants no `errors` where there are none.
                if "oneOf" not in schemas[name] and not name.startswith("GraphQL"):
                    required = set(schemas[name]["required"])
                    assert required == set(schemas[name]["properties"]), name
    assert {"FeedbackResponse", "CommentResponse", "UserInfo", "VideoUpload"} <= seen


def test_every_operation_says_in_short_what_it_does():
    for operation in OURS:
        assert operation["summary"]
        assert not operation["summary"].endswith(".")


def test_no_route_of_allauth_is_left_out():
    def below(patterns: list[Any], prefix: str) -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                found |= below(pattern.url_patterns, path)
            elif isinstance(pattern, URLPattern) and "allauth" in pattern.callback.__module__:
                found.add(f"/{path}")
        return found

    routes = below(get_resolver().url_patterns, "")
    assert len(routes) > 10
    assert sorted(routes - generated()["paths"].keys()) == []


def test_no_path_is_empty():
    assert all(set(item) & set(METHODS) for item in generated()["paths"].values())
