"""Describes the WebSockets as an AsyncAPI 3.0 document: docs/asyncapi.yaml.

Payloads are serializers (`realtime.catalogue`), which drf-spectacular describes as it does in
docs/openapi.yaml: a name means the same in both documents. Limits are the constants that the code
runs by. As AsyncAPI wants it, directions are the server's: the server `send`s events.
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
from realtime import catalogue, stream_consumer
from realtime.catalogue import Shape, payloads_of, summary_of
from realtime.close_codes import CloseCode
from realtime.ephemeral import SAID
from realtime.rooms import BUFFER_SIZE
from realtime.schema_names import named_choices, named_frames
from realtime.streaming import COMMENT_SECONDS, MEDIA_TYPE
from realtime.subscriptions import SEND_TIMEOUT
from videoplanet.api.schema import plain
from videoplanet.api.schema_parts import PARAMETERS

type Document = dict[str, Any]

SEQ: Final[Document] = {"type": "integer", "minimum": 0}

DESCRIPTION: Final = f"""\
Every frame is one JSON object in one text frame. The handshake is always accepted: a refusal is an
immediate close with its code (`x-close-codes` of a channel) and no frame before it. The next
version may add types and fields: a client must ignore those that it does not know.

An event with a `seq` is logged. In each stream these events are numbered 1, 2, 3, … without holes;
they are sent in that order, none is missing, none comes twice, and a client that comes back with
`last_seq` receives those that it has missed. An event without a `seq` is sent at most once, to the
clients that are connected.

A client

- sends a `ping` at least every {stream_consumer.PING_SECONDS:.0f} s,
- sends no frame over {stream_consumer.FRAME_BYTES} bytes,
- sends at most {stream_consumer.FRAMES_PER_SECOND} frames a second,
- sends at most {stream_consumer.EPHEMERAL_PER_SECOND} `typing`, `cursor` and `follow` frames a
  second, and {stream_consumer.PLAYBACK_PER_SECOND} `playback` frames (more of these are dropped).

docs/realtime.md explains all of this. REST, whose shapes are the same, is in docs/openapi.yaml.
"""
STREAM: Final = f"""\
What happens in one project.

A client with EventSource receives the same frames, except `pong` and `error`, from
`GET /api/v1/projects/{{project_id}}/events` with `Accept: {MEDIA_TYPE}`. There `data` is the frame
and `event` the part of its type before the dot; a logged event has an `id`, which is its `seq`, a
hyphen and the `log_id`. `Last-Event-ID` resumes as `last_seq` does. Such a client sends nothing:
after `connection.resync` it opens another stream. While nothing happens, a comment is sent every
{COMMENT_SECONDS:.0f} s. With `Accept: application/json` the same address lists the logged events.
"""

_COME_BACK: Final = (
    "come back with `last_seq`, after a random wait of up to"
    f" {stream_consumer.RECONNECT_SECONDS:.0f} s."
)
CLOSE_CODES: Final[dict[CloseCode, str]] = {
    CloseCode.GOING_AWAY: f"The server is stopping: {_COME_BACK}",
    CloseCode.MESSAGE_TOO_BIG: "A frame so large that the server did not read it.",
    CloseCode.SERVICE_RESTART: f"The server is stopping, or can't reach its database: {_COME_BACK}",
    CloseCode.BAD_FRAME: "Not JSON, not text, or of a type that is not in this document.",
    CloseCode.FRAME_TOO_LARGE: f"A frame over {stream_consumer.FRAME_BYTES} bytes.",
    CloseCode.TOO_MANY_FRAMES: (
        f"More than {stream_consumer.FRAMES_PER_SECOND} frames within a second."
    ),
    CloseCode.BAD_TOKEN: (
        "The token is missing, wrong or expired, or its session has ended: come back with another."
    ),
    CloseCode.NOT_FOUND: "The address or the project does not exist, or you are not a member.",
    CloseCode.ACCESS_LOST: "Access was lost while connected: don't come back.",
    CloseCode.NO_PING: f"No `ping` for {settings.SOCKET_SILENCE:.0f} s: come back with `last_seq`.",
    CloseCode.TOO_MANY_CONNECTIONS: (
        f"The person has {settings.SOCKETS_PER_PERSON} sockets and streams open: close one first."
    ),
    CloseCode.TOO_SLOW: (
        f"The client read nothing for {SEND_TIMEOUT:.0f} s, or is {BUFFER_SIZE} events behind: come"
        " back with `last_seq`. Where not even the code can be sent, the connection is dropped"
        " (1006)."
    ),
}
PROJECT_ONLY: Final = (CloseCode.NOT_FOUND, CloseCode.ACCESS_LOST)
"""Not for a personal stream: it always exists, and its person always has access."""


class Shapes:
    """Collects the schemas of serializers, each once, as drf-spectacular describes them."""

    def __init__(self) -> None:
        self._registry: Any = ComponentRegistry()
        nothing: Any = extend_schema()
        self._view: Any = build_mocked_view("POST", "/", nothing, self._registry)

    def reference(self, shape: Shape) -> Document:
        """Return the `$ref` to a shape's schema."""
        found: Document = self._view.schema.resolve_serializer(shape, "response").ref
        return found

    def any_of(self, shapes: list[Shape]) -> Document:
        """Return the `$ref` to the one schema, or a choice of several."""
        references = [self.reference(shape) for shape in shapes]
        return references[0] if len(references) == 1 else {"anyOf": references}

    def schemas(self) -> Document:
        """Return every schema for which a reference was made."""
        built: Document = plain(self._registry.build({})["schemas"])
        for schema in built.values():
            # OpenAPI's object is no discriminator here; each member of a union names its types.
            schema.pop("discriminator", None)
        return built


