"""The product's sockets, with a count of their queries at `/queries`."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "videoplanet.settings")

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from videoplanet.asgi import application as product

count = 0


def _count(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    global count  # noqa: PLW0603 - one for the process
    count += 1
    return execute(sql, params, many, context)


def _count_queries_of(connection: BaseDatabaseWrapper, **_more: Any) -> None:
    if _count not in connection.execute_wrappers:
        connection.execute_wrappers.append(_count)


connection_created.connect(_count_queries_of)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve the product and the count."""
    if scope.get("path") != "/queries":
        await product(scope, receive, send)
        return
    body = str(count).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
