"""The Celery app. Tasks are found in each app's `tasks.py`, periodic ones in `sweeps.py`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "videoplanet.settings")

app = Celery("videoplanet")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = ("videoplanet.health",)
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="sweeps")
