"""The least that Django can do: the same bytes from one SQL statement, the same writes.

No authentication, no middleware, no validation, no cache. The list's statement is written by hand
and lets PostgreSQL put the whole document together; only the pictures' signed address is filled
in, with the product's one replacement, because the bytes must be the same.
"""

import os
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from bench.record import load
from videoplanet.db.ids import new_id
from videoplanet.storage import media_urls

STATEMENTS = "BENCH_STATEMENTS"
"""The variable that names the file with the statements of a creation."""


def _person(alias: str) -> str:
    return (
        f"json_build_object('id', {alias}.id, 'name', {alias}.name, 'email', {alias}.email,"
        f" 'avatar_url', {alias}.avatar_key)"
    )


def _time(column: str) -> str:
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


LIST = f"""
SELECT '[' || string_agg(row, ',') || ']' FROM (
    SELECT json_build_object(
        'id', f.id, 'project_id', f.project_id, 'video_id', f.video_id, 'user', {_person("u")},
        'timestamp', f.video_timestamp, 'content', f.content, 'screenshot_url', NULL,
        'drawing_data', f.drawing_data, 'priority', f.priority, 'status', f.status,
        'tags', f.tags,
        'assignee', CASE WHEN f.assignee_id IS NOT NULL THEN {_person("a")} END,
        'resolved_at', {_time("f.resolved_at")},
        'resolved_by', CASE WHEN f.resolved_by_id IS NOT NULL THEN {_person("r")} END,
        'created_at', {_time("f.created_at")}, 'updated_at', {_time("f.updated_at")},
        'comments_count', (
            SELECT count(*) FROM comments_feedbackcomment c
            WHERE c.feedback_id = f.id AND c.deleted_at IS NULL
        ),
        'reactions', (
            SELECT COALESCE(jsonb_object_agg(k, v), '{{}}') FROM (
                SELECT emoji, count(*) FROM feedbacks_feedbackreaction
                WHERE feedback_id = f.id GROUP BY emoji
            ) AS counted(k, v)
        )
    )::text AS row
    FROM feedbacks_feedback f
    JOIN users_user u ON u.id = f.user_id
    LEFT JOIN users_user a ON a.id = f.assignee_id
    LEFT JOIN users_user r ON r.id = f.resolved_by_id
    WHERE f.project_id = %s
    ORDER BY f.created_at, f.id LIMIT %s
) AS rows
"""


def list_feedbacks(request: HttpRequest) -> HttpResponse:
    """Answer with the same bytes as ours."""
    with connection.cursor() as cursor:
        cursor.execute(LIST, [request.GET["project_id"], int(request.GET["limit"])])
        text: str = cursor.fetchone()[0]
    return _json(media_urls.fill(text))


_recorded = load(Path(os.environ[STATEMENTS])) if STATEMENTS in os.environ else ([], "")


@csrf_exempt
def create_feedback(request: HttpRequest) -> HttpResponse:
    """Run the statements that ours ran for a creation, in one transaction, under a fresh id."""
    statements, recorded_id = _recorded
    old, new = UUID(recorded_id), new_id()
    text = ""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            params: list[Any] = [new if each == old else each for each in statement.params]
            cursor.execute(statement.sql, params or None)
            if statement.returns:
                text = cursor.fetchall()[-1][0]
    return _json(text, status=201)


def _json(text: str, status: int = 200) -> HttpResponse:
    body = text.encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    return HttpResponse(body, status=status, headers=headers)


urlpatterns = [path("list", list_feedbacks), path("create", create_feedback)]
