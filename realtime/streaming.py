"""Server-sent events: the same frames as on a WebSocket, for clients with EventSource.

Django handles the request (authentication, access, CORS, errors) and records what to stream
(`begin_event_stream`). Then `EventStreams`, an ASGI application around Django's, sends the events
itself: a streaming response of Django would hold a thread for as long as the client stays.
"""

import asyncio
import logging
import math
import random
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import DatabaseError
from django.http import HttpRequest, StreamingHttpResponse

from realtime.close_codes import CloseCode
from realtime.connection_monitor import connection_monitor
from realtime.subscriptions import StreamPosition, Subscription
from realtime.visits import Visit
from users.claims import Principal
from videoplanet.api.output import Reader

logger = logging.getLogger(__name__)

MEDIA_TYPE = "text/event-stream"
COMMENT_SECONDS = 15.0
"""Without events, a comment is sent this often: it keeps proxies from closing the connection."""
COME_BACK_MS = (500, 5_000)
"""When a process stops, each of its clients is told to wait for a random time between these."""
SCOPE_KEY = "videoplanet.event_stream"
"""Where Django records the EventStreamRequest in the ASGI scope."""

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type App = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class EventStreamRequest:
    """A request for an event stream, with access granted."""

    principal: Principal
    project_id: UUID
    role: str
    history_start: int
    position: StreamPosition | None
    reader: Reader


def can_send_event_stream(request: HttpRequest) -> bool:
    """Return whether this server can send event streams; one that serves only REST (WSGI) can't."""
    return SCOPE_KEY in getattr(request, "scope", {})


def begin_event_stream(request: HttpRequest, stream: EventStreamRequest) -> StreamingHttpResponse:
    """Return the head of the response; `EventStreams` sends the body."""
    request.scope[SCOPE_KEY] = stream  # type: ignore[attr-defined]  # of an ASGIRequest
    return StreamingHttpResponse(
        _nothing(),
        content_type=MEDIA_TYPE,
        # Otherwise nginx would hold events back until a buffer is full.
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )


async def _nothing() -> AsyncIterator[bytes]:
    """Be the body that Django sends: it warns of one that is not asynchronous."""
    return
    yield b""


class EventStreams:
    """An ASGI application around Django's."""

    def __init__(self, django: App) -> None:
        self.django = django
        self.open: set[_EventStreamClient] = set()
        self.is_prepared = False

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request to Django; continue where it has begun a stream."""
        if not self.is_prepared:
            self.is_prepared = True
            self._end_all_when_told_to_stop()
        scope[SCOPE_KEY] = None

        async def pass_on(message: Message) -> None:
            # Of an event stream, Django sends only the head: an empty body would end the response.
            if scope[SCOPE_KEY] is None or message["type"] == "http.response.start":
                await send(message)

        await self.django(scope, receive, pass_on)
        if scope[SCOPE_KEY]:
            client = _EventStreamClient(scope[SCOPE_KEY], send)
            self.open.add(client)
            try:
                await client.run(receive)
            finally:
                self.open.discard(client)

    def _end_all_when_told_to_stop(self) -> None:
        """On SIGTERM end all streams, each after a whole event.

        The server itself waits for answers to end, and streams never do: it would break them off
        when its time is up.
        """
        if threading.current_thread() is not threading.main_thread():
            return  # only there may signals be handled
        loop, server = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)
        if not callable(server):
            return

        def stop(number: int, frame: Any) -> None:
            loop.call_soon_threadsafe(self._end_all)
            server(number, frame)

        signal.signal(signal.SIGTERM, stop)

    def _end_all(self) -> None:
        for client in self.open:
            client.end()


class _EventStreamClient:
    """One client."""

    def __init__(self, request: EventStreamRequest, send: Send) -> None:
        self.request, self.send = request, send
        self.subscription = Subscription(
            request.principal,
            request.project_id,
            project_id=request.project_id,
            reader=request.reader,
            role=request.role,
            history_start=request.history_start,
            close=self.close,
        )
        self.send_task: asyncio.Task[None] | None = None
        self.last_words = b""
        self.visit = Visit("stream")

    async def run(self, receive: Receive) -> None:
        """Stream until the client leaves or is cut off."""
        # The view has checked the limit too, but parallel requests may all have passed there.
        if not connection_monitor().admit(self.subscription):
            self.visit.code = CloseCode.TOO_MANY_CONNECTIONS
            self.visit.ended()
            await self.send({"type": "http.response.body", "body": b""})
            return
        self.send_task = asyncio.create_task(self._send_events())
        disconnect = asyncio.create_task(_wait_for_disconnect(receive))
        try:
            await asyncio.wait({self.send_task, disconnect}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            disconnect.cancel()
            self.send_task.cancel()
            await asyncio.wait({self.send_task})
            connection_monitor().discard(self.subscription)
            self.subscription.leave()
            self.visit.ended()
        if not self.subscription.sending:  # a client that reads nothing can't be sent an end
            await self.send({"type": "http.response.body", "body": self.last_words})

    def end(self) -> None:
        """End the response and tell the client when to come back."""
        self.visit.code = CloseCode.SERVICE_RESTART
        self.last_words = f"retry: {random.randint(*COME_BACK_MS)}\n\n".encode()  # noqa: S311
        if self.send_task:
            self.send_task.cancel()

    async def close(self, code: CloseCode) -> None:
        """End the response. The code is not sent; the next request is answered with the reason."""
        self.visit.code = code
        if self.send_task:
            self.send_task.cancel()

    async def _send_events(self) -> None:
        try:
            async for text in self._events():
                self.subscription.begin_sending()
                await self.send(
                    {"type": "http.response.body", "body": text.encode(), "more_body": True}
                )
                self.subscription.end_sending()
        except DatabaseError as error:
            logger.warning("a stream is closed: %s", error)
        except OSError:  # the client is gone; `http.disconnect` will follow
            return

    async def _events(self) -> AsyncIterator[str]:
        subscription = self.subscription
        for text in await subscription.enter(self.request.position):
            yield server_sent_event(0, text, subscription.log_id)
        self.visit.opened(subscription.principal.user.pk)
        connection_monitor().add(subscription)
        # These clients can't ping; when one is gone, its connection breaks.
        subscription.last_ping_at = math.inf
        while True:
            batch = await subscription.next_batch(COMMENT_SECONDS)
            if batch:
                yield "".join(
                    server_sent_event(seq, text, subscription.log_id) for seq, text in batch
                )
                subscription.seq = max(subscription.seq, batch[-1][0])
            else:
                yield ":\n\n"


def server_sent_event(seq: int, text: str, log_id: str) -> str:
    """Return a frame as a server-sent event, with an id if it is logged.

    Its name is the part of the frame's type before the dot.
    """
    name = orjson.loads(text)["type"].partition(".")[0]
    id_line = f"id: {seq}-{log_id}\n" if seq else ""
    return f"{id_line}event: {name}\ndata: {text}\n\n"


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
