"""The Celery app. Tasks are found in each app's `tasks.py`, periodic ones in `sweeps.py`."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init, worker_process_init, worker_ready

from videoplanet.orphans import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "videoplanet.settings")

app = Celery("videoplanet")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = ("videoplanet.heartbeats", "videoplanet.metrics", "videoplanet.tasks.work")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="sweeps")


@celeryd_init.connect
@beat_init.connect
def refuse_unsafe_settings(**kwargs: Any) -> None:
    """Refuse to start a worker or beat with settings that a server refuses."""
    from videoplanet.checks import require_safe_settings  # noqa: PLC0415 - needs the settings

    require_safe_settings()


@worker_ready.connect
@beat_init.connect
def say_release(**kwargs: Any) -> None:
    """Log the version."""
    from videoplanet.version import log_release  # noqa: PLC0415 - needs the settings

    log_release()


@worker_process_init.connect
def begin_in_child(**kwargs: Any) -> None:
    """Have a worker's child end with it, even if the worker is killed."""
    end_with_parent()
