"""Accounts in the OpenAPI document: how to sign in, and allauth's own routes."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

import yaml
from allauth.headless.constants import Flow
from allauth.headless.spec.internal import schema as allauth_schema
from django.urls import Resolver404, resolve
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request

from users.browser_sessions import HEADER, VALUE
from users.provider_schema import add_providers

type Document = dict[str, Any]

MOUNT: Final = "/api/v1"
# With it, no component of allauth's has the name of one of ours.
PREFIX: Final = "Allauth"
REF: Final = "#/components/schemas/"
FLOWS: Final = [
    flow.value
    for flow in (
        *(Flow.LOGIN, Flow.REAUTHENTICATE, Flow.SIGNUP, Flow.VERIFY_EMAIL),
        *(Flow.PASSWORD_RESET_BY_CODE, Flow.PROVIDER_SIGNUP),
        *(Flow.MFA_AUTHENTICATE, Flow.MFA_REAUTHENTICATE, Flow.MFA_LOGIN_WEBAUTHN),
    )
]
METHODS: Final = frozenset({"get", "post", "put", "patch", "delete"})
TAGS: Final = {
    "Authentication": "Sign up, log in, log out, reset a password (django-allauth).",
    "Sessions": "The devices on which one is logged in (django-allauth).",
    "Configuration": "What a front end needs to know of all this (django-allauth).",
}
# Their answers have tokens, once somebody is signed in.
DELIVERING: Final = frozenset(
    f"{MOUNT}/{path}"
    for path in (
        *("auth/login", "auth/signup", "auth/email/verify", "auth/reauthenticate"),
        *("auth/provider/callback", "auth/provider/signup", "account/password/change"),
        *("auth/2fa/authenticate", "auth/webauthn/authenticate", "auth/webauthn/login"),
    )
)
DELIVERY: Final = {
    "name": HEADER,
    "in": "header",
    "description": (
        "`cookie`: for front ends in a browser, on known origins. The answer has the access token"
        " only; the refresh token goes into a cookie for `tokens/cookie`, which no script can read."
    ),
    "schema": {"type": "string", "enum": [VALUE]},
}
# Answers of allauth's that its document leaves out: no log-in is pending, or something is missing.
UNSAID: Final = (
    ("/auth/webauthn/authenticate", "get", "401"),
    ("/auth/webauthn/authenticate", "post", "401"),
    ("/account/authenticators/webauthn", "post", "400"),
    ("/account/authenticators/webauthn", "put", "400"),
    ("/account/authenticators/webauthn", "delete", "400"),
)
SIGNED_IN: Final = (
    *("/account/", "/auth/session", "/auth/reauthenticate"),
    *("/auth/2fa/reauthenticate", "/auth/webauthn/reauthenticate"),
)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """`Authorization: Bearer <token>`."""

    target_class = "users.tokens.TokenAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> Document:
        """Return the security scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": (
                "The access token of a log-in, a guest's token, or an access token (`vp_…`), which"
                " must have the scope that the operation lists here. `session`: none has it."
            ),
        }


