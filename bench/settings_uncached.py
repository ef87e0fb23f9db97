"""The product, with a cache in which no list is ever found (see `bench.list_cache_miss`)."""

from videoplanet.settings import *  # noqa: F403
from videoplanet.settings import CACHES

CACHES["default"]["BACKEND"] = "bench.list_cache_miss.Cache"
