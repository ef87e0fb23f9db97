"""Django with a database and nothing else: no middleware, no apps, no REST framework."""

from videoplanet.settings import *  # noqa: F403

INSTALLED_APPS = []
MIDDLEWARE = []
ROOT_URLCONF = "bench.bare"
