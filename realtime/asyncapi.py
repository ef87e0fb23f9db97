"""The sockets as an AsyncAPI 3.0 document: docs/asyncapi.yaml.

Payloads are serializers (`realtime.catalogue`), described by drf-spectacular as in
docs/openapi.yaml: what both documents name is the same. Limits are the constants that the code
runs by. Directions are the server's, as AsyncAPI has them: it `send`s events.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from drf_spectacular.plumbing import (
    ComponentRegistry,
    build_mocked_view,
    normalize_result_object,
)
from drf_spectacular.utils import extend_schema

from eventlog.events import EphemeralEventType, EventType, PersonalEvent
from realtime import access_recheck, catalogue, consumers
from realtime.catalogue import Shape, payload_of, summary_of
from realtime.rooms import BUFFER_SIZE
from realtime.streaming import COMMENT_SECONDS, MEDIA_TYPE
from realtime.subscriptions import SEND_SECONDS
from videoplanet.api.schema import plain

type Document = dict[str, Any]

SEQ: Final[Document] = {"type": "integer", "minimum": 0}

DESCRIPTION: Final = f"""\
Every frame is one JSON object in one text frame. The handshake is always accepted: a refusal is an
immediate close with its code (`x-close-codes` of a channel) and no frame before it. Types and
fields that a client does not know may come with the next version: pass over them.

What has a `seq` is logged: numbered 1, 2, 3, … without holes in each stream, sent in that order,
none missing and none twice, and sent again to who comes back with `last_seq`. What has none is for
who is connected, at most once.

A client

- says `ping` at least every {access_recheck.PING_SECONDS:.0f} s,
- sends no frame over {consumers.FRAME_BYTES} bytes,
- sends at most {consumers.FRAMES_A_SECOND} frames a second,
- and at most {consumers.EPHEMERALS_A_SECOND} of `typing` and `cursor`: more of these are dropped.

docs/realtime.md explains; REST, with the same shapes, is in docs/openapi.yaml.
"""
STREAM: Final = f"""\
What happens in one project.

The same frames but `pong` and `error` come to who reads with EventSource:
`GET /api/v1/projects/{{project_id}}/events` with `Accept: {MEDIA_TYPE}`. `data` is the frame,
`event` the part of its type before the dot, `id` the `seq` of a logged event, a hyphen and the
`log_id`; `Last-Event-ID` resumes as `last_seq` does. Such a client says nothing: after
`connection.resync` it opens another stream. Where nothing happens, a comment comes every
{COMMENT_SECONDS:.0f} s. With `Accept: application/json` the same address lists the logged events.
"""

_BACK: Final = (
    f"come back with `last_seq`, after a random wait of up to {consumers.RETURN_SECONDS:.0f} s."
)
CLOSE_CODES: Final[dict[int, str]] = {
    1001: f"The server goes away: {_BACK}",
    1009: "A frame so large that the server did not read it.",
    consumers.AGAIN: f"The server goes away, or can't reach its database: {_BACK}",
    consumers.BAD_FRAME: "Not JSON, no text, or a type that is not in this document.",
    consumers.TOO_LARGE: f"A frame over {consumers.FRAME_BYTES} bytes.",
    consumers.TOO_MANY: f"More than {consumers.FRAMES_A_SECOND} frames within a second.",
    access_recheck.BAD_TOKEN: "No good token, or its session ended: come back with another one.",
    access_recheck.NO_PROJECT: "There is no such address, or project, or none of yours.",
    access_recheck.ACCESS_LOST: "Access was lost while connected: don't come back.",
    access_recheck.SILENT: (
        f"No `ping` for {settings.SOCKET_SILENCE:.0f} s: come back with `last_seq`."
    ),
    access_recheck.TOO_SLOW: (
        f"Nothing was taken for {SEND_SECONDS:.0f} s, or {BUFFER_SIZE} events are waiting: come"
        " back with `last_seq`. Where not even this gets through the connection is dropped (1006)."
    ),
}
OF_PROJECTS: Final = (access_recheck.NO_PROJECT, access_recheck.ACCESS_LOST)
"""What can't happen to one's own stream."""


class Shapes:
    """Schemas of serializers, each once, as drf-spectacular describes them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._registry: Any = ComponentRegistry()
        nothing: Any = extend_schema()
        self._view: Any = build_mocked_view("POST", "/", nothing, self._registry)

    def reference(self, shape: Shape) -> Document:
        """Return the `$ref` to a shape's schema."""
        found: Document = self._view.schema.resolve_serializer(shape, "response").ref
        return found

    def schemas(self) -> Document:
        """Return all that was referred to."""
        built: Document = plain(self._registry.build({})["schemas"])
        return built


def document() -> Document:
    """Return the document. Raises Undescribed for an event that the catalogue lacks."""
    shapes = Shapes()
    sent, own = _sent(shapes), _own(shapes)
    said, kept = _said(shapes), _kept()
    result = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "VideoPlanet realtime",
            "version": "1.0.0",
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {"service": _server()},
        "channels": {
            "project": _project([*sent, *said, *kept]),
            "notifications": _notifications([*own, *kept]),
        },
        "operations": {
            "tellOfProject": _operation("send", "project", sent),
            "hearInProject": _operation("receive", "project", [*said, *kept]),
            "tellPerson": _operation("send", "notifications", own),
            "hearPerson": _operation("receive", "notifications", kept),
        },
        "components": {
            "messages": {**sent, **own, **said, **kept},
            "schemas": shapes.schemas(),
            "securitySchemes": _security_schemes(),
        },
    }
    # As drf-spectacular ends too: translated texts and the like become plain ones.
    written: Document = normalize_result_object(result)  # type: ignore[no-untyped-call]
    return written


