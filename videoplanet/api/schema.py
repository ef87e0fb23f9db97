"""The OpenAPI document: what drf-spectacular can't see in serializers and views is added here.

The conventions of the API are the rule (errors, versions, limits), so an operation gets them
without saying so; the few that depart from them are named below. Tests hold real answers against
the document: a header or a status that it doesn't declare fails there.
"""

from collections.abc import Iterator
from typing import Any, Final

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request

from videoplanet.api.errors import CONTENT_TYPE

type Document = dict[str, Any]
type Operation = dict[str, Any]

TAGS: Final = {
    "Projects": "What a team reviews together.",
    "Members": "Who is in a project, and in which role.",
    "Videos": "Videos, their upload in parts, and playback.",
    "Feedback": "What must change at a moment of a video.",
    "Invitations": "Outsiders come in as guests, from a mail, without an account.",
    "Share links": "Links by which several people come in as guests.",
    "Comments": "Threads under feedback, mentions and reactions.",
    "Events": "The log of what happened in a project.",
    "Notifications": "What one is told of, over all of one's projects.",
    "Account": "Oneself.",
    "Tokens": "Access and refresh tokens.",
}

# Answers that aren't the state of one resource or list: they have no ETag.
WITHOUT_TAG: Final = frozenset(
    {
        "addFeedbackReaction",
        "addReaction",
        "enterShareLink",
        "exchangeTokens",
        "getPlayback",
        "getUpload",
        "markNotificationsRead",
        "removeFeedbackReaction",
        "removeReaction",
        "renewGuest",
        "sendInvitations",
        "updateFeedbacks",
        "upload",
        "uploadScreenshot",
        "verifyInvitation",
    }
)
# Answers about no project, or about several.
WITHOUT_SEQ: Final = frozenset(
    {
        "addFeedbackReaction",
        "addReaction",
        "enterShareLink",
        "exchangeTokens",
        "getMe",
        "getNotificationPreferences",
        "listNotifications",
        "listProjects",
        "markNotificationsRead",
        "putAvatar",
        "putNotificationPreferences",
        "removeFeedbackReaction",
        "removeReaction",
        "renewGuest",
        "sendInvitations",
        "updateMe",
        "upload",
        "uploadScreenshot",
        "verifyInvitation",
    }
)
# Changes that don't start from a version of what they change.
WITHOUT_IF_MATCH: Final = frozenset(
    {
        "deleteAvatar",
        "removeFeedbackReaction",
        "removeReaction",
        "updateFeedbacks",
        "updateMe",
    }
)
# What lists of one's own say of their state.
OWN_STATE: Final = {"listNotifications": ("X-Unread-Count", "X-User-Seq")}
# Reads that not everybody in the project may do.
RESTRICTED_READS: Final = frozenset(
    {"getInvitation", "getUpload", "listInvitations", "listShareLinks"}
)
# Reads that depend on how far an upload is.
CONDITIONAL_READS: Final = frozenset({"getPlayback", "getUpload"})
# Reads that are counted, and whose answer is a 200 whatever is asked for.
COUNTED_READS: Final = frozenset({"verifyInvitation"})
# Reads of what may be gone.
REPLAYS: Final = frozenset({"listEvents"})

ERRORS: Final = {
    400: ("BadRequest", "Bad input: `errors` names each field."),
    401: ("Unauthorized", "Signed out, or the token is bad, expired or revoked."),
    403: ("Forbidden", "One sees it, but one's role does not allow this."),
    404: ("NotFound", "There is no such thing, or one may not see it."),
    406: ("NotAcceptable", "`Accept` names nothing that there is."),
    409: ("Conflict", "The state of things does not allow this now."),
    410: ("Gone", "The log does not reach back that far: read everything anew."),
    412: ("PreconditionFailed", "`If-Match` names another version than there is."),
    413: ("ContentTooLarge", "The body is too large."),
    415: ("UnsupportedMediaType", "The body is of another media type."),
    422: ("IdempotencyKeyReused", "The `Idempotency-Key` came before with another body."),
    429: ("TooManyRequests", "Too many writes within a minute, or tries, or mails of a day."),
    503: ("Unavailable", "Something behind the API does not answer, or others write here."),
}

DESCRIPTIONS: Final = {
    "200": "Done.",
    "201": "Made.",
    "202": "Taken on.",
    "204": "Gone.",
    "302": "For a browser: on to the front end.",
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
        "description": "The newest event of the project that the answer has seen.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "X-Unread-Count": {
        "description": "How many of one's notifications are unread.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "X-User-Seq": {
        "description": "The newest event of one's own stream that the answer has seen.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "Link": {
        "description": 'The next page, if there is one: `<…>; rel="next"` (RFC 8288).',
        "schema": _TEXT,
    },
    "RateLimit": {
        "description": "What is left (`r`), and the seconds until all of it is again (`t`).",
        "schema": _TEXT,
    },
    "RateLimit-Policy": {
        "description": "The quota (`q`) and its window in seconds (`w`).",
        "schema": _TEXT,
    },
    "Retry-After": {
        "description": "Seconds until another try makes sense.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "WWW-Authenticate": {"description": "`Bearer`.", "schema": _TEXT},
}

