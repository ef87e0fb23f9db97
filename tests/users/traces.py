"""Looking for somebody in all that is stored: each table, Redis, and the bucket."""

import orjson
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from videoplanet.heartbeats import redis
from videoplanet.storage import s3


def in_database(*needles):
    """Return the tables with a row that contains one of the texts, also encoded."""
    found = set()
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        for needle in needles:
            patterns = [f"%{needle}%", f"%{needle.encode().hex()}%"]
            for table in sorted(tables):
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" AS t WHERE t::text ILIKE ANY(%s)', [patterns]
                )
                if cursor.fetchone()[0]:
                    found.add((table, needle))
    for session in Session.objects.all():
        text = orjson.dumps(session.get_decoded()).decode()
        found |= {("a session's content", needle) for needle in needles if needle in text}
    return found


def in_redis(*needles):
    """Return the keys that contain one of the texts, or whose value does."""
    found = set()
    with redis() as client:
        for key in client.scan_iter(count=1000):
            text = key + (client.dump(key) or b"")
            found |= {(key, needle) for needle in needles if needle.encode() in text}
    return found


def in_bucket(*needles):
    """Return the keys of objects whose key or content contains one of the texts."""
    found = set()
    pages = s3.client().get_paginator("list_objects_v2").paginate(Bucket=settings.S3_BUCKET)
    for page in pages:
        for entry in page.get("Contents", []):
            for needle in needles:
                if needle in entry["Key"]:
                    found.add((entry["Key"], needle))
    return found
