"""The product with one more route, the baseline's."""

from videoplanet.settings import *  # noqa: F403

ROOT_URLCONF = "bench.baseline"
