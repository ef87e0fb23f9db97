"""Server-sent events: the same frames as on a WebSocket, for who reads with EventSource.

Django answers the request (who, which project, CORS, errors) and with it says what to stream
(`begin_stream`); then this hands out the events itself. An answer that Django streams would hold a
thread for as long as the client stays.
"""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import DatabaseError
from django.http import HttpRequest, StreamingHttpResponse

from realtime.access_recheck import watchers
from realtime.subscriptions import StreamPosition, Subscription
from users.tokens import Principal

logger = logging.getLogger(__name__)

MEDIA_TYPE = "text/event-stream"
COMMENT_SECONDS = 15.0
"""A comment line as often keeps proxies from closing the connection."""
SLOT = "videoplanet.event_stream"

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type App = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request is to be answered with."""

    principal: Principal
    project_id: UUID
    role: str
    place: StreamPosition | None


def can_stream(request: HttpRequest) -> bool:
    """Say whether the server that took the request streams: REST's (WSGI) does not."""
    return SLOT in getattr(request, "scope", {})


def begin_stream(request: HttpRequest, wanted: Wanted) -> StreamingHttpResponse:
    """Return the head of the answer; what follows it comes from `EventStreams`."""
    request.scope[SLOT] = wanted  # type: ignore[attr-defined]  # of an ASGIRequest
    return StreamingHttpResponse(
        (),
        content_type=MEDIA_TYPE,
        # nginx would keep events back until it has a page of them.
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )


class EventStreams:
    """An ASGI application around Django's."""

    def __init__(self, django: App) -> None:
        """Take Django's."""
        self.django = django

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on; go on where Django began a stream."""
        scope[SLOT] = None

        async def pass_on(message: Message) -> None:
            # The empty body would end the answer.
            if scope[SLOT] is None or message["type"] == "http.response.start":
                await send(message)

        await self.django(scope, receive, pass_on)
        if scope[SLOT]:
            await _Stream(scope[SLOT], send).run(receive)


class _Stream:
    """One client."""

    def __init__(self, wanted: Wanted, send: Send) -> None:
        self.wanted, self.send = wanted, send
        self.subscription = Subscription(
            wanted.principal,
            wanted.project_id,
            project_id=wanted.project_id,
            role=wanted.role,
            end=self.end,
        )
        self.task: asyncio.Task[None] | None = None

    async def run(self, receive: Receive) -> None:
        """Stream until the client leaves, or may not stay."""
        self.task = asyncio.create_task(self._stream())
        gone = asyncio.create_task(_disconnected(receive))
        try:
            await asyncio.wait({self.task, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            self.task.cancel()
            await asyncio.wait({self.task})
            watchers().discard(self.subscription)
            self.subscription.leave()
        if not self.subscription.sending:  # else the client takes nothing
            await self.send({"type": "http.response.body", "body": b""})

    async def end(self, code: int) -> None:
        """End the answer; who comes back is told why by the status."""
        if self.task:
            self.task.cancel()

    async def _stream(self) -> None:
        try:
            async for text in self._events():
                self.subscription.begin_sending()
                await self.send(
                    {"type": "http.response.body", "body": text.encode(), "more_body": True}
                )
                self.subscription.sending = False
        except DatabaseError as error:
            logger.warning("a stream is ended: %s", error)
        except OSError:  # the client is gone, as the server will say
            return

    async def _events(self) -> AsyncIterator[str]:
        subscription = self.subscription
        for text in await subscription.enter(self.wanted.place):
            yield event(0, text, subscription.log)
        watchers().add(subscription)
        subscription.heard = math.inf  # nobody pings: a client that is gone breaks the connection
        while True:
            batch = await subscription.next(COMMENT_SECONDS)
            if batch:
                yield "".join(event(seq, text, subscription.log) for seq, text in batch)
                subscription.seq = max(subscription.seq, batch[-1][0])
            else:
                yield ":\n\n"


def event(seq: int, text: str, log: str) -> str:
    """Return a frame as an event: named by the type's first part, numbered if it is logged."""
    name = orjson.loads(text)["type"].partition(".")[0]
    number = f"id: {seq}-{log}\n" if seq else ""
    return f"{number}event: {name}\ndata: {text}\n\n"


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