def document() -> Document:
    """Return the document. Raises Undescribed for an event that the catalogue lacks."""
    shapes = Shapes()
    project, personal = _project_events(shapes), _personal_events(shapes)
    client, upkeep = _client_events(shapes), _upkeep_frames()
    messages = {**project, **personal, **client, **upkeep}
    frames = named_frames(messages)
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
            "project": _project([*project, *client, *upkeep]),
            "notifications": _notifications([*personal, *upkeep]),
        },
        "operations": {
            "tellOfProject": _operation("send", "project", project),
            "hearInProject": _operation("receive", "project", [*client, *upkeep]),
            "tellPerson": _operation("send", "notifications", personal),
            "hearPerson": _operation("receive", "notifications", upkeep),
        },
        "components": {
            "messages": messages,
            "schemas": named_choices({**frames, **shapes.schemas()}),
            "securitySchemes": _security_schemes(),
        },
    }
    # drf-spectacular does this too: translated texts and the like become plain strings.
    normalized: Document = normalize_result_object(result)  # type: ignore[no-untyped-call]
    return normalized


def _server() -> Document:
    schemes = ("query", "bearer")
    return {
        "host": "{host}",
        "protocol": "wss",
        "description": "Use `ws` where the service is reached without TLS, as on a laptop.",
        "variables": {
            "host": {"default": "review.example.com", "description": "The host of `PUBLIC_URL`."}
        },
        "security": [{"$ref": f"#/components/securitySchemes/{name}"} for name in schemes],
    }


def _security_schemes() -> Document:
    return {
        "query": {
            "type": "httpApiKey",
            "in": "query",
            "name": "token",
            "description": "An access token or a guest token. Browsers can't send headers here.",
        },
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    }


def _project(messages: Iterable[str]) -> Document:
    channel = _channel("/ws/projects/{project_id}", STREAM, messages, CLOSE_CODES)
    parameter = {"description": "The project's id, a UUID."}
    return channel | {"parameters": {"project_id": parameter}}


def _notifications(messages: Iterable[str]) -> Document:
    codes = (code for code in CLOSE_CODES if code not in PROJECT_ONLY)
    about = "A person's notifications from all of their projects. This stream has its own `seq`."
    return _channel("/ws/notifications", about, messages, codes)


