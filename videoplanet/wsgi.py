"""REST for a WSGI server: `granian --interface wsgi videoplanet.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "videoplanet.settings")
application = get_wsgi_application()

from videoplanet.checks import require_safe_settings  # noqa: E402 - needs the settings
from videoplanet.orphans import end_with_parent  # noqa: E402
from videoplanet.version import log_release  # noqa: E402

require_safe_settings()
end_with_parent()
log_release()

# What the imports made lives as long as the process: the garbage collector need not visit it again.
gc.collect()
gc.freeze()