def _server() -> Document:
    schemes = ("query", "bearer")
    return {
        "host": "{host}",
        "protocol": "wss",
        "description": "`ws` where the service is reached without TLS, as on a laptop.",
        "variables": {
            "host": {"default": "review.example.com", "description": "That of `PUBLIC_URL`."}
        },
        "security": [{"$ref": f"#/components/securitySchemes/{name}"} for name in schemes],
    }


def _security_schemes() -> Document:
    return {
        "query": {
            "type": "httpApiKey",
            "in": "query",
            "name": "token",
            "description": "An access token, or a guest's: browsers send no headers here.",
        },
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    }


def _project(messages: Iterable[str]) -> Document:
    channel = _channel("/ws/projects/{project_id}", STREAM, messages, CLOSE_CODES)
    parameter = {"description": "The project's id, a UUID."}
    return channel | {"parameters": {"project_id": parameter}}


def _notifications(messages: Iterable[str]) -> Document:
    codes = (code for code in CLOSE_CODES if code not in OF_PROJECTS)
    about = "What one person is told of, over all of their projects, numbered by itself."
    return _channel("/ws/notifications", about, messages, codes)


def _channel(
    address: str, description: str, messages: Iterable[str], codes: Iterable[int]
) -> Document:
    last_seq = {**SEQ, "description": "The last `seq` one has: what came since is sent."}
    log_id = {"type": "string", "description": "The `log_id` that `last_seq` is of."}
    query = {"type": "object", "properties": {"last_seq": last_seq, "log_id": log_id}}
    return {
        "address": address,
        "description": description,
        "servers": [{"$ref": "#/servers/service"}],
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
        "bindings": {"ws": {"method": "GET", "query": query, "bindingVersion": "0.1.0"}},
        "x-close-codes": {str(code): CLOSE_CODES[code] for code in sorted(codes)},
    }


def _operation(action: str, channel: str, messages: Iterable[str]) -> Document:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "messages": [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in messages],
    }


def _message(
    type: str, summary: str, fields: Document, *, optional: Document | None = None
) -> Document:
    """Return a frame of this type; `fields` are those beside `type`."""
    return {
        "name": type,
        "summary": summary,
        "payload": {
            "type": "object",
            "required": ["type", *fields],
            "properties": {"type": {"const": type}, **fields, **(optional or {})},
        },
    }


def _sent(shapes: Shapes) -> Document:
    """Return what the server sends in a project."""
    return (
        {"connection.ready": _ready(catalogue.ProjectReady, shapes)}
        | _answers(shapes)
        | {event.value: _logged(event, shapes) for event in EventType}
        | {event.value: _told(event, shapes) for event in EphemeralEventType}
    )


def _own(shapes: Shapes) -> Document:
    """Return what the server sends to one person. Their `connection.ready` says less."""
    return (
        {"own.connection.ready": _ready(catalogue.OwnReady, shapes)}
        | _answers(shapes)
        | {event.value: _logged(event, shapes) for event in PersonalEvent}
    )


def _ready(shape: Shape, shapes: Shapes) -> Document:
    fields = {"seq": SEQ, "payload": shapes.reference(shape)}
    return _message("connection.ready", "First. `seq`: the newest event.", fields)


def _answers(shapes: Shapes) -> Document:
    resync, refusal = (shapes.reference(each) for each in (catalogue.Resync, catalogue.Refusal))
    return {
        "connection.resync": _message(
            "connection.resync",
            "No event comes until one has read everything anew, and says so by a `ping` with"
            " `seq`. Here `seq` is the newest event.",
            {"seq": SEQ, "payload": resync},
        ),
        "pong": _message("pong", "To a `ping`. `seq`: the newest that was sent.", {"seq": SEQ}),
        "error": _message(
            "error", "A frame was not taken; the connection stays.", {"payload": refusal}
        ),
    }


def _logged(event: StrEnum, shapes: Shapes) -> Document:
    fields = {
        "seq": {"type": "integer", "minimum": 1},
        "at": {"type": "string", "format": "date-time"},
        "actor": {"type": ["string", "null"], "format": "uuid", "description": "Who did it."},
        "payload": shapes.reference(payload_of(event)),
    }
    return _message(event.value, "Logged.", fields)


def _told(event: EphemeralEventType, shapes: Shapes) -> Document:
    fields = {"payload": shapes.reference(payload_of(event))}
    return _message(event.value, summary_of(event), fields)


def _said(shapes: Shapes) -> Document:
    """Return what is said in a project; what becomes of it for the others has a `user_id` more."""
    shapes_of: dict[EphemeralEventType, Shape] = {
        EphemeralEventType.TYPING: catalogue.SaidTyping,
        EphemeralEventType.CURSOR: catalogue.SaidCursor,
    }
    summary = "From reviewers and above. All who are connected get it, oneself too."
    return {
        f"said.{event}": _message(event.value, summary, {"payload": shapes.reference(payload)})
        for event, payload in shapes_of.items()
    }


def _kept() -> Document:
    """Return what keeps a connection."""
    read = {
        **SEQ,
        "description": "Ends a resync: the `X-Project-Seq` (or `X-User-Seq`) of what was read.",
    }
    token = {"type": "string"}
    return {
        "ping": _message("ping", "Answered by `pong`.", {}, optional={"seq": read}),
        "auth.refresh": _message(
            "auth.refresh",
            "Another token of the same person's, before the one in use ends. Not answered.",
            {"token": token},
        ),
    }
