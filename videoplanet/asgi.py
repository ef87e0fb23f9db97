"""REST, sockets and event streams for an ASGI server.

`uvicorn --ws websockets-sansio --ws-max-size 65536 --no-proxy-headers
videoplanet.asgi:application`: without the limit uvicorn takes messages of 16 MiB into memory before
we can refuse them; with proxy headers it believes any `X-Forwarded-For` of a client on this host,
and TRUSTED_PROXY_COUNT would not count.
"""

import gc
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "videoplanet.settings")
http = get_asgi_application()

from channels.routing import (  # type: ignore[import-untyped]  # noqa: E402 - need the settings
    ProtocolTypeRouter,
    URLRouter,
)

from realtime.routing import websocket_urlpatterns  # noqa: E402
from realtime.streaming import EventStreams  # noqa: E402
from videoplanet.checks import require_safe_settings  # noqa: E402
from videoplanet.version import log_release  # noqa: E402

require_safe_settings()
log_release()
# The origin is not checked: a socket needs a token, and no browser sends one by itself.
application = ProtocolTypeRouter(
    {"http": EventStreams(http), "websocket": URLRouter(websocket_urlpatterns)}
)

# What the imports made lives as long as the process. The garbage collector need not visit it again
# each time that a thousand clients come at once: a fifth less CPU time for greeting them.
gc.collect()
gc.freeze()
