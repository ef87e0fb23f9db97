"""The product's settings, with further migrations."""

from videoplanet.settings import *  # noqa: F403

MIGRATION_MODULES = {"feedbacks": "bench.sample.migrations"}
