"""The product's settings, with which it commits and logs as usual, but sends no live messages."""

from videoplanet.settings import *  # noqa: F403
from videoplanet.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.realtime.no_publish.NoPublishConfig"]
