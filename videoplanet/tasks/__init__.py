"""Background work: what must be done is a row until it is done, and Celery does it."""
