"""The product, with a cache in which no list has room: each request does all that a miss does."""

from videoplanet.settings import *  # noqa: F403

LIST_CACHE_BYTES = 0
