"""The product, with the baseline's route beside its own."""

from videoplanet.settings import *  # noqa: F403

ROOT_URLCONF = "bench.baseline"
