"""The WebSockets: a project's, and one's own notifications.

The contract with clients is docs/realtime.md. One task sends what happens, in its order; the
consumer itself only reads what the client says.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import orjson
from channels.consumer import get_handler_name  # type: ignore[import-untyped]
from channels.exceptions import StopConsumer  # type: ignore[import-untyped]
from channels.generic.websocket import AsyncWebsocketConsumer  # type: ignore[import-untyped]
from django.db import DatabaseError
from django.http import Http404

from eventlog.events import EphemeralEventType
from eventlog.reads import in_thread
from projects.models import Membership
from realtime.access_recheck import BAD_TOKEN, NO_PROJECT, watchers
from realtime.ephemeral import Refused, frame_of
from realtime.hub import hub
from realtime.replay_filter import without_removed
from realtime.subscriptions import StreamPosition, Subscription, frame
from users.tokens import Principal, principal_of

logger = logging.getLogger(__name__)

BAD_FRAME, TOO_LARGE, TOO_MANY, AGAIN = 4400, 4413, 4429, 1012
RETURN_SECONDS = 5.0
"""Who is sent away is asked to come back after a random wait of up to this: not all at once."""
FRAME_BYTES = 8 * 1024
FRAMES_A_SECOND = 50
EPHEMERALS_A_SECOND = 10
"""What is more of `typing` and `cursor` is dropped: the next one says it anew."""
CLOSE_SECONDS = 2.0

_principal = in_thread(principal_of)


@in_thread
def _role(token: str, project_id: UUID) -> tuple[Principal | None, str]:
    """Return whose token it is and their role in the project. Raises Http404."""
    principal = principal_of(token)
    if principal is None:
        return None, ""
    if principal.project_id not in (None, project_id):
        raise Http404
    return principal, Membership.objects.access(principal.user, project_id).role


class Rate:
    """At most so many a second."""

    def __init__(self, most: int) -> None:
        """Begin with none."""
        self._times: deque[float] = deque(maxlen=most)

    def exceeded(self) -> bool:
        """Count one; say whether it is too many."""
        now = time.monotonic()
        full = len(self._times) == self._times.maxlen
        if full and now - self._times[0] < 1:
            return True
        self._times.append(now)
        return False


class StreamConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    """One client of one stream."""

    subscription: Subscription | None = None
    pump: asyncio.Task[None] | None = None
    ended = False
    frames: Rate
    ephemerals: Rate

    async def __call__(
        self,
        scope: dict[str, Any],
        receive: Callable[[], Awaitable[dict[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        """Serve, without the channel that Channels gives each consumer.

        Rooms deliver; listening to a channel too takes a task and a hop through a thread for each
        message.
        """
        self.scope, self.base_send = scope, send
        try:
            while True:
                message = await receive()
                await getattr(self, get_handler_name(message))(message)
        except StopConsumer:
            return
        finally:
            self._leave()

    async def connect(self) -> None:
        """Accept always: a refusal is a close code, which browsers can read."""
        await self.accept()
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        token = _token(dict(self.scope["headers"]), query)
        place = StreamPosition.read(_first(query, "last_seq"), _first(query, "log_id"))
        self.main = asyncio.current_task()
        self.frames, self.ephemerals = Rate(FRAMES_A_SECOND), Rate(EPHEMERALS_A_SECOND)
        try:
            subscription = await self.subscribe(token) if token else None
            if subscription is None:
                await self.close(BAD_TOKEN)
                return
            self.subscription = subscription
            for text in await subscription.enter(place):
                await self._send(text)
            watchers().add(subscription)
            subscription.room.listeners.add(self.look)
            self.look()
        except Http404:
            await self.close(NO_PROJECT)
        except DatabaseError as error:
            logger.warning("a socket is sent away: %s", error)
            await self.close(AGAIN)

    async def subscribe(self, token: str) -> Subscription | None:
        """Return what the token opens here; None for a bad one. Raises Http404, DatabaseError."""
        raise NotImplementedError

    async def _send(self, text: str) -> None:
        subscription = self.subscription
        if subscription:
            subscription.begin_sending()
            await self.base_send({"type": "websocket.send", "text": text})
            subscription.sending = False

    def look(self) -> None:
        """Send what is new, here and now: only who is slow, or far behind, takes a task's wait."""
        subscription = self.subscription
        if subscription is None or not subscription.entered:
            return
        if self.pump is None or self.pump.done():
            loop = asyncio.get_running_loop()
            self.pump = asyncio.Task(self._pump(subscription), loop=loop, eager_start=True)

    async def _pump(self, subscription: Subscription) -> None:
        """Send until there is nothing more."""
        try:
            while batch := await subscription.now():
                for seq, text in batch:
                    await self._send(text)
                    subscription.seq = seq or subscription.seq
        except DatabaseError as error:
            logger.warning("a socket is sent away: %s", error)
            await self.end(AGAIN)
        except OSError:  # the client is gone; `websocket.disconnect` is on its way
            return

    async def end(self, code: int) -> None:
        """Close; from who reads nothing not even that gets through: the connection is dropped."""
        self.ended = True
        if self.pump and self.pump is not asyncio.current_task():
            self.pump.cancel()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.close(code)
        except TimeoutError:
            if self.main:
                self.main.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Take a frame of the client's."""
        subscription = self.subscription
        if subscription is None or self.ended:
            return
        if self.frames.exceeded():
            await self.end(TOO_MANY)
        elif text_data is None:
            await self.end(BAD_FRAME)
        elif len(text_data) > FRAME_BYTES or len(text_data.encode()) > FRAME_BYTES:
            await self.end(TOO_LARGE)
        else:
            await self._answer(subscription, text_data)

    async def _answer(self, subscription: Subscription, text: str) -> None:
        try:
            given = orjson.loads(text)
            answer = getattr(self, FRAMES[given["type"]])
        except (ValueError, TypeError, KeyError):
            await self.end(BAD_FRAME)
            return
        try:
            await answer(subscription, given)
        except DatabaseError as error:
            logger.warning("a socket is sent away: %s", error)
            await self.end(AGAIN)

    async def on_ping(self, subscription: Subscription, given: dict[str, Any]) -> None:
        """Answer with `pong`; with a `seq`, end a resync."""
        subscription.heard = time.monotonic()
        seq = given.get("seq")
        if isinstance(seq, int) and not isinstance(seq, bool):
            await subscription.go_on(seq)
        await self._send(frame("pong", seq=subscription.seq))

    async def on_refresh(self, subscription: Subscription, given: dict[str, Any]) -> None:
        """Take another token of the same person's."""
        token = given.get("token")
        principal = await _principal(token) if isinstance(token, str) else None
        before = subscription.principal
        if principal is None or principal.user.pk != before.user.pk:
            await self.end(BAD_TOKEN)
            return
        subscription.principal = principal

    async def on_ephemeral(self, subscription: Subscription, given: dict[str, Any]) -> None:
        """Tell the others what one is about to say, or where one looks."""
        if self.ephemerals.exceeded():
            return
        try:
            text = frame_of(subscription, given)
        except Refused as error:
            await self._send(frame("error", payload={"code": error.code, "message": str(error)}))
            return
        await hub().tell(subscription.stream_id, text)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        """Stop reading."""
        raise StopConsumer

    def _leave(self) -> None:
        if self.pump:
            self.pump.cancel()
        if self.subscription:
            watchers().discard(self.subscription)
            if self.subscription.entered:
                self.subscription.room.listeners.discard(self.look)
            self.subscription.leave()


