"""The product, committing and logging the same, but nobody is told over Redis."""

from videoplanet.settings import *  # noqa: F403
from videoplanet.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.realtime.silent.SilentConfig"]