ERROR_HEADERS: Final = {
    401: ("WWW-Authenticate",),
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
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "Change only this version (an `ETag`); `*` for any.",
        "schema": _TEXT,
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The `ETag` that one has: 304 if nothing has changed.",
        "schema": _TEXT,
    },
}


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
    components["responses"] = _error_responses()
    result["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    for path, method, handler in _handlers(generator):
        _complete_operation(result["paths"][path][method], path, method, handler)
    cleaned: Document = plain(result)
    return cleaned


def plain(value: Any) -> Any:
    """Drop what only drf-spectacular has a use for, or what says nothing in JSON."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: plain(each)
        for name, each in value.items()
        # Every number of JSON has double precision; `readOnly` would make a field of a response
        # one that requests have without it.
        if name not in ("x-spec-enum-id", "readOnly") and (name, each) != ("format", "double")
    }


def _error_responses() -> Document:
    responses = {name: _error(text, status) for status, (name, text) in ERRORS.items()}
    responses["Error"] = _error("Anything else.")
    return responses


def _error(description: str, status: int = 0) -> Document:
    response: Document = {
        "description": description,
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if names := ERROR_HEADERS.get(status):
        response["headers"] = _headers(*names)
    return response


def _headers(*names: str) -> Document:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _handlers(generator: SchemaGenerator) -> Iterator[tuple[str, str, Any]]:
    """Yield path, method and the view's method of each of our operations."""
    endpoints: Any = generator.endpoints  # with the route's regex, beside what its stub says
    for path, _regex, method, callback in endpoints:
        if actions := getattr(callback, "actions", None):
            yield path, method.lower(), getattr(callback.cls, actions[method.lower()])


def _complete_operation(operation: Operation, path: str, method: str, handler: Any) -> None:
    name = operation["operationId"]
    _say_in_short(operation)
    keyed = getattr(handler, "takes_idempotency_key", False)
    matches = method in ("patch", "delete") and name not in WITHOUT_IF_MATCH
    tagged = name not in WITHOUT_TAG
    if keyed:
        _add_parameter(operation, "IdempotencyKey")
    if matches:
        _add_parameter(operation, "IfMatch")
    if method == "get" and tagged:
        _add_parameter(operation, "IfNoneMatch")
        operation["responses"]["304"] = {}
    # drf-spectacular writes {} where nobody has to sign in.
    operation["security"] = [each for each in operation.get("security", []) if each]
    signed_in = bool(operation["security"])
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    _add_headers(operation, method)
    codes = {406, 503, *_codes(operation, path, method)}
    codes |= {
        status
        for status, given in ((400, keyed), (401, signed_in), (412, matches), (422, keyed))
        if given
    }
    if not signed_in:
        codes.add(401)
        codes.discard(403)
    for status in sorted(codes):
        operation["responses"][str(status)] = _reference(ERRORS[status][0])
    operation["responses"]["default"] = _reference("Error")


def _reference(response: str) -> Document:
    return {"$ref": f"#/components/responses/{response}"}


def _add_parameter(operation: Operation, name: str) -> None:
    operation.setdefault("parameters", []).append({"$ref": f"#/components/parameters/{name}"})


def _say_in_short(operation: Operation) -> None:
    """Make the docstring's first line the summary where there is none."""
    first, _blank, rest = operation.get("description", "").partition("\n")
    if "summary" not in operation:
        operation["summary"] = first.removesuffix(".")
        operation["description"] = rest.strip()
    if not operation["description"]:
        del operation["description"]


def _codes(operation: Operation, path: str, method: str) -> set[int]:
    """Return the errors that can come of what the operation takes and does."""
    name, has_body = operation["operationId"], "requestBody" in operation
    query = [each for each in operation.get("parameters", ()) if each.get("in") == "query"]
    codes = set()
    if has_body or query:
        codes.add(400)
    if has_body:
        codes |= {413, 415}
    if method != "get":
        codes |= {403, 409, 429}
    if name in RESTRICTED_READS:
        codes.add(403)
    if name in CONDITIONAL_READS:
        codes.add(409)
    if name in REPLAYS:
        codes.add(410)
    # What a query requires is whose rows to list.
    if name in COUNTED_READS:
        codes.add(429)
    elif "{" in path or any(each.get("required") for each in query):
        codes.add(404)
    return codes


def _add_headers(operation: Operation, method: str) -> None:
    """Declare what the good answers carry, and describe them."""
    name = operation["operationId"]
    paged = any(each.get("name") == "cursor" for each in operation.get("parameters", ()))
    for status, response in operation["responses"].items():
        response["description"] = DESCRIPTIONS[status]
        counted = method != "get" or name in COUNTED_READS
        names = ["RateLimit", "RateLimit-Policy"] if counted else []
        if status != "204":
            names += [] if name in WITHOUT_TAG else ["ETag"]
            names += [] if name in WITHOUT_SEQ else ["X-Project-Seq"]
        names += OWN_STATE.get(name, ())
        if paged and status == "200":
            names.append("Link")
        if names:
            response["headers"] = _headers(*sorted(names))