def _channel(
    address: str, description: str, messages: Iterable[str], codes: Iterable[CloseCode]
) -> Document:
    last_seq = {**SEQ, "description": "The last `seq` that you have: the events after it are sent."}
    log_id = {"type": "string", "description": "The `log_id` that came with this `last_seq`."}
    shapes = PARAMETERS["Shapes"]
    properties = {
        "last_seq": last_seq,
        "log_id": log_id,
        shapes["name"]: {**shapes["schema"], "description": shapes["description"]},
    }
    query = {"type": "object", "properties": properties}
    return {
        "address": address,
        "description": description,
        "servers": [{"$ref": "#/servers/service"}],
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
        "bindings": {"ws": {"method": "GET", "query": query, "bindingVersion": "0.1.0"}},
        "x-close-codes": {f"{code:d}": CLOSE_CODES[code] for code in sorted(codes)},
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
    """Describe a frame of this type; `fields` are the ones besides `type`."""
    return {
        "name": type,
        "summary": summary,
        "payload": {
            "type": "object",
            "required": ["type", *fields],
            "properties": {"type": {"const": type}, **fields, **(optional or {})},
        },
    }


def _project_events(shapes: Shapes) -> Document:
    """Describe what the server sends in a project."""
    return (
        {"connection.ready": _ready(catalogue.ProjectReady, shapes)}
        | _answers(shapes)
        | {event.value: _logged(event, shapes) for event in EventType}
        | {event.value: _ephemeral(event, shapes) for event in EphemeralEventType}
    )


def _personal_events(shapes: Shapes) -> Document:
    """Describe what the server sends to one person, whose `connection.ready` has fewer fields."""
    return (
        {"own.connection.ready": _ready(catalogue.OwnReady, shapes)}
        | _answers(shapes)
        | {event.value: _logged(event, shapes) for event in PersonalEvent}
    )


def _ready(shape: Shape, shapes: Shapes) -> Document:
    fields = {"seq": SEQ, "payload": shapes.reference(shape)}
    return _message(
        "connection.ready", "The first frame. Its `seq` is that of the newest event.", fields
    )


def _answers(shapes: Shapes) -> Document:
    resync = shapes.reference(catalogue.Resync)
    refusal = shapes.reference(catalogue.Refusal)
    return {
        "connection.resync": _message(
            "connection.resync",
            "No event is sent until the client has read everything again and sends a `ping` with"
            " the `seq` of what it read. The `seq` here is that of the newest event.",
            {"seq": SEQ, "payload": resync},
        ),
        "pong": _message(
            "pong",
            "The answer to `ping`. Its `seq` is the newest that was sent, `at` the server's time.",
            {"seq": SEQ, "at": {"type": "string", "format": "date-time"}},
        ),
        "error": _message(
            "error", "A frame was rejected; the connection stays up.", {"payload": refusal}
        ),
    }


def _logged(event: StrEnum, shapes: Shapes) -> Document:
    fields = {
        "seq": {"type": "integer", "minimum": 1},
        "at": {"type": "string", "format": "date-time"},
        "actor": {
            "type": ["string", "null"],
            "format": "uuid",
            "description": "The user who did it.",
        },
        "payload": shapes.any_of(payloads_of(event)),
    }
    return _message(event.value, "A logged event.", fields)


def _ephemeral(event: EphemeralEventType, shapes: Shapes) -> Document:
    fields = {"payload": shapes.any_of(payloads_of(event))}
    return _message(event.value, summary_of(event), fields)


def _client_events(shapes: Shapes) -> Document:
    """Describe the events that clients send; those that others receive also have a `user_id`."""
    shapes_of: dict[EphemeralEventType, Shape] = {
        EphemeralEventType.TYPING: catalogue.SaidTyping,
        EphemeralEventType.CURSOR: catalogue.SaidCursor,
        EphemeralEventType.PLAYBACK: catalogue.SaidPlaybackState,
        EphemeralEventType.FOLLOW: catalogue.SaidFollow,
    }
    summary = "From {}s and above. All connected clients receive it, including the sender."
    return {
        f"said.{event}": _message(
            event.value, summary.format(SAID[event].least), {"payload": shapes.reference(payload)}
        )
        for event, payload in shapes_of.items()
    }


def _upkeep_frames() -> Document:
    """Describe the frames that keep a connection open."""
    read = {
        **SEQ,
        "description": "Ends a resync: the `X-Project-Seq` (or `X-User-Seq`) of what was read.",
    }
    token = {"type": "string"}
    return {
        "ping": _message("ping", "Answered by `pong`.", {}, optional={"seq": read}),
        "auth.refresh": _message(
            "auth.refresh",
            "A new token of the same person, sent before the old one expires. It has no answer.",
            {"token": token},
        ),
    }