FRAMES = {
    "ping": "on_ping",
    "auth.refresh": "on_refresh",
    EphemeralEventType.TYPING: "on_ephemeral",
    EphemeralEventType.CURSOR: "on_ephemeral",
}


class ProjectConsumer(StreamConsumer):
    """`ws/projects/{project_id}`: what happens in a project, and who is there."""

    async def subscribe(self, token: str) -> Subscription | None:
        """Return the project's stream."""
        project_id: UUID = self.scope["url_route"]["kwargs"]["project_id"]
        principal, role = await _role(token, project_id)
        if principal is None:
            return None
        return Subscription(principal, project_id, project_id=project_id, role=role, end=self.end)


class NotificationConsumer(StreamConsumer):
    """`ws/notifications`: what one is notified of, over all of one's projects."""

    async def subscribe(self, token: str) -> Subscription | None:
        """Return the person's own stream."""
        principal = await _principal(token)
        if principal is None:
            return None
        return Subscription(
            principal,
            principal.user.pk,
            project_id=None,
            end=self.end,
            replay_filter=without_removed,
        )


class NoConsumer(StreamConsumer):
    """Any other address."""

    async def subscribe(self, token: str) -> Subscription | None:
        """Refuse it."""
        raise Http404


def _token(headers: dict[bytes, bytes], query: dict[str, list[str]]) -> str | None:
    scheme, _space, token = headers.get(b"authorization", b"").partition(b" ")
    if scheme.lower() == b"bearer":
        return token.strip().decode("latin-1")
    return _first(query, "token")


def _first(query: dict[str, list[str]], name: str) -> str | None:
    return query.get(name, [None])[0]