def add_allauth(
    result: Document, generator: SchemaGenerator, request: Request | None, public: bool
) -> Document:
    """Add allauth's own document with the paths it has here. A post-processing hook."""
    theirs = _renamed(_allauth_document())
    for path, item in theirs["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                _tidy(path, method, operation)
    result["paths"] |= theirs["paths"]
    for kind, name in sorted(_needed(theirs)):
        result["components"].setdefault(kind, {})[name] = theirs["components"][kind][name]
    result["tags"] += [{"name": name, "description": text} for name, text in TAGS.items()]
    return result


def _allauth_document() -> Document:
    """Return allauth's document, made as its `get_schema` does but for the routes as mounted here.

    `get_schema` derives the mount point from the URL of its own document view, which we don't have.
    """
    text = files("allauth.headless.spec").joinpath("doc/openapi.yaml").read_text(encoding="utf-8")
    document: Document = yaml.safe_load(text)
    allauth_schema.specify_user(document)
    allauth_schema.pin_client(document)
    allauth_schema.drop_unused_client_parameter(document)
    allauth_schema.specify_signup_fields(document)
    allauth_schema.specify_custom_signup_form(document)
    # What allauth 65.21 answers but its document leaves out.
    schemas = document["components"]["schemas"]
    schemas["Flow"]["properties"] |= {
        "id": {"type": "string", "enum": FLOWS},
        "is_pending": {"type": "boolean"},
    }
    schemas["BaseAuthenticationMeta"]["properties"]["refresh_token"] = {
        "type": "string",
        "description": "The refresh token that comes with each new `access_token`.",
    }
    # People log in with their address: names and phone numbers are off.
    schemas["Login"] = {
        "type": "object",
        "required": ["email", "password"],
        "properties": {name: {"$ref": REF + name.title()} for name in ("email", "password")},
    }
    # The app's client gets a new session's tokens with the new password.
    paths = {path.replace("/_allauth/app/v1", ""): item for path, item in document["paths"].items()}
    changed = paths["/account/password/change"]["post"]["responses"]
    changed["200"] = paths["/auth/login"]["post"]["responses"]["200"]
    for path, method, status in UNSAID:
        paths[path][method]["responses"][status] = paths["/auth/login"]["post"]["responses"][status]
    # The code of a reset belongs to the session in which it was asked for.
    for operation in paths["/auth/password/reset"].values():
        token = {"$ref": "#/components/parameters/SessionToken"}
        operation["parameters"] = [token, *operation.get("parameters", ())]
    mounted = {
        path.replace("/_allauth/app/v1", MOUNT): item for path, item in document["paths"].items()
    }
    document["paths"] = {path: item for path, item in mounted.items() if _exists(path)}
    add_providers(document, MOUNT)
    _add_picture(document["components"]["responses"]["TOTPAuthenticatorNotFound"])
    return document


def _add_picture(answer: Document) -> None:
    """Describe what users.second_factor_views adds."""
    meta = answer["content"]["application/json"]["schema"]["properties"]["meta"]
    meta["required"].append("totp_picture")
    meta["properties"]["totp_picture"] = {
        "type": "string",
        "description": "`totp_url` as a QR code: an SVG in a `data:` URL.",
    }


def _exists(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _renamed(value: Any) -> Any:
    """Return a copy in OpenAPI 3.1 whose components have the prefix."""
    match value:
        case {"components": dict() as components, **rest}:
            prefixed = {
                kind: {f"{PREFIX}{name}": _renamed(item) for name, item in named.items()}
                for kind, named in components.items()
            }
            return {**{name: _renamed(item) for name, item in rest.items()}, "components": prefixed}
        case {"$ref": str() as reference}:
            place, _slash, name = reference.rpartition("/")
            return {"$ref": f"{place}/{PREFIX}{name}"}
        case {"nullable": True, "type": str() as kind, **rest}:
            return {**_renamed(rest), "type": [kind, "null"]}
        case dict():
            return {name: _renamed(item) for name, item in value.items()}
        case list():
            return [_renamed(item) for item in value]
        case _:
            return value


def _tidy(path: str, method: str, operation: Document) -> None:
    words = [word for step in path.removeprefix(MOUNT).split("/") for word in step.split("-")]
    operation["operationId"] = method + "".join(word.capitalize() for word in words)
    operation["tags"] = [tag.partition(":")[0] for tag in operation["tags"]]
    if path in DELIVERING and method == "post":
        operation["parameters"] = [*operation.get("parameters", ()), DELIVERY]
    signed_in = path.removeprefix(MOUNT).startswith(SIGNED_IN)
    operation["security"] = [{TokenScheme.name: []}] if signed_in else []


def _references(value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case {"$ref": str() as reference}:
            kind, name = reference.split("/")[-2:]
            yield kind, name
        case dict():
            for item in value.values():
                yield from _references(item)
        case list():
            for item in value:
                yield from _references(item)


def _needed(document: Document) -> set[tuple[str, str]]:
    """Return the components that the paths refer to, directly or not."""
    needed: set[tuple[str, str]] = set()
    left = list(_references(document["paths"]))
    while left:
        kind, name = component = left.pop()
        if component not in needed:
            needed.add(component)
            left.extend(_references(document["components"][kind][name]))
    return needed
