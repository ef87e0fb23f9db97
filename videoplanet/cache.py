"""The cache, and how it behaves while Redis is down."""

import logging
from typing import Any

from django_redis.cache import RedisCache  # type: ignore[import-untyped]

from videoplanet.instruments import CACHE_READS


class FailOpenCache(RedisCache):  # type: ignore[misc]  # it has no types
    """While Redis is down it is empty, and `add` always succeeds.

    allauth's rate limits take a lock with `add`. If that failed, nobody could log in, sign up or
    reset a password until Redis is back: a broken counter must not stop people from working.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Set a key that does not exist; True while Redis is down, where `RedisCache` says None."""
        added: bool | None = super().add(*args, **kwargs)
        return True if added is None else added

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """Return a value, and count whether it was there."""
        value = super().get(*args, **kwargs)
        CACHE_READS.labels("redis", "miss" if value is None else "hit").inc()
        return value


class OneLineFilter(logging.Filter):
    """Logs in one line that the cache is down: a traceback for each call would flood the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the traceback by its reason; let every record pass."""
        if record.exc_info:
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.msg, record.args = "the cache is down: %s", (record.exc_info[1].__cause__,)  # type: ignore[union-attr]
            record.exc_info = None
        return True
