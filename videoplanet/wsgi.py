"""REST for a WSGI server: `granian --interface wsgi videoplanet.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "videoplanet.settings")
application = get_wsgi_application()

from videoplanet.checks import require_safe_settings  # noqa: E402 - needs the settings

require_safe_settings()
