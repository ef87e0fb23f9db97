"""The cache, and what it says with Redis away."""

import logging
from typing import Any

from django_redis.cache import RedisCache  # type: ignore[import-untyped]


class FailOpenCache(RedisCache):  # type: ignore[misc]  # it has no types
    """With Redis away it is empty, and whoever asks to be the first is the first.

    allauth's rate limits take a lock by `add`. Were it refused, nobody could log in, sign up or
    reset a password until Redis is back: a broken counter must not stop the work.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Set a key that isn't there; True also with Redis away, where `RedisCache` says None."""
        added: bool | None = super().add(*args, **kwargs)
        return True if added is None else added


class OneLineFilter(logging.Filter):
    """Says in one line that the cache is away: a traceback for each call would drown the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the reason where the traceback was; let every record pass."""
        if record.exc_info:
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.msg, record.args = "the cache is away: %s", (record.exc_info[1].__cause__,)  # type: ignore[union-attr]
            record.exc_info = None
        return True
