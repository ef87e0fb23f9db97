"""The project: settings, entry points, and (in `api/`) what every endpoint shares."""

from videoplanet.celery import app as celery_app

__all__ = ["celery_app"]
