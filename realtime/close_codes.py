"""The codes with which the server closes a WebSocket; `realtime.asyncapi` explains them."""

from enum import IntEnum


class CloseCode(IntEnum):
    """1000 to 1999 are those of RFC 6455 and IANA's registry, 4000 to 4999 are ours."""

    GOING_AWAY = 1001
    MESSAGE_TOO_BIG = 1009
    SERVICE_RESTART = 1012
    BAD_FRAME = 4400
    BAD_TOKEN = 4401
    ACCESS_LOST = 4403
    NOT_FOUND = 4404
    NO_PING = 4408
    FRAME_TOO_LARGE = 4413
    TOO_MANY_FRAMES = 4429
    TOO_SLOW = 4430
    TOO_MANY_CONNECTIONS = 4431
