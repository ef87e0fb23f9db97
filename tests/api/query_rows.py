"""Twenty thousand feedbacks in a hundred projects, a fifth of them in the cast's own.

They are made by the database itself, in seconds. The words and tags are those of a team that
writes Korean and English; `xylophone`, `반짝임`, `옻` and the tag `rare` are on one row in a
thousand.
"""

import time

from django.db import connection
from psycopg import ClientCursor

from tests.conftest import Cast

FEEDBACKS = 20_000
PROJECTS = 100
USERS = 5_000
VIDEOS = 200
"""In the cast's project; each other project has two."""

FILL = """
-- On a busy machine the rows take longer than a request may.
SET statement_timeout = 0;

INSERT INTO users_user
SELECT (jsonb_populate_record(u, jsonb_build_object(
    'id', uuidv7(), 'email', 'person' || n || '@example.com', 'name', 'Person ' || n))).*
FROM users_user u, generate_series(1, %(users)s) n WHERE u.id = %(owner)s;

INSERT INTO projects_project (id, name, description, created_by_id, created_at, updated_at)
SELECT uuidv7(), 'Film ' || n, '', %(owner)s, now() - n * interval '1 hour', now()
FROM generate_series(2, %(projects)s) n;

INSERT INTO projects_membership (id, project_id, user_id, role, guest, created_at, updated_at)
SELECT uuidv7(), id, %(owner)s, 'admin', false, now(), now()
FROM projects_project WHERE id <> %(project)s ORDER BY created_at DESC LIMIT 60;

INSERT INTO videos_video
SELECT (jsonb_populate_record(v, jsonb_build_object(
    'id', uuidv7(), 'project_id', p.id, 'title', 'Cut ' || n,
    'created_at', now() - n * interval '1 minute'))).*
FROM videos_video v, projects_project p,
    generate_series(1, CASE WHEN p.id = %(project)s THEN %(videos)s ELSE 2 END) n
WHERE v.id = %(video)s;

WITH places AS (
    SELECT id, project_id, row_number() OVER (ORDER BY project_id = %(project)s, id) - 1 AS place
    FROM videos_video WHERE id <> %(video)s
), others AS (SELECT count(*) AS size FROM places WHERE project_id <> %(project)s)
INSERT INTO feedbacks_feedback
SELECT (jsonb_populate_record(f, jsonb_build_object(
    'id', uuidv7(), 'project_id', places.project_id, 'video_id', places.id,
    'video_timestamp', n %% 600,
    'content', 'The cut comes too early 자막이 아래에 ' || n
        || CASE WHEN n %% 1000 = 0 THEN ' xylophone 반짝임 옻' ELSE '' END,
    'status', (ARRAY['open', 'in_progress', 'resolved', 'closed'])[1 + n / 7 %% 4],
    'priority', (ARRAY['low', 'medium', 'high', 'critical'])[1 + n / 11 %% 4],
    'comments_count', 2,
    'tags', CASE WHEN n %% 1000 = 0 THEN '["rare", "sound"]' ELSE '["sound"]' END::jsonb,
    'created_at', now() - n * interval '1 second',
    'updated_at', now() - n * interval '1 second'))).*
FROM feedbacks_feedback f, others, generate_series(1, %(feedbacks)s) n
CROSS JOIN places
WHERE f.id = %(feedback)s AND places.place = CASE WHEN n %% 5 = 0
    THEN others.size + n / 5 %% %(videos)s ELSE n %% others.size END;

-- Counting them in twenty thousand rows would take longer than everything else.
ALTER TABLE comments_feedbackcomment DISABLE TRIGGER USER;
INSERT INTO comments_feedbackcomment
    (id, project_id, feedback_id, depth, user_id, content, created_at, updated_at)
SELECT uuidv7(), project_id, id, 1, user_id, 'Comment ' || c || ' on ' || left(content, 40),
    created_at, created_at
FROM feedbacks_feedback, generate_series(1, 2) c;
ALTER TABLE comments_feedbackcomment ENABLE TRIGGER USER;

INSERT INTO notifications_notification (id, user_id, type, project_id, video_id, feedback_id,
    actor_id, excerpt, created_at, unread, read_at)
SELECT uuidv7(), %(owner)s, 'feedback', m.project_id, f.video_id, f.id, f.user_id, 'The cut',
    f.created_at, n %% 4 = 0, CASE WHEN n %% 4 = 0 THEN NULL ELSE now() END
FROM projects_membership m JOIN feedbacks_feedback f USING (project_id),
    generate_series(1, 4) n
WHERE m.user_id = %(owner)s;

RESET statement_timeout;
"""
UNSETTLED = """
SELECT relname FROM pg_class WHERE relpages > relallvisible AND relname
IN ('feedbacks_feedback', 'comments_feedbackcomment', 'notifications_notification', 'users_user',
    'videos_video')
"""
SETTLED_WITHIN = 60.0
"""Seconds."""


def _settle() -> None:
    """Have PostgreSQL know the rows, and know that all of them are visible to everybody.

    Otherwise a scan of an index alone looks into the table too. VACUUM can't say so as long as
    anything (PostgreSQL's own ANALYZE in the background) uses an older snapshot, so it is repeated.
    Without INDEX_CLEANUP it would leave the few rows that tests before have rolled back.
    """
    deadline = time.monotonic() + SETTLED_WITHIN
    with connection.cursor() as cursor:
        while True:
            cursor.execute("VACUUM (ANALYZE, INDEX_CLEANUP ON)")
            cursor.execute(UNSETTLED)
            unsettled = cursor.fetchall()
            if not unsettled:
                return
            assert time.monotonic() < deadline, unsettled
            time.sleep(0.2)


def fill(cast: Cast, feedback_id: object) -> None:
    """Fill the tables, and have PostgreSQL know them."""
    # Many statements at once: PostgreSQL takes no parameters beside them.
    with connection.cursor(), ClientCursor(connection.connection) as cursor:
        cursor.execute(
            FILL,
            {
                "owner": cast.owner.user.id,
                "project": cast.project.id,
                "video": cast.video.id,
                "feedback": feedback_id,
                "feedbacks": FEEDBACKS,
                "projects": PROJECTS,
                "users": USERS,
                "videos": VIDEOS,
            },
        )
    _settle()
