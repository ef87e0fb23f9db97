"""The live events of a project over a WebSocket, by the rules of docs/realtime.md.

Every event comes once and in order, over as many connections as it takes: each one begins after
the last event of the one before.
"""

import json
import random
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from httpx import QueryParams
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect

from videoplanet_cli.api import USER_AGENT, Api, backoff
from videoplanet_cli.failures import Code, Failure
from videoplanet_cli.output import say
from videoplanet_cli.texts import _

if TYPE_CHECKING:
    from videoplanet_cli.generated import TicketResponse

PING = 30
GOING_AWAY, RESTART = 1001, 1012
ACCESS_LOST, NOT_FOUND, TOO_MANY = 4403, 4404, 4431


class Live:
    """A project's events from one on; from now on if none is named."""

    def __init__(self, api: Api, project_id: str, seq: int | None, log_id: str | None) -> None:
        self._api, self._project_id = api, project_id
        self._seq, self._log_id = seq, log_id
        self._failures = 0

    def frames(self) -> Iterator[dict[str, Any]]:
        """Yield logged events, and `connection.ready` and `connection.resync` between them."""
        while True:
            try:
                yield from self._connection()
            except ConnectionClosed as closed:
                self._pause(closed.rcvd.code if closed.rcvd else None)
            except (OSError, InvalidHandshake):
                self._pause(None)
            except Failure as failure:
                # A server that was there will be there again: who watches, waits.
                if failure.code != Code.UNAVAILABLE or self._log_id is None:
                    raise
                self._pause(None)

    def _connection(self) -> Iterator[dict[str, Any]]:
        # A token that has ended gets no ticket: that is the failure to report, not a close code.
        ticket: TicketResponse = self._api.post("realtime/tickets", {})
        query = {"ticket": ticket["ticket"], "last_seq": self._seq, "log_id": self._log_id}
        given = QueryParams({name: value for name, value in query.items() if value is not None})
        base = self._api.server.url.replace("http", "ws", 1)
        url = f"{base}/ws/projects/{self._project_id}?{given}"
        with connect(
            url, user_agent_header=USER_AGENT, max_size=None, ping_interval=None, close_timeout=1
        ) as socket:
            yield from self._read(socket)

    def _read(self, socket: ClientConnection) -> Iterator[dict[str, Any]]:
        heard = time.monotonic()
        while True:
            left = heard + PING - time.monotonic()
            try:
                frame: dict[str, Any] = json.loads(socket.recv(timeout=max(0, left)))
            except TimeoutError:
                socket.send('{"type": "ping"}')
                heard = time.monotonic()
                continue
            match frame["type"]:
                case "connection.ready":
                    self._failures = 0
                    self._log_id = frame["payload"]["log_id"]
                    if self._seq is None:
                        self._seq = frame["seq"]
                    yield frame
                case "connection.resync":
                    yield frame
                    self._seq = self._api.seq(f"projects/{self._project_id}")
                    socket.send(json.dumps({"type": "ping", "seq": self._seq}))
                case _ if "payload" in frame and "actor" in frame:
                    self._seq = frame["seq"]
                    yield frame

    def _pause(self, code: int | None) -> None:
        """Wait before the next connection. Raises Failure if there is to be none."""
        if code == ACCESS_LOST:
            raise Failure(_("You have no access to this project any more."), Code.NOT_ALLOWED)
        if code == NOT_FOUND:
            raise Failure(_("There is no such project, or not any more."), Code.NOT_FOUND)
        if code == TOO_MANY:
            raise Failure(_("You have too many connections open."), Code.UNAVAILABLE)
        if code in (GOING_AWAY, RESTART):
            time.sleep(random.uniform(0, 5))  # noqa: S311 - so that not all come back at once
            return
        self._failures += 1
        say(_("The connection is gone. Trying again."))
        time.sleep(backoff(self._failures))
