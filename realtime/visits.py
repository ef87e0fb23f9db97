"""What the log and the metrics say of each socket and event stream: opened, refused, ended."""

import logging
import time
from uuid import UUID

from videoplanet.instruments import SOCKET_ATTEMPTS, SOCKET_ENDS, SOCKETS_OPEN

access = logging.getLogger("videoplanet.access")

NO_CODE = 1006
"""The connection broke, or the process ended it without a code (RFC 6455)."""


class Visit:
    """One client, from its handshake to its end."""

    def __init__(self, kind: str) -> None:
        """Begin; `kind` is `project`, `notifications`, `stream` or `none`."""
        self.kind = kind
        self.began = time.monotonic()
        self.user: UUID | None = None
        self.code = NO_CODE
        self.is_open = False

    def opened(self, user: UUID) -> None:
        """Note that the client has its first frame."""
        self.user, self.is_open = user, True
        SOCKETS_OPEN.labels(self.kind).inc()
        SOCKET_ATTEMPTS.labels(self.kind, "opened").inc()
        self._log("opened")

    def ended(self) -> None:
        """Note the end, a refusal if the client was never let in. Later calls do nothing."""
        if self.is_open:
            SOCKETS_OPEN.labels(self.kind).dec()
            SOCKET_ENDS.labels(self.kind, str(self.code)).inc()
            self._log("ended", self.code)
        elif self.kind:
            SOCKET_ATTEMPTS.labels(self.kind, str(self.code)).inc()
            self._log("refused", self.code)
        self.is_open, self.kind = False, ""

    def _log(self, what: str, code: int | None = None) -> None:
        seconds = round(time.monotonic() - self.began, 1)
        access.info(
            "socket %s %s%s after %s s, user %s",
            self.kind,
            what,
            f" {code}" if code else "",
            seconds,
            self.user or "-",
            extra={
                "route": f"socket:{self.kind}",
                "code": code,
                "seconds": seconds,
                "user": str(self.user) if self.user else None,
            },
        )
