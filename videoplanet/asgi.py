"""Everything for an ASGI server: `uvicorn --ws websockets-sansio videoplanet.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "videoplanet.settings")
application = get_asgi_application()

from videoplanet.checks import require_safe_settings  # noqa: E402 - needs the settings

require_safe_settings()
