"""One WebSocket client of one stream, in both directions.

Sending: the room calls `flush` when there is something to send, which starts `send_task` unless it
is running; that task alone sends events, in order. Receiving: `receive` checks a frame's size, rate
and type, and calls the method that answers it.

docs/realtime.md and docs/asyncapi.yaml are the contract with clients.
"""

import asyncio
import io
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import orjson
from channels.consumer import get_handler_name  # type: ignore[import-untyped]
from channels.exceptions import StopConsumer  # type: ignore[import-untyped]
from channels.generic.websocket import AsyncWebsocketConsumer  # type: ignore[import-untyped]
from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError
from django.http import Http404
from django.utils.translation import override

from eventlog.events import EphemeralEventType
from realtime.admission import read_principal
from realtime.close_codes import CloseCode
from realtime.connection_monitor import connection_monitor
from realtime.ephemeral import SAID, FrameRejected, ephemeral_frame
from realtime.hub import hub
from realtime.subscriptions import StreamPosition, Subscription, frame_text
from realtime.visits import Visit
from users.claims import Claim, Principal, claim_of
from videoplanet.api.drawings import PARAMETER, asks_for_paths
from videoplanet.api.languages import accepted_language
from videoplanet.api.output import Reader
from videoplanet.storage.media_urls import origin_of

logger = logging.getLogger(__name__)

PING_SECONDS = 60.0
"""Clients are asked to send a ping at least this often; SOCKET_SILENCE without one closes them."""
RECONNECT_SECONDS = 5.0
"""Clients are asked to come back after a random wait of at most this, so that they spread out."""
FRAME_BYTES = 8 * 1024
FRAMES_PER_SECOND = 50
EPHEMERAL_PER_SECOND = 10
"""More `typing`, `cursor` and `follow` frames are dropped: the next one makes up for them."""
PLAYBACK_PER_SECOND = 25
"""More `playback` frames than this are dropped."""
CLOSE_TIMEOUT = 2.0


class RateLimit:
    """Counts the frames of the last second."""

    def __init__(self, limit: int) -> None:
        self._times: deque[float] = deque(maxlen=limit)

    def exceeded(self) -> bool:
        """Return whether one more frame is over the limit; count it if it is not."""
        now = time.monotonic()
        full = len(self._times) == self._times.maxlen
        if full and now - self._times[0] < 1:
            return True
        self._times.append(now)
        return False


class StreamConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    """One client of one stream; a subclass decides which stream that is."""

    kind: str
    """What the log and the metrics call it."""
    visit: Visit
    subscription: Subscription | None = None
    origin: str
    """Scheme and host of the handshake, with which media URLs begin."""
    paths: bool
    """Whether drawings may have the shape `path`."""
    main_task: asyncio.Task[None] | None = None
    send_task: asyncio.Task[None] | None = None
    closing = False
    frame_rate: RateLimit
    ephemeral_rate: RateLimit
    playback_rate: RateLimit

    async def subscribe(self, claim: Claim | None, ticket: str | None) -> Subscription | None:
        """Return the subscription of the person whom a token (`claim`) or a ticket names.

        None for a bad token or ticket. Raises Http404, DatabaseError.
        """
        raise NotImplementedError

    def reader_for(self, principal: Principal) -> Reader:
        """Return the reader: its origin and perhaps its language come from the handshake."""
        header = dict(self.scope["headers"]).get(b"accept-language", b"").decode("latin-1")
        user = principal.user
        language = user.language or accepted_language(header)
        return Reader(self.origin, language, user.is_guest, self.paths)

    async def __call__(
        self,
        scope: dict[str, Any],
        receive: Callable[[], Awaitable[dict[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        """Serve one connection without the channel that Channels gives to each consumer.

        Rooms deliver the events. A channel would only cost a task, and a hop through a thread for
        each message.
        """
        self.scope, self.base_send = scope, send
        self.origin, self.visit = _origin(scope), Visit(self.kind)
        try:
            while True:
                message = await receive()
                await getattr(self, get_handler_name(message))(message)
        except StopConsumer:
            return
        finally:
            self._leave()

    async def connect(self) -> None:
        """Always accept: browsers can read a close code, but not a refused handshake."""
        await self.accept()
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        self.paths = asks_for_paths(query.get(PARAMETER, []))
        ticket = _first(query, "ticket")
        token = None if ticket else _token(dict(self.scope["headers"]), query)
        position = StreamPosition.parse(_first(query, "last_seq"), _first(query, "log_id"))
        self.main_task = asyncio.current_task()
        self.frame_rate = RateLimit(FRAMES_PER_SECOND)
        self.ephemeral_rate = RateLimit(EPHEMERAL_PER_SECOND)
        self.playback_rate = RateLimit(PLAYBACK_PER_SECOND)
        try:
            subscription = await self.subscribe(claim_of(token) if token else None, ticket)
            if subscription is None:
                await self.close(CloseCode.BAD_TOKEN)
                return
            if not connection_monitor().admit(subscription):
                await self.close(CloseCode.TOO_MANY_CONNECTIONS)
                return
            self.subscription = subscription
            for text in await subscription.enter(position):
                await self._send(text)
            self.visit.opened(subscription.principal.user.pk)
            connection_monitor().add(subscription)
            subscription.room.listeners.add(self.flush)
            self.flush()
        except Http404:
            await self.close(CloseCode.NOT_FOUND)
        except DatabaseError as error:
            logger.warning("a socket is closed: %s", error)
            await self.close(CloseCode.SERVICE_RESTART)

    def flush(self) -> None:
        """Send what is new; only a slow client, or one far behind, makes `send_task` wait."""
        subscription = self.subscription
        if subscription is None or not subscription.entered:
            return
        if self.send_task is None or self.send_task.done():
            # It runs at once, up to its first wait, which most sends do not reach.
            loop = asyncio.get_running_loop()
            self.send_task = asyncio.Task(
                self._send_pending(subscription), loop=loop, eager_start=True
            )

    async def _send_pending(self, subscription: Subscription) -> None:
        """Send until nothing is left."""
        try:
            while batch := await subscription.pending():
                for seq, text in batch:
                    await self._send(text)
                    subscription.seq = seq or subscription.seq
        except DatabaseError as error:
            logger.warning("a socket is closed: %s", error)
            await self.end(CloseCode.SERVICE_RESTART)
        except OSError:  # the client is gone; `websocket.disconnect` will follow
            return

    async def _send(self, text: str) -> None:
        subscription = self.subscription
        if subscription:
            subscription.begin_sending()
            await self.base_send({"type": "websocket.send", "text": text})
            subscription.end_sending()

    async def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close the connection."""
        self.visit.code = code or self.visit.code
        await super().close(code, reason)

    async def end(self, code: CloseCode) -> None:
        """Close the connection; drop it if the client reads nothing, not even the close."""
        self.closing = True
        if self.send_task and self.send_task is not asyncio.current_task():
            self.send_task.cancel()
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self.close(code)
        except TimeoutError:
            if self.main_task:
                self.main_task.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Handle a frame from the client."""
        subscription = self.subscription
        if subscription is None or self.closing:
            return
        if self.frame_rate.exceeded():
            await self.end(CloseCode.TOO_MANY_FRAMES)
        elif text_data is None:
            await self.end(CloseCode.BAD_FRAME)
        elif len(text_data) > FRAME_BYTES or len(text_data.encode()) > FRAME_BYTES:
            await self.end(CloseCode.FRAME_TOO_LARGE)
        else:
            await self._handle(subscription, text_data)

    async def _handle(self, subscription: Subscription, text: str) -> None:
        try:
            received = orjson.loads(text)
            handler = getattr(self, CLIENT_FRAMES[received["type"]])
        except (ValueError, TypeError, KeyError):
            await self.end(CloseCode.BAD_FRAME)
            return
        try:
            await handler(subscription, received)
        except DatabaseError as error:
            logger.warning("a socket is closed: %s", error)
            await self.end(CloseCode.SERVICE_RESTART)

    async def on_ping(self, subscription: Subscription, received: dict[str, Any]) -> None:
        """Answer with `pong`, which says what time it is here; a `seq` ends a resync."""
        subscription.last_ping_at = time.monotonic()
        seq = received.get("seq")
        if isinstance(seq, int) and not isinstance(seq, bool):
            await subscription.end_resync(seq)
        await self._send(frame_text("pong", seq=subscription.seq, at=datetime.now(UTC)))

    async def on_refresh(self, subscription: Subscription, received: dict[str, Any]) -> None:
        """Replace the token with another one of the same person."""
        token = received.get("token")
        claim = claim_of(token) if isinstance(token, str) else None
        principal = await read_principal(claim) if claim else None
        if principal is None or principal.user.pk != subscription.principal.user.pk:
            await self.end(CloseCode.BAD_TOKEN)
            return
        subscription.principal = principal

    async def on_ephemeral(self, subscription: Subscription, received: dict[str, Any]) -> None:
        """Pass what is meant for the others on to everybody in the project."""
        is_playback = received["type"] == EphemeralEventType.PLAYBACK
        if (self.playback_rate if is_playback else self.ephemeral_rate).exceeded():
            return
        try:
            with override(subscription.reader.language):
                text = ephemeral_frame(subscription, received)
        except FrameRejected as error:
            await self._send(
                frame_text("error", payload={"code": error.code, "message": str(error)})
            )
            return
        await hub().broadcast(subscription.stream_id, text)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        """Stop receiving."""
        if not self.closing:
            self.visit.code = message.get("code") or self.visit.code
        raise StopConsumer

    def _leave(self) -> None:
        self.visit.ended()
        if self.send_task:
            self.send_task.cancel()
        if self.subscription:
            connection_monitor().discard(self.subscription)
            if self.subscription.entered:
                self.subscription.room.listeners.discard(self.flush)
            self.subscription.leave()


CLIENT_FRAMES = {
    "ping": "on_ping",
    "auth.refresh": "on_refresh",
    **dict.fromkeys(SAID, "on_ephemeral"),
}
"""The method that handles each type of frame."""


def _origin(scope: dict[str, Any]) -> str:
    # Django knows the rules (ALLOWED_HOSTS, the gateway's headers), but only for requests.
    scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
    handshake = ASGIRequest(scope | {"method": "GET", "scheme": scheme}, io.BytesIO())
    return origin_of(handshake)


def _token(headers: dict[bytes, bytes], query: dict[str, list[str]]) -> str | None:
    scheme, _space, token = headers.get(b"authorization", b"").partition(b" ")
    if scheme.lower() == b"bearer":
        return token.strip().decode("latin-1")
    return _first(query, "token")


def _first(query: dict[str, list[str]], name: str) -> str | None:
    return query.get(name, [None])[0]
