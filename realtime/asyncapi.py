"""The catalogue of the sockets as an AsyncAPI 3.0 document: docs/asyncapi.yaml.

Shapes come from serializers, through drf-spectacular as in docs/openapi.yaml: what both name is
the same. Directions are the server's, as AsyncAPI has them: it `send`s events.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

from drf_spectacular.drainage import reset_generator_stats
from drf_spectacular.plumbing import (
    ComponentRegistry,
    build_mocked_view,
    normalize_result_object,
    sanitize_result_object,
)
from drf_spectacular.utils import extend_schema

from realtime import catalogue, consumers, watching
from realtime.catalogue import Shape, payload_of
from realtime.events import EventType, PersonalEvent, ToldEvent
from videoplanet.api.schema import plain

type Document = dict[str, Any]

ID: Final[Document] = {"type": "string", "format": "uuid"}
SEQ: Final[Document] = {"type": "integer", "minimum": 0}

CLOSE_CODES: Final[dict[int, str]] = {
    1001: "The server goes away: come back with `last_seq`, after a random wait of up to 5 s.",
    1009: "A frame far over 8 KiB.",
    consumers.AGAIN: "As 1001.",
    consumers.BAD_FRAME: "Not JSON, or a frame that is not in this document.",
    watching.BAD_TOKEN: "No good token, or its session ended: come back with another one.",
    watching.ACCESS_LOST: "Access was lost while connected: don't come back.",
    watching.NO_PROJECT: "No such project, or none of yours: don't come back.",
    consumers.SILENT: f"No `ping` for {consumers.SILENCE:.0f} s.",
    consumers.TOO_LARGE: f"A frame over {consumers.FRAME_BYTES // 1024} KiB.",
    consumers.TOO_MANY: f"More than {consumers.FRAMES_A_SECOND} frames a second.",
    consumers.TOO_SLOW: "Read too slowly: come back with `last_seq`.",
}

DESCRIPTION: Final = """\
Every frame is one JSON object in one text frame. The handshake is always accepted; a refusal is an
immediate close with its code (`x-close-codes`) and no frame before it. A client knows no more than
is listed here: types that it does not know, and fields, may come with the next version.
"""


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
        built: Document = self._registry.build({})["schemas"]
        return built


def document() -> Document:
    """Return the document. Raises LookupError for an event without a payload."""
    reset_generator_stats()  # type: ignore[no-untyped-call]
    shapes = Shapes()
    sent, own = _sent(shapes), _own(shapes)
    said, kept = _said(shapes), _kept()
    result = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "VideoPlanet events",
            "version": "1.0.0",
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {"service": _server()},
        "channels": {
            "project": _channel(
                "/ws/projects/{project_id}", "What happens in one project.", [*sent, *said, *kept]
            )
            | {"parameters": {"project_id": {"description": "The project's id."}}},
            "notifications": _channel(
                "/ws/notifications", "What one person is told of.", [*own, *kept]
            ),
        },
        "operations": {
            "tellOfProject": _operation("send", "project", sent),
            "hearInProject": _operation("receive", "project", [*said, *kept]),
            "tellPerson": _operation("send", "notifications", own),
            "hearPerson": _operation("receive", "notifications", kept),
        },
        "components": {
            "messages": {**sent, **own, **said, **kept},
            "schemas": plain(shapes.schemas()),
            "securitySchemes": {
                "query": {"type": "httpApiKey", "in": "query", "name": "token"},
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            },
        },
    }
    return _written(result)


def frame_schema(whole: Document, type: str) -> Document | None:
    """Return the schema of a frame of this type, from a document; None if it has none."""
    messages: Document = whole["components"]["messages"]
    message = messages.get(type)
    return message and message["payload"]


def _written(result: Document) -> Document:
    # Both are drf-spectacular's last steps too: plain types, in one order.
    normalized = normalize_result_object(result)  # type: ignore[no-untyped-call]
    clean: Document = sanitize_result_object(normalized)  # type: ignore[no-untyped-call]
    return clean


def _server() -> Document:
    return {
        "host": "{host}",
        "protocol": "wss",
        "description": "`ws` where the service is reached without TLS, on a laptop.",
        "variables": {"host": {"default": "review.example.com", "description": "PUBLIC_URL's."}},
        "security": [
            {"$ref": "#/components/securitySchemes/query"},
            {"$ref": "#/components/securitySchemes/bearer"},
        ],
    }


def _channel(address: str, description: str, messages: Iterable[str]) -> Document:
    query = {
        "type": "object",
        "properties": {
            "token": {
                "type": "string",
                "description": "Access or guest token; or in `Authorization: Bearer`.",
            },
            "last_seq": {**SEQ, "description": "The last seq one has: what came since is sent."},
            "log_id": {"type": "string", "description": "Which log `last_seq` is of."},
        },
    }
    return {
        "address": address,
        "description": description,
        "servers": [{"$ref": "#/servers/service"}],
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
        "bindings": {"ws": {"method": "GET", "query": query, "bindingVersion": "0.1.0"}},
        "x-close-codes": {str(code): CLOSE_CODES[code] for code in sorted(CLOSE_CODES)},
    }


def _operation(action: str, channel: str, messages: Iterable[str]) -> Document:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "messages": [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in messages],
    }


def _sent(shapes: Shapes) -> Document:
    """Return what the server sends in a project."""
    return (
        _connection(shapes)
        | {event.value: _logged(event, shapes) for event in EventType}
        | {event.value: _told(event, shapes) for event in ToldEvent}
    )


def _own(shapes: Shapes) -> Document:
    """Return what the server sends to one person."""
    return _connection(shapes) | {
        event.value: _logged(event, shapes) for event in PersonalEvent
    }


def _connection(shapes: Shapes) -> Document:
    ready, resync = (shapes.reference(each) for each in (catalogue.Ready, catalogue.Resync))
    return {
        "connection.ready": _message(
            "The first frame. `seq`: the newest event.",
            {"seq": SEQ, "payload": ready},
        ),
        "connection.resync": _message(
            "No event comes until everything was read anew and a `ping` says with `seq` of when:"
            " the `X-Project-Seq` of what was read.",
            {"seq": SEQ, "payload": resync},
        ),
        "pong": _message("The answer to `ping`. `seq`: the newest that was sent.", {"seq": SEQ}),
        "error": _message(
            "Something was not done; the connection stays.",
            {"payload": shapes.reference(catalogue.Refusal)},
        ),
    }


def _logged(event: StrEnum, shapes: Shapes) -> Document:
    fields = {
        "seq": {"type": "integer", "minimum": 1},
        "at": {"type": "string", "format": "date-time"},
        "actor": {"type": ["string", "null"], "format": "uuid"},
        "payload": shapes.reference(payload_of(event)),
    }
    return _message("Logged: numbered without holes, replayed from `last_seq`.", fields)


def _told(event: ToldEvent, shapes: Shapes) -> Document:
    fields = {"payload": shapes.reference(payload_of(event))}
    return _message("Not logged: for who is connected now, at most once.", fields)


def _said(shapes: Shapes) -> Document:
    """Return what only a project's client says; the names differ from what becomes of it."""
    typing, cursor = (shapes.reference(each) for each in (catalogue.SaidTyping, catalogue.SaidCursor))
    return {
        "said.typing": _message("Reviewers and above.", {"payload": typing}, type="typing"),
        "said.cursor": _message("Reviewers and above.", {"payload": cursor}, type="cursor"),
    }


def _kept() -> Document:
    """Return what keeps a connection."""
    again = {**SEQ, "description": "Ends a resync: delivery starts behind it."}
    return {
        "ping": _message("At least every 60 s.", {}, may={"seq": again}),
        "auth.refresh": _message(
            "Another token of the same person, before the one in use ends.",
            {"token": {"type": "string"}},
        ),
    }
