"""The product, with a cache in which no list is ever found (see `bench.never_found`)."""

from videoplanet.settings import *  # noqa: F403
from videoplanet.settings import CACHES

CACHES["default"]["BACKEND"] = "bench.never_found.Cache"
