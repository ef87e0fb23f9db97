"""What the OpenAPI document says about every operation: tags, errors, headers, parameters."""

from typing import Any, Final

from videoplanet.api.drawings import PARAMETER
from videoplanet.api.errors import CONTENT_TYPE

type Document = dict[str, Any]

TAGS: Final = {
    "Projects": "What a team reviews together.",
    "Members": "Who is in a project, and in which role.",
    "Videos": "Videos, their upload in parts, and playback.",
    "Feedback": "What must change at a moment of a video.",
    "Invitations": "Outsiders come in as guests, from a mail, without an account.",
    "Share links": "Links by which several people come in as guests.",
    "Comments": "Threads under feedback, mentions and reactions.",
    "Exports": "Feedback as markers for editing programs, and as tables, documents and subtitles.",
    "GraphQL": "The same resources, and what hangs on them, in one request. Read-only.",
    "Webhooks": "Events of a project, sent to other systems: docs/integrations.md.",
    "Imports": "Feedback from files of other programs.",
    "Events": "The log of what happened in a project.",
    "Notifications": "What you are told about, across all your projects.",
    "Account": "Your own account.",
    "Tokens": "Access and refresh tokens of a log-in.",
    "Access tokens": "What programs send instead of a log-in.",
    "Measurements": "What pages measure in browsers.",
}

ERRORS: Final = {
    400: ("BadRequest", "Bad input: `errors` names each field."),
    401: ("Unauthorized", "Signed out, or the token is bad, expired or revoked."),
    403: (
        "Forbidden",
        "You can see it, but your role, or the scope of your access token, does not allow this.",
    ),
    404: ("NotFound", "It does not exist, or you may not see it."),
    406: ("NotAcceptable", "`Accept` names no media type of this answer."),
    409: ("Conflict", "The present state does not allow this."),
    410: ("Gone", "The log does not reach back that far: read everything again."),
    412: ("PreconditionFailed", "`If-Match` names another version than the present one."),
    413: ("ContentTooLarge", "The body is too large."),
    415: ("UnsupportedMediaType", "The body is of another media type."),
    422: ("IdempotencyKeyReused", "The `Idempotency-Key` was used before with another body."),
    429: (
        "TooManyRequests",
        "Too many writes in a minute, attempts at a secret, or mails in a day.",
    ),
    503: (
        "Unavailable",
        "A service that the API needs does not answer, or others are writing here.",
    ),
}

DESCRIPTIONS: Final = {
    "200": "Done.",
    "201": "Created.",
    "202": "Accepted; it will be done soon.",
    "204": "Done; the body is empty.",
    "302": "For a browser: redirects to the front end.",
    "304": "Nothing has changed.",
}

_TEXT: Final = {"type": "string"}
PROBLEM: Final[Document] = {
    "type": "object",
    "description": "Every error (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "errors", "instance"],
    "properties": {
        "type": {**_TEXT, "format": "uri-reference", "description": "`about:blank`."},
        "title": {**_TEXT, "description": "The status in words."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {**_TEXT, "description": "For people, in their language."},
        "code": {**_TEXT, "description": "For programs; it stays the same."},
        "errors": {
            "type": "array",
            "description": "What is wrong with the input; empty for other errors.",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {**_TEXT, "description": "A path: `drawing_data.shapes[3].type`."},
                    "code": _TEXT,
                    "message": _TEXT,
                },
            },
        },
        "instance": {
            **_TEXT,
            "format": "uri-reference",
            "description": "`urn:request:` and the request's id, which the log has too.",
        },
    },
}

HEADERS: Final[Document] = {
    "ETag": {
        "description": "The version: for `If-None-Match`, and for `If-Match` on changes.",
        "required": True,
        "schema": _TEXT,
    },
    "X-Project-Seq": {
        "description": "The seq of the project's newest event that the answer includes.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "X-Unread-Count": {
        "description": "How many of your notifications are unread.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "X-User-Seq": {
        "description": "The seq of your own stream's newest event that the answer includes.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "Link": {
        "description": 'The next page, if there is one: `<…>; rel="next"` (RFC 8288).',
        "schema": _TEXT,
    },
    "Cache-Status": {
        "description": (
            "Where a list comes from (RFC 9211): `lists; hit` from the memory of the process,"
            " `lists; fwd=stale` likewise but for what has changed, `lists; fwd=uri-miss` from the"
            " database."
        ),
        "schema": _TEXT,
    },
    "RateLimit": {
        "description": "What is left (`r`), and the seconds until the quota is full again (`t`).",
        "schema": _TEXT,
    },
    "RateLimit-Policy": {
        "description": "The quota (`q`) and its window in seconds (`w`).",
        "schema": _TEXT,
    },
    "Retry-After": {
        "description": "Seconds to wait before the next attempt.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "Set-Cookie": {
        "description": "The next refresh token, for this route only; scripts can't read it.",
        "schema": _TEXT,
    },
    "WWW-Authenticate": {
        "description": "`Bearer`; with the scope that an access token lacks (RFC 6750).",
        "schema": _TEXT,
    },
}

ERROR_HEADERS: Final = {
    401: ("WWW-Authenticate",),
    403: ("WWW-Authenticate",),
    429: ("Retry-After", "RateLimit", "RateLimit-Policy"),
    503: ("Retry-After",),
}

PARAMETERS: Final[Document] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": (
            "For a day the same key and body get the first answer again, and nothing is written"
            " twice."
        ),
        "schema": {**_TEXT, "pattern": "^[\\x21-\\x7e]{1,255}$"},
    },
    "Shapes": {
        "name": PARAMETER,
        "in": "query",
        "description": (
            "`path` for drawings with that shape. Without it the rectangle around each `path`"
            " takes its place, so that nobody receives a shape that they don't know."
        ),
        "schema": {**_TEXT, "enum": ["path"]},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "Change only this version (an `ETag`); `*` for any.",
        "schema": _TEXT,
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The `ETag` that you have: 304 if nothing has changed.",
        "schema": _TEXT,
    },
}


def error_responses() -> Document:
    """Return the components that operations refer to."""
    responses = {name: _error(text, status) for status, (name, text) in ERRORS.items()}
    responses["Error"] = _error("Anything else.")
    return responses


def _error(description: str, status: int = 0) -> Document:
    response: Document = {
        "description": description,
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if names := ERROR_HEADERS.get(status):
        response["headers"] = header_references(*names)
    return response


def header_references(*names: str) -> Document:
    """Return the headers of a response, which refer to the components."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
