"""What `users.provider_views` has beside allauth's own, for allauth's document."""

from typing import Any, Final

type Document = dict[str, Any]

TAG: Final = "Authentication: Providers"
SESSION_TOKEN: Final = {"$ref": "#/components/parameters/SessionToken"}
GOING: Final = {
    "type": "object",
    "required": ["status", "data"],
    "properties": {
        "status": {"$ref": "#/components/schemas/StatusOK"},
        "data": {
            "type": "object",
            "required": ["url"],
            "properties": {"url": {"type": "string", "format": "uri"}},
        },
        "meta": {"$ref": "#/components/schemas/BaseAuthenticationMeta"},
    },
}
SWITCHED_OFF: Final = "provider_token"
"""A flow that is switched off."""


def add_providers(document: Document, base: str) -> None:
    """Describe the two routes of a sign-in under `base`; correct what allauth says of others."""
    paths = document["paths"]
    paths[f"{base}/auth/provider/redirect"] = {"post": _begin()}
    paths[f"{base}/auth/provider/callback"] = {"post": _finish()}
    for operation in paths[f"{base}/auth/provider/signup"].values():
        operation["parameters"] = [SESSION_TOKEN, *operation.get("parameters", ())]
    schemas = document["components"]["schemas"]
    schemas["Provider"]["properties"]["flows"]["items"]["enum"].remove(SWITCHED_OFF)
    example = schemas["ConfigurationResponse"]["example"]["data"]["socialaccount"]
    example["providers"] = [{"id": "google", "name": "Google", "flows": ["provider_redirect"]}]


def _begin() -> Document:
    return {
        "tags": [TAG],
        "summary": "Begin to sign in with another service",
        "description": (
            "The answer has the address to send the person to, with PKCE, state and nonce, and for"
            " who is not signed in a session token. The service sends the person back to"
            " `callback_url`, which it must know too. To connect a service to one's account"
            " (`connect`), sign in first."
        ),
        "parameters": [SESSION_TOKEN],
        "requestBody": _body(
            {
                "provider": {"type": "string", "maxLength": 30, "example": "google"},
                "process": {"type": "string", "enum": ["login", "connect"]},
                "callback_url": {
                    "type": "string",
                    "format": "uri",
                    "maxLength": 500,
                    "description": "A page of a known origin.",
                    "example": "https://app.example.com/login/callback",
                },
            },
            ("provider", "process", "callback_url"),
        ),
        "responses": {
            "200": _answer("Where to go.", GOING),
            "400": _refers("Bad input, or the service does not answer.", "ErrorResponse"),
            "401": _refers("To connect: sign in or confirm.", "AuthenticationResponse"),
        },
    }


def _finish() -> Document:
    return {
        "tags": [TAG],
        "summary": "Finish a sign-in with another service",
        "description": (
            "Takes what the service has added to the `callback_url`, once, within ten minutes, with"
            " the session token of the beginning (to connect: the access token). Answers as a"
            " log-in does. Codes of a 400: `sign_in_expired`, `sign_in_failed`, `email_taken`,"
            " `connected_other`."
        ),
        "parameters": [SESSION_TOKEN],
        "requestBody": _body(
            {
                "provider": {"type": "string", "maxLength": 30, "example": "google"},
                "code": {"type": "string", "maxLength": 4000},
                "state": {"type": "string", "maxLength": 100},
                "iss": {"type": "string", "maxLength": 500, "description": "RFC 9207."},
            },
            ("provider", "code", "state"),
        ),
        "responses": {
            "200": {"$ref": "#/components/responses/Authenticated"},
            "400": _refers("Why it did not work.", "ErrorResponse"),
            "401": _refers(
                "A step is pending: `verify_email`, `provider_signup` (no address came) or"
                " `mfa_authenticate`.",
                "AuthenticationResponse",
            ),
        },
    }


def _body(properties: Document, required: tuple[str, ...]) -> Document:
    schema = {"type": "object", "required": list(required), "properties": properties}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _answer(description: str, schema: Document) -> Document:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _refers(description: str, name: str) -> Document:
    return _answer(description, {"$ref": f"#/components/schemas/{name}"})
