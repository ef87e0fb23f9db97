"""The least that Django can do: the same bytes from one SQL statement, the same writes.

No authentication, no middleware, no validation, no cache. The list's statement (`bench.plain_list`)
lets PostgreSQL put the whole document together; only the pictures' signed addresses are filled in,
with the product's one replacement, because the bytes must be the same. A creation's statements are
those that the product itself ran (`bench.record`). Neither names a column here.
"""

import os
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from bench.record import STATEMENTS, Recording, load
from videoplanet.db.ids import new_id
from videoplanet.storage import media_urls

_recorded = (
    load(Path(os.environ[STATEMENTS])) if STATEMENTS in os.environ else Recording("", [], "")
)


def list_feedbacks(request: HttpRequest) -> HttpResponse:
    """Answer with the same bytes as ours."""
    with connection.cursor() as cursor:
        cursor.execute(_recorded.listing, [request.GET["project_id"], int(request.GET["limit"])])
        text: str = cursor.fetchone()[0]
    return _json(media_urls.fill(text.encode()))


@csrf_exempt
def create_feedback(request: HttpRequest) -> HttpResponse:
    """Run the statements that ours ran for a creation, in one transaction, under a fresh id."""
    old, new = UUID(_recorded.created_id), new_id()
    text = ""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _recorded.creation:
            params: list[Any] = [new if value == old else value for value in statement.params]
            cursor.execute(statement.sql, params or None)
            if statement.returns:
                # The last text of a row is the payload.
                text = [value for value in cursor.fetchall()[-1] if isinstance(value, str)][-1]
    return _json(text.encode(), status=201)


def _json(body: bytes, status: int = 200) -> HttpResponse:
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    return HttpResponse(body, status=status, headers=headers)


urlpatterns = [path("list", list_feedbacks), path("create", create_feedback)]
